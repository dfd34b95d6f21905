import { useEffect, useRef } from 'react'
import { announce } from '@/components/announcer'
import { finishedLength, spoken } from './sentences'

const PAUSE_MS = 1500

/** Reads an answer out sentence by sentence while it streams in, and what is left when it has ended. */
export function useAnnouncedAnswer(text: string, streaming: boolean): void {
  const progress = useRef({ wasStreaming: false, length: 0, time: 0 })

  useEffect(() => {
    const state = progress.current
    if (streaming && !state.wasStreaming) {
      progress.current = { wasStreaming: true, length: text.length, time: performance.now() }
      return
    }
    if (!state.wasStreaming) return
    if (streaming && performance.now() - state.time < PAUSE_MS) return
    const length = streaming ? finishedLength(text, state.length) : text.length - state.length
    const words = spoken(text.slice(state.length, state.length + length))
    if (words !== '') announce(words)
    progress.current = { wasStreaming: streaming, length: state.length + length, time: performance.now() }
  }, [text, streaming])
}
