import type { Audience, Conversation, ListedShare, Message, Share, SharedPage } from '@/shared/api/schema'
import { Refused } from './refused'

type Shared = { share: Share; ownerName: string; own: boolean; messages: Message[] }

/** Messages on a page, few enough for a test to see two. */
const PAGE = 4

/** The shared conversations of a tenant, for as long as the fake server lives. */
export class FakeShares {
  readonly #shared = new Map<string, Shared>()
  #made = 0

  find(conversationId: string): Share | null {
    return this.#shared.get(conversationId)?.share ?? null
  }

  /** What the signed-in user shares. */
  mine(): Share[] {
    return this.#latestFirst()
      .filter(({ own }) => own)
      .map(({ share }) => share)
  }

  /** What is shared with everybody. */
  listed(): ListedShare[] {
    return this.#latestFirst()
      .filter(({ share }) => share.audience === 'everybody')
      .map(listedOf)
  }

  put(
    { id, title }: Pick<Conversation, 'id' | 'title'>,
    messages: readonly Message[],
    audience: Audience | undefined,
    owner = { name: 'Ada Lovelace', own: true },
  ): Share {
    if (messages.length === 0) throw new Refused(400, 'validation_failed', 'The request is not valid')
    const before = this.find(id)
    const now = new Date().toISOString()
    const token = before?.token ?? `token-${++this.#made}`
    const share = {
      conversationId: id,
      url: `https://uru.example.org/shared/${token}`,
      token,
      title,
      audience: audience ?? before?.audience ?? 'link',
      messageCount: messages.length,
      createdAt: before?.createdAt ?? now,
      updatedAt: now,
    }
    this.#shared.set(id, { share, ownerName: owner.name, own: owner.own, messages: [...messages] })
    return share
  }

  changeAudience(id: string, audience: Audience): Share {
    const shared = this.#shared.get(id)
    if (!shared) throw notFound()
    shared.share = { ...shared.share, audience }
    return shared.share
  }

  delete(id: string): void {
    this.#shared.delete(id)
  }

  read(token: string, cursor: string | null): SharedPage {
    const shared = [...this.#shared.values()].find(({ share }) => share.token === token)
    if (!shared) throw notFound()
    const from = Number(cursor ?? 0)
    const { token: _, ...about } = listedOf(shared)
    return {
      ...about,
      audience: shared.share.audience,
      items: shared.messages
        .slice(from, from + PAGE)
        .map(({ id, role, text, parts = [], model, status, createdAt }) => {
          return { id, role, text, parts, model, status, createdAt }
        }),
      nextCursor: from + PAGE < shared.messages.length ? String(from + PAGE) : null,
    }
  }

  #latestFirst(): Shared[] {
    return [...this.#shared.values()].sort((a, b) => b.share.updatedAt.localeCompare(a.share.updatedAt))
  }
}

function listedOf({ share, ownerName, own }: Shared): ListedShare {
  const { token, title, messageCount, updatedAt } = share
  return { token, title, ownerName, own, messageCount, sharedAt: updatedAt }
}

function notFound(): Refused {
  return new Refused(404, 'not_found', 'There is nothing here')
}
