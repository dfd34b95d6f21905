import { Settings } from 'lucide-react'
import { type ReactNode, useCallback, useEffect, useRef } from 'react'
import { Button } from '@/components/button'
import { Dialog } from '@/components/dialog'
import { ErrorBoundary } from '@/components/error-boundary'
import { IconButton } from '@/components/icon-button'
import { lazyPart } from '@/components/lazy-part'
import { LazyMarkdown } from '@/components/markdown/lazy-markdown'
import { ProblemNotice } from '@/components/problem-notice'
import { Skeleton } from '@/components/skeleton'
import { toast } from '@/components/toast'
import { titleOf } from '@/features/conversations/components/conversation-title'
import { useConversation } from '@/features/conversations/conversation-store'
import { draftOf, setDraft } from '@/features/conversations/draft-store'
import { headOf, setOpenConversation, useTranscript } from '@/features/conversations/message-store'
import { dismissRefusal, useRefusal } from '@/features/generations/attempts'
import { Composer, type ComposerHandle } from '@/features/generations/components/composer'
import { editMessage } from '@/features/generations/components/editing-store'
import type { RemedyRenderer } from '@/features/generations/components/remedy'
import type { TranscriptHandle } from '@/features/generations/components/transcript'
import { openConversation, retryRefused, startGeneration } from '@/features/generations/generation-commands'
import { useGeneration } from '@/features/generations/live-generations'
import { stopGeneration } from '@/features/generations/stop'
import { ModelSelector } from '@/features/models/components/model-selector'
import {
  loadModels,
  selectModel,
  useLifecycle,
  useModels,
  useSelectedModel,
} from '@/features/models/model-store'
import { useVault } from '@/features/provider-key/vault-store'
import { toProblemError } from '@/shared/api/problem-error'
import type { Model, User } from '@/shared/api/schema'
import { navigate } from '@/shared/navigation'
import { EmptyState } from './empty-state'
import { useKeyFlow } from './key-flow'

const Transcript = lazyPart(
  async () => {
    // Both at once, beside the messages: a transcript without its Markdown would move when that comes.
    const [{ Transcript }] = await Promise.all([
      import('@/features/generations/components/transcript'),
      LazyMarkdown.preload(),
    ])
    return Transcript
  },
  {
    fallback: <LoadingTranscript />,
    frame: (notice) => <div className="mx-auto w-full max-w-reading grow p-4">{notice}</div>,
  },
)
const ConversationActions = lazyPart(
  async () => (await import('./conversation-actions')).ConversationActions,
  {
    fallback: (
      <>
        <span className="size-9 shrink-0 pointer-coarse:size-11" />
        <span className="size-9 shrink-0 pointer-coarse:size-11 max-sm:hidden" />
      </>
    ),
    frame: () => null,
  },
)
const EffortMenu = lazyPart(
  async () => (await import('@/features/models/components/effort-menu')).EffortMenu,
  { frame: () => null },
)
const ModelNotice = lazyPart(
  async () => (await import('@/features/models/components/model-notice')).ModelNotice,
)
const ModelRemedy = lazyPart(
  async () => (await import('@/features/models/components/model-remedy')).ModelRemedy,
)
const KeyCard = lazyPart(async () => (await import('@/features/provider-key/components/key-card')).KeyCard, {
  fallback: <Skeleton className="mx-auto h-96 w-full max-w-xl" />,
  frame: (notice) => <div className="mx-auto w-full max-w-xl">{notice}</div>,
})
const KeyForm = lazyPart(async () => (await import('@/features/provider-key/components/key-form')).KeyForm, {
  fallback: <Skeleton className="h-96" />,
})
const AiNotice = lazyPart(
  async () => (await import('@/features/organisation/components/organisation-notices')).AiNotice,
  { frame: () => null },
)
const PracticeBadge = lazyPart(async () => (await import('./practice-badge')).PracticeBadge, {
  frame: () => null,
})
const UnlockForm = lazyPart(
  async () => (await import('@/features/provider-key/components/unlock-form')).UnlockForm,
)

export interface ChatScreenProps {
  conversationId: string | null
  user: User
  practiceMode: boolean
  sidebarButton: ReactNode
  /** A dialog lies over it that may ask for a key as well. */
  covered: boolean
}
/** One conversation, or the one that is about to begin. */
export function ChatScreen({ conversationId, user, practiceMode, sidebarButton, covered }: ChatScreenProps) {
  const conversation = useConversation(conversationId)
  const { status, problem, entries } = useTranscript(conversationId ?? '')
  const live = useGeneration(conversationId)
  const refusal = useRefusal(conversationId)
  const model = useSelectedModel(conversationId)
  const lifecycle = useLifecycle(model)
  const modelGone = lifecycle.state === 'shut-down' || lifecycle.state === 'not-listed'
  const modelsProblem = useModels((state) => state.problem)
  const vault = useVault()
  const composer = useRef<ComposerHandle>(null)
  const transcript = useRef<TranscriptHandle>(null)
  const canWrite = user.role !== 'viewer'
  const keyMissing = canWrite && vault.status === 'empty'
  const [{ entry, waitsFor }, changeFlow] = useKeyFlow({ conversationId, keyMissing, covered, modelGone })
  const keyCardShown = entry === 'card' && conversationId === null && !covered

  useEffect(() => {
    if (conversationId === null) setOpenConversation(null)
    else void openConversation(conversationId)
  }, [conversationId])

  // A new conversation needs it with its first question; one that is opened, beside its messages.
  useEffect(() => void Transcript.preload(), [])

  useEffect(() => {
    document.title = conversation ? `${titleOf(conversation)} · Uru` : 'Uru'
  }, [conversation])

  useEffect(() => {
    // On a touch screen the focus would bring up the keyboard over what was just opened.
    if (!keyCardShown && window.matchMedia('(pointer: fine)').matches) composer.current?.focus()
  }, [keyCardShown])

  const ask = useCallback(
    (text: string, modelId = model?.id) => {
      if (modelId === undefined) {
        changeFlow({ waitsFor: 'models' })
        toast({ text: 'Sent as soon as the models are loaded.' })
        return false
      }
      const parentId = conversationId === null ? null : (headOf(conversationId)?.id ?? null)
      const id = startGeneration({
        conversationId,
        question: { type: 'message', text, parentId },
        model: modelId,
      })
      if (conversationId === null) navigate(`/c/${id}`)
      transcript.current?.follow()
      return true
    },
    [conversationId, model, changeFlow],
  )

  /** Returns whether a question can be sent now; if not, the key is asked for, and the draft is sent then. */
  const isKeyReady = () => {
    // The vault opens in the click that leads here, before this component knows.
    const { status: now } = useVault.getState()
    if (now === 'locked') {
      changeFlow({ waitsFor: 'key' })
      return false
    }
    if (now === 'empty') {
      changeFlow({ entry: 'dialog', waitsFor: 'key' })
      return false
    }
    return true
  }

  const send = (text: string) => {
    if (modelGone) {
      changeFlow({ waitsFor: 'model' })
      return false
    }
    return isKeyReady() && ask(text)
  }

  const retry = useCallback(
    (modelId?: string) => {
      const id = retryRefused(conversationId, modelId)
      if (id !== null && conversationId === null) navigate(`/c/${id}`)
      transcript.current?.follow()
    },
    [conversationId],
  )

  const changeModel = useCallback(
    async (chosen: Model) => {
      try {
        await selectModel(conversationId, chosen.id)
        return true
      } catch (error) {
        toast({ tone: 'danger', text: `The model was not changed. ${toProblemError(error).title}.` })
        return false
      }
    },
    [conversationId],
  )

  /** Switches the model; if the former one is gone, the new one is asked what that one could not answer. */
  const continueWith = async (replacement: Model) => {
    if (!(await changeModel(replacement))) return
    composer.current?.focus()
    const last = entries.at(-1)?.message
    if (!modelGone) return
    if (refusal) retry(replacement.id)
    else if (waitsFor === 'model') sendDraft(replacement.id)
    else if (last?.error?.code === 'model_not_available' && last.parentId !== null) {
      const question = { type: 'regenerate', userMessageId: last.parentId } as const
      startGeneration({ conversationId, question, model: replacement.id })
    }
  }

  const sendWaiting = () => {
    changeFlow({ waitsFor: modelGone ? 'model' : 'nothing' })
    if (modelGone) return
    if (refusal) retry()
    else sendDraft(model?.id)
  }

  const sendDraft = (modelId: string | undefined) => {
    const text = draftOf(conversationId).trim()
    if (text === '' || !isKeyReady()) return
    setDraft(conversationId, '')
    if (!ask(text, modelId)) setDraft(conversationId, text)
  }

  useEffect(() => {
    if (waitsFor !== 'models' || !model) return
    changeFlow({ waitsFor: 'nothing' })
    sendDraft(model.id)
  })

  const remedy = useCallback<RemedyRenderer>(
    (kind, problem, retryWith) => {
      switch (kind) {
        case 'key':
          return <KeyRemedy onClick={() => changeFlow({ entry: 'dialog' })} />
        case 'model':
          return (
            <ModelRemedy
              problem={problem}
              onReplace={async (replacement) => {
                if (await changeModel(replacement)) retryWith(replacement.id)
              }}
            />
          )
        case 'conversation':
          return (
            <Button size="small" onClick={() => navigate('/')}>
              New conversation
            </Button>
          )
        case 'unlock':
          return null
      }
    },
    [changeModel, changeFlow],
  )

  const lockedOut = refusal?.problem.code === 'vault_locked'
  const asksToUnlock = vault.status === 'locked' && (waitsFor === 'key' || lockedOut)
  const missing = status === 'failed' && entries.length === 0

  return (
    <div className="flex min-w-0 grow flex-col">
      <header
        data-region
        className="flex h-[calc(3.5rem+env(safe-area-inset-top))] shrink-0 items-center gap-1 px-2 pt-[env(safe-area-inset-top)]"
      >
        {sidebarButton}
        {canWrite && (
          <>
            <ModelSelector
              selected={model}
              onSelect={(chosen) => {
                composer.current?.focus()
                void changeModel(chosen)
              }}
            />
            {model && model.efforts.length > 1 && <EffortMenu model={model} />}
          </>
        )}
        <span className="grow" />
        {conversationId !== null && (
          <h1 dir="auto" className="truncate px-3 text-muted text-sm max-sm:sr-only">
            {conversation ? titleOf(conversation) : 'Untitled'}
          </h1>
        )}
        {practiceMode && <PracticeBadge />}
        {conversation && <ConversationActions conversation={conversation} canShare={canWrite} />}
        <IconButton
          label="Settings"
          icon={<Settings aria-hidden size={18} />}
          onClick={() => navigate('/settings/profile')}
        />
      </header>

      <main id="main" data-region tabIndex={-1} className="flex min-h-0 grow flex-col outline-none">
        {conversationId === null ? (
          <div className="flex min-h-0 grow flex-col overflow-y-auto px-4 py-6">
            {keyCardShown ? (
              <div className="my-auto">
                <h1 className="sr-only">Welcome to Uru</h1>
                <KeyCard practiceMode={practiceMode} onDone={() => changeFlow({ entry: 'none' })} />
              </div>
            ) : (
              <EmptyState
                name={user.displayName}
                onSuggestion={(text) => {
                  setDraft(null, text)
                  composer.current?.focus()
                }}
              />
            )}
          </div>
        ) : missing && problem ? (
          <div className="mx-auto w-full max-w-reading grow p-4">
            <ProblemNotice problem={problem} onRetry={() => void openConversation(conversationId)} />
          </div>
        ) : status === 'loading' && entries.length === 0 ? (
          <LoadingTranscript />
        ) : entries.length === 0 ? (
          <p className="m-auto px-4 text-center text-muted">Nothing has been said here yet.</p>
        ) : (
          <ErrorBoundary region="The transcript">
            <Transcript
              conversationId={conversationId}
              entries={entries}
              live={live}
              selectedModel={model}
              canWrite={canWrite && !modelGone}
              handle={transcript}
              remedy={remedy}
            />
          </ErrorBoundary>
        )}

        {canWrite && !missing && !keyCardShown && (
          <div className="mx-auto grid w-full max-w-reading shrink-0 grid-cols-1 gap-3 px-4 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
            {asksToUnlock && (
              <UnlockForm
                waiting
                onUnlocked={sendWaiting}
                onReplace={() => changeFlow({ entry: 'dialog' })}
                onCancel={() => {
                  changeFlow({ waitsFor: 'nothing' })
                  dismissRefusal(conversationId)
                  composer.current?.focus()
                }}
              />
            )}
            {refusal && !lockedOut && !(modelGone && refusal.problem.code === 'model_not_available') && (
              <ProblemNotice
                problem={refusal.problem}
                onRetry={modelGone ? undefined : () => retry()}
                remedy={(kind, problem) => remedy(kind, problem, retry)}
              />
            )}
            {model && lifecycle.state !== 'current' && (
              <ModelNotice
                model={model}
                lifecycle={lifecycle}
                waiting={waitsFor === 'model' || (modelGone && refusal !== null)}
                onReplace={(replacement) => void continueWith(replacement)}
              />
            )}
            {modelsProblem && <ProblemNotice problem={modelsProblem} onRetry={() => void loadModels()} />}
            <ErrorBoundary region="The composer">
              <Composer
                ref={composer}
                conversationId={conversationId}
                live={live}
                placeholder="Ask anything"
                onSend={send}
                onStop={() => conversationId !== null && stopGeneration(conversationId)}
                onEditLast={() => {
                  const last = entries.findLast((entry) => entry.message.role === 'user')
                  if (last && !modelGone) editMessage(last.message.id)
                }}
              />
            </ErrorBoundary>
            <p className="min-h-4 text-center text-muted text-xs">
              <AiNotice begins={entries.length === 0} />
            </p>
          </div>
        )}
      </main>

      {entry === 'dialog' && (
        <Dialog
          title={vault.status === 'empty' ? 'Add your key' : 'Replace your key'}
          onClose={() => changeFlow({ entry: 'none' })}
        >
          <KeyForm
            practiceMode={practiceMode}
            onCancel={() => changeFlow({ entry: 'none' })}
            onDone={() => {
              changeFlow({ entry: 'none' })
              if (refusal || waitsFor === 'key') sendWaiting()
              else toast({ text: 'Your new key works' })
            }}
          />
        </Dialog>
      )}
    </div>
  )
}

function KeyRemedy({ onClick }: { onClick: () => void }) {
  const empty = useVault((vault) => vault.status === 'empty')
  return (
    <Button size="small" look="primary" onClick={onClick}>
      {empty ? 'Add key' : 'Replace key'}
    </Button>
  )
}

function LoadingTranscript() {
  return (
    <div
      role="status"
      aria-label="Loading the conversation"
      className="mx-auto grid w-full max-w-reading grow content-start gap-6 px-4 pt-6"
    >
      <Skeleton className="ml-auto h-11 w-2/5 rounded-2xl" />
      <div className="grid gap-3">
        <Skeleton className="h-4 w-full" />
        <Skeleton className="h-4 w-11/12" />
        <Skeleton className="h-4 w-4/5" />
      </div>
    </div>
  )
}
