import { create } from 'zustand'

/** The one message whose text is being changed. */
export const useEditing = create<{ messageId: string | null }>(() => ({ messageId: null }))

/** Changed texts that were neither sent nor given up: the form may go away with its conversation. */
const unsent = new Map<string, string>()

export function editMessage(messageId: string | null): void {
  const { messageId: former } = useEditing.getState()
  if (messageId === null && former !== null) unsent.delete(former)
  useEditing.setState({ messageId })
}

/** The changed text of a message, or null. */
export function unsentEdit(messageId: string): string | null {
  return unsent.get(messageId) ?? null
}

export function keepEdit(messageId: string, text: string): void {
  unsent.set(messageId, text)
}
