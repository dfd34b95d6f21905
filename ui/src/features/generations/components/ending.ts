import type { Message } from '@/shared/api/schema'

/** What is shown below an answer that did not complete. */
export interface Ending {
  readonly look: 'stopped' | 'refused' | 'tool' | 'empty'
  readonly text: string
  /** What the reader can do, if the button does not say it. */
  readonly advice?: string
  readonly next: 'continue' | 'retry'
}

const STOPPED: Ending = { look: 'stopped', text: 'This answer was stopped.', next: 'continue' }
const INTERRUPTED: Ending = {
  look: 'stopped',
  text: 'The server was interrupted while it wrote this. Everything that had arrived is here.',
  next: 'continue',
}
const FAILED: Ending = { look: 'stopped', text: 'This answer failed.', next: 'retry' }
const EMPTY: Ending = {
  look: 'empty',
  text: 'The model returned no text.',
  advice: 'Try again, or choose another model.',
  next: 'retry',
}

const LENGTH: Ending = {
  look: 'stopped',
  text: 'The answer reached its maximum length.',
  next: 'continue',
}
const FILTERED: Ending = {
  look: 'refused',
  text: 'OpenAI’s content filter ended this answer.',
  advice: 'Change your question, or try another model.',
  next: 'retry',
}
const REFUSED: Ending = { ...FILTERED, text: 'The model declined to answer this.' }
const TOOL_CALL: Ending = {
  look: 'tool',
  text: 'The model asked for a tool that Uru does not have.',
  advice: 'Ask it to answer without tools, or try another model.',
  next: 'retry',
}

/** By the finish reason. */
const REASONS: ReadonlyMap<string | null, Ending> = new Map([
  ['length', LENGTH],
  ['content_filter', FILTERED],
  ['refusal', REFUSED],
  ['tool_calls', TOOL_CALL],
])

/** Returns how an answer ended, or null for one that is whole or still being written. */
export function endingOf({ status, finishReason, text }: Message): Ending | null {
  const reason = REASONS.get(finishReason)
  switch (status) {
    case 'streaming':
      return null
    case 'completed':
      if (reason && reason !== LENGTH) return reason
      return text.trim() === '' ? EMPTY : null
    case 'stopped':
      return STOPPED
    case 'interrupted':
      return INTERRUPTED
    case 'incomplete':
      return reason ?? incomplete(finishReason)
    case 'failed':
      return FAILED
  }
}

function incomplete(reason: string | null): Ending {
  const told = reason === null || reason === 'stop' ? '' : ` (reason: ${reason})`
  return {
    look: 'stopped',
    text: `OpenAI ended this answer before it was finished${told}.`,
    next: 'continue',
  }
}
