import { inTurn } from '@/shared/in-turn'
import { type ApiRequest, readJson, repeatOnTimeout, send } from './http'
import { ProblemError } from './problem-error'
import type { Session } from './schema'

/** Renewing this early spares a request that would only learn that its token has just expired. */
const EARLY_MS = 20_000
const ROTATION_RETRIES = 5
const ROTATION_PAUSE_MS = 150

/** Lives in memory only: nothing that survives the page may hold a token. */
let access: { token: string; expiresAt: number } | null = null
let refreshing: Promise<Session> | null = null
let onRefreshed: (session: Session) => void = () => {}
let onSessionLost: () => void = () => {}

export function grantAccess(session: Session): void {
  access = { token: session.accessToken, expiresAt: Date.now() + session.expiresIn * 1000 }
}

export function revokeAccess(): void {
  access = null
}

/** The session store's ears: told of every renewed session and of the moment the server ends it. */
export function observeAccess(listeners: { refreshed: (session: Session) => void; lost: () => void }): void {
  onRefreshed = listeners.refreshed
  onSessionLost = listeners.lost
}

/**
 * Exchanges the session cookie for a new access token. Callers at the same time share one exchange, tabs take turns. Turns only spare
 * requests: to tabs that exchange the same cookie at the same time the server gives the same successor.
 *
 * @throws ProblemError `session_expired` when nobody is signed in
 */
export function refreshAccess(): Promise<Session> {
  refreshing ??= inTurn('uru.refresh', exchangeCookie)
    .then((session) => {
      grantAccess(session)
      onRefreshed(session)
      return session
    })
    .finally(() => {
      refreshing = null
    })
  return refreshing
}

/** Sends with the access token; an expired one is renewed first, or once after the server has refused it. */
export async function sendAuthorized(request: ApiRequest): Promise<Response> {
  if (access && Date.now() > access.expiresAt - EARLY_MS) await renew()
  const token = access?.token
  try {
    return await send(withToken(request, token))
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 401 || error.code === 'bad_credentials')
      throw error
    // Another request may have renewed the token while this one was on its way.
    if (token === access?.token) await renew()
    return send(withToken(request, access?.token))
  }
}

/** Asks once more where no answer came in time, if the same change twice is one: a merge patch of whatever version is there. */
export async function requestJson<T>(request: ApiRequest): Promise<T> {
  const ask = async () => readJson<T>(await sendAuthorized(request))
  const isMerge = request.method === 'PATCH' && !request.headers?.['If-Match']
  return request.method === 'GET' || isMerge ? repeatOnTimeout(ask) : ask()
}

export async function requestNothing(request: ApiRequest): Promise<void> {
  await sendAuthorized(request)
}

async function renew(): Promise<void> {
  try {
    await refreshAccess()
  } catch (error) {
    if (error instanceof ProblemError && error.status === 401) {
      revokeAccess()
      onSessionLost()
    }
    throw error
  }
}

function withToken(request: ApiRequest, token: string | undefined): ApiRequest {
  if (token === undefined) return request
  return { ...request, headers: { ...request.headers, Authorization: `Bearer ${token}` } }
}

async function exchangeCookie(): Promise<Session> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await repeatOnTimeout(async () =>
        readJson<Session>(await send({ method: 'POST', path: '/auth/refresh' })),
      )
    } catch (error) {
      const lostTheRace = error instanceof ProblemError && error.code === 'already_rotated'
      if (!lostTheRace || attempt === ROTATION_RETRIES) throw error
      await new Promise((resolve) => setTimeout(resolve, ROTATION_PAUSE_MS))
    }
  }
}
