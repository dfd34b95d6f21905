import { ArrowUp, Square } from 'lucide-react'
import { type KeyboardEvent, type Ref, useEffect, useImperativeHandle, useRef, useState } from 'react'
import { cx } from '@/components/cx'
import { shortcutText } from '@/components/shortcut-text'
import { setDraft, useDraft } from '@/features/conversations/draft-store'
import type { LiveGeneration } from '@/features/generations/live-generations'
import { sealEarly } from '@/features/provider-key/vault-store'
import { isComposing } from '@/shared/keys'
import { usePreferences } from '@/shared/preferences'
import { enterSends, isSendKey } from '@/shared/send-key'

const MESSAGE_LENGTH = 200_000
/** Stop appears where Send was: a second click so soon after sending belongs to the first. */
const DOUBLE_CLICK_MS = 500
const SIZES_ITSELF = typeof CSS !== 'undefined' && CSS.supports('field-sizing', 'content')

export interface ComposerHandle {
  focus: () => void
}

export interface ComposerProps {
  conversationId: string | null
  live: LiveGeneration | null
  placeholder: string
  /** False keeps the text in the field. */
  onSend: (text: string) => boolean
  onStop: () => void
  /** Arrow up in the empty field. */
  onEditLast: () => void
  ref?: Ref<ComposerHandle>
}

/**
 * Where messages are written. The field is the browser's own: what is typed goes into the draft and never through the
 * transcript, so that neither a streaming answer nor a huge paste makes typing slow.
 */
export function Composer({
  conversationId,
  live,
  placeholder,
  onSend,
  onStop,
  onEditLast,
  ref,
}: ComposerProps) {
  const field = useRef<HTMLTextAreaElement>(null)
  const draft = useDraft(conversationId)
  const [initial] = useState(draft)
  const empty = !/\S/.test(draft)
  const excess = draft.length - MESSAGE_LENGTH
  const streaming = live !== null
  usePreferences(({ sendKey }) => sendKey)
  const byEnter = enterSends()
  const sentAt = useRef(Number.NEGATIVE_INFINITY)

  useImperativeHandle(ref, () => ({ focus: () => field.current?.focus() }), [])

  useEffect(() => {
    const element = field.current
    if (!element) return
    if (element.value !== draft) element.value = draft
    if (!SIZES_ITSELF) fitHeight(element)
  }, [draft])

  const send = () => {
    const element = field.current
    if (!element || streaming || excess > 0) return
    const text = element.value.trim()
    if (text === '') return
    setDraft(conversationId, '')
    if (!onSend(text)) setDraft(conversationId, text)
    element.focus()
  }

  const stop = () => {
    if (performance.now() - sentAt.current > DOUBLE_CLICK_MS) onStop()
  }

  const onKeyDown = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (isComposing(event.nativeEvent)) return
    if (isSendKey(event.nativeEvent)) {
      event.preventDefault()
      send()
    }
    if (event.key === 'ArrowUp' && event.currentTarget.value === '' && !streaming) {
      event.preventDefault()
      onEditLast()
    }
  }

  return (
    <form
      aria-label="Composer"
      className="flex items-end gap-2 rounded-2xl border border-line-strong bg-raised p-2 shadow-raised transition-colors focus-within:border-accent"
      onSubmit={(event) => {
        event.preventDefault()
        sentAt.current = performance.now()
        send()
      }}
    >
      <textarea
        ref={field}
        aria-label="Message"
        dir="auto"
        aria-describedby={excess > 0 ? 'composer-note' : undefined}
        placeholder={placeholder}
        defaultValue={initial}
        rows={1}
        enterKeyHint={byEnter ? 'send' : 'enter'}
        autoComplete="off"
        onInput={(event) => {
          setDraft(conversationId, event.currentTarget.value)
          sealEarly()
        }}
        onKeyDown={onKeyDown}
        className="max-h-[40dvh] min-h-9 min-w-0 grow resize-none bg-transparent px-2.5 py-1.5 leading-6 outline-none [field-sizing:content]"
      />
      {excess > 0 && (
        <p id="composer-note" role="status" className="self-center text-danger text-xs">
          {excess.toLocaleString()} characters too many
        </p>
      )}
      {streaming ? (
        <RoundButton label="Stop" tip="Stop (Esc)" onClick={stop} disabled={live.stopping}>
          <Square aria-hidden size={14} fill="currentColor" />
        </RoundButton>
      ) : (
        <RoundButton
          label="Send"
          tip={`Send (${byEnter ? 'Enter' : shortcutText('Mod+Enter')})`}
          submit
          disabled={empty || excess > 0}
        >
          <ArrowUp aria-hidden size={18} strokeWidth={2.25} />
        </RoundButton>
      )}
    </form>
  )
}

interface RoundButtonProps {
  label: string
  tip: string
  submit?: boolean
  disabled: boolean
  onClick?: () => void
  children: React.ReactNode
}

function RoundButton({ label, tip, submit = false, disabled, onClick, children }: RoundButtonProps) {
  return (
    <button
      type={submit ? 'submit' : 'button'}
      aria-label={label}
      data-tip={tip}
      disabled={disabled}
      onClick={onClick}
      className={cx(
        'touch grid size-9 shrink-0 place-items-center rounded-full bg-accent text-accent-ink transition-colors',
        'enabled:hover:bg-accent-strong disabled:bg-hover disabled:text-muted',
      )}
    >
      {children}
    </button>
  )
}

function fitHeight(element: HTMLTextAreaElement): void {
  element.style.height = 'auto'
  element.style.height = `${element.scrollHeight}px`
}
