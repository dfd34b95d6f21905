import type { RunningGeneration, UserEvent } from '@/shared/api/schema'
import { isFinal } from './generation-event'

/** Which generations run, and the position of the last event of each: what a `running` event would say at this moment. */
export class RunningSnapshot {
  readonly #generations = new Map<string, RunningGeneration>()

  /** Takes over what an event tells; the events must be given in their order. */
  update({ event, data }: UserEvent): void {
    switch (event) {
      case 'running':
        this.#generations.clear()
        for (const running of data.generations) this.#generations.set(running.generation.id, running)
        break
      case 'generation_started':
        this.#generations.set(data.generation.id, { generation: data.generation, position: 0 })
        break
      case 'generation': {
        const known = this.#generations.get(data.generationId)
        if (isFinal(data.event)) this.#generations.delete(data.generationId)
        else if (known) this.#generations.set(data.generationId, { ...known, position: data.position })
        break
      }
      case 'conversation_deleted':
        for (const [id, { generation }] of this.#generations) {
          if (generation.conversationId === data.id) this.#generations.delete(id)
        }
    }
  }

  toEvent(): UserEvent {
    return { event: 'running', data: { generations: [...this.#generations.values()] } }
  }
}
