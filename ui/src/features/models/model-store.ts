import { create } from 'zustand'
import {
  changeConversation,
  findConversation,
  useConversation,
} from '@/features/conversations/conversation-store'
import { getModels } from '@/shared/api/models'
import { type ProblemError, toProblemError } from '@/shared/api/problem-error'
import type { Model } from '@/shared/api/schema'
import { onUserChange } from '@/shared/api/session-store'
import { setPreferences, usePreferences } from '@/shared/preferences'

type ModelList = {
  status: 'idle' | 'loading' | 'ready' | 'failed'
  problem: ProblemError | null
  items: readonly Model[]
}

const EMPTY: ModelList = { status: 'idle', problem: null, items: [] }

/** The catalogue of models. */
export const useModels = create<ModelList>(() => EMPTY)

onUserChange(() => useModels.setState(EMPTY, true))

/** A failure is told by `status` and `problem`. */
export async function loadModels(): Promise<void> {
  useModels.setState({ status: 'loading', problem: null })
  try {
    useModels.setState({ status: 'ready', items: await getModels() })
  } catch (error) {
    useModels.setState({ status: 'failed', problem: toProblemError(error) })
  }
}

/** The model that answers next in a conversation (null: in the one that does not exist yet); undefined until known. */
export function useSelectedModel(conversationId: string | null): Model | undefined {
  const conversation = useConversation(conversationId)
  const defaultModel = usePreferences((preferences) => preferences.defaultModel)
  return useModels(({ items }) => pick(items, conversation?.model ?? defaultModel))
}

/**
 * Lets another model answer from now on. In a conversation it is that one's choice, elsewhere the default.
 *
 * @throws ProblemError when the server refused; the former model is selected again
 */
export async function selectModel(conversationId: string | null, modelId: string): Promise<void> {
  if (conversationId !== null && findConversation(conversationId)) {
    await changeConversation(conversationId, { model: modelId })
  } else {
    setPreferences({ defaultModel: modelId })
  }
}

function pick(items: readonly Model[], id: string | null): Model | undefined {
  return items.find((model) => model.id === id) ?? items.find((model) => model.available)
}
