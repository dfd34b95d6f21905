import { useEffect, useRef } from 'react'
import { Banner } from '@/components/banner'
import { Button } from '@/components/button'
import { type Lifecycle, today } from '@/features/models/lifecycle'
import { closeNote, useModelPreferences } from '@/features/models/model-preferences'
import { useCatalogue } from '@/features/models/model-store'
import { replacementOf } from '@/features/models/replacement'
import type { Model } from '@/shared/api/schema'
import { formatDate } from './model-format'

export interface ModelNoticeProps {
  model: Model
  lifecycle: Exclude<Lifecycle, { state: 'current' }>
  /** The user has tried to send a text, which is sent as soon as another model is chosen. */
  waiting: boolean
  onReplace: (replacement: Model) => void
}

/** Says that the model of a conversation is gone or will be, and offers another one. */
export function ModelNotice({ model, lifecycle, waiting, onReplace }: ModelNoticeProps) {
  const replacement = replacementOf(model, useCatalogue(), today())
  switch (lifecycle.state) {
    case 'ending':
      return <EndingNotice {...{ model, replacement, onReplace }} shutdownDate={lifecycle.shutdownDate} />
    case 'shut-down':
      return (
        <GoneNotice
          {...{ replacement, waiting, onReplace }}
          title={
            lifecycle.shutdownDate === null
              ? `${model.label} is no longer available`
              : `${model.label} was shut down on ${formatDate(lifecycle.shutdownDate, 'long')}`
          }
        />
      )
    case 'not-listed':
      return (
        <GoneNotice {...{ replacement, waiting, onReplace }} title={`Your key cannot use ${model.label}`} />
      )
  }
}

interface GoneNoticeProps extends Pick<ModelNoticeProps, 'waiting' | 'onReplace'> {
  title: string
  replacement: Model | null
}

function GoneNotice({ title, replacement, waiting, onReplace }: GoneNoticeProps) {
  const button = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (waiting) button.current?.focus()
  }, [waiting])

  if (!replacement) {
    return (
      <Banner tone="info" title={title}>
        Uru knows no other model that you can use. Check your key in the settings.
      </Banner>
    )
  }
  return (
    <Banner
      tone="info"
      title={title}
      actions={
        <Button ref={button} size="small" look="primary" onClick={() => onReplace(replacement)}>
          {waiting ? `Send with ${replacement.label}` : `Continue with ${replacement.label}`}
        </Button>
      }
    >
      {waiting
        ? 'Your message has not been sent yet. Nothing you typed is lost.'
        : 'This conversation can continue with another model.'}
    </Banner>
  )
}

interface EndingNoticeProps extends Pick<ModelNoticeProps, 'model' | 'onReplace'> {
  shutdownDate: string
  replacement: Model | null
}

function EndingNotice({ model, shutdownDate, replacement, onReplace }: EndingNoticeProps) {
  const closed = useModelPreferences(({ closedNotes }) => closedNotes[model.id] === shutdownDate)
  if (closed) return null
  return (
    <Banner
      tone="warn"
      title={`${model.label} ends on ${formatDate(shutdownDate, 'long')}`}
      actions={
        <>
          {replacement && (
            <Button size="small" onClick={() => onReplace(replacement)}>
              Switch to {replacement.label}
            </Button>
          )}
          <Button size="small" look="quiet" onClick={() => closeNote(model.id, shutdownDate)}>
            Not now
          </Button>
        </>
      }
    />
  )
}
