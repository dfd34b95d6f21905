import { useGeneration } from '@/features/generations/live-generations'

/** A breathing dot beside a conversation in which an answer is being written. */
export function RunningMark({ conversationId }: { conversationId: string }) {
  const live = useGeneration(conversationId)
  if (!live) return null
  return (
    <span className="ml-auto shrink-0 pr-2">
      <span className="block size-2 animate-pulse rounded-full bg-accent" />
      <span className="sr-only">, an answer is being written</span>
    </span>
  )
}
