import { requestJson, requestNothing, sendAuthorized } from './access'
import { readJson } from './http'
import type { Audience, ListedShare, Page, Share, SharedPage } from './schema'

/** Returns how a conversation of the user is shared; null if it is not. */
export async function getShare(conversationId: string): Promise<Share | null> {
  const response = await sendAuthorized({ method: 'GET', path: pathOf(conversationId) })
  return response.status === 204 ? null : readJson(response)
}

/**
 * Shares a conversation as it is now. One that is shared already keeps its link.
 *
 * @throws ProblemError `validation_failed` if it has no message
 */
export function postShare(conversationId: string, audience?: Audience): Promise<Share> {
  return requestJson({ method: 'POST', path: pathOf(conversationId), body: { audience } })
}

/** Changes who finds a shared conversation, which is shown as before. */
export function patchShare(conversationId: string, audience: Audience): Promise<Share> {
  return requestJson({ method: 'PATCH', path: pathOf(conversationId), body: { audience } })
}

/** Makes the link of a conversation stop working for ever. */
export function deleteShare(conversationId: string): Promise<void> {
  return requestNothing({ method: 'DELETE', path: pathOf(conversationId) })
}

export function getMyShares(cursor: string | null): Promise<Page<Share>> {
  return requestJson({ method: 'GET', path: `/me/shares${from(cursor)}` })
}

export function getListedShares(cursor: string | null): Promise<Page<ListedShare>> {
  return requestJson({ method: 'GET', path: `/shared${from(cursor)}` })
}

/** @throws ProblemError `not_found` for a link that is unknown, revoked or of another tenant */
export function getShared(token: string, cursor: string | null): Promise<SharedPage> {
  return requestJson({ method: 'GET', path: `/shared/${encodeURIComponent(token)}${from(cursor)}` })
}

function pathOf(conversationId: string): string {
  return `/conversations/${encodeURIComponent(conversationId)}/share`
}

function from(cursor: string | null): string {
  return cursor === null ? '' : `?${new URLSearchParams({ cursor })}`
}
