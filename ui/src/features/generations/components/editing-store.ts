import { create } from 'zustand'

/** The one message whose text is being changed. */
export const useEditing = create<{ messageId: string | null }>(() => ({ messageId: null }))

export function editMessage(messageId: string | null): void {
  useEditing.setState({ messageId })
}
