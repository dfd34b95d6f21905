import { create } from 'zustand'
import { grantAccess, observeAccess, refreshAccess, revokeAccess } from './access'
import { postLogin, postLogout, postRegister } from './auth'
import { ProblemError, toProblemError } from './problem-error'
import type { LoginRequest, RegisterRequest, Session, User } from './schema'

/**
 * Who is signed in. `restoring` until the first answer about the cookie: show neither sign-in nor chat.
 * `unreachable` means it is not known yet, because no usable answer came: offer `restoreSession()` again.
 * `expired` on `anonymous` tells that the person did not sign out here: their unsent text is still theirs.
 */
export type SessionState =
  | { status: 'restoring'; user: null }
  | { status: 'unreachable'; user: null; problem: ProblemError }
  | { status: 'anonymous'; user: null; expired: boolean }
  | { status: 'authenticated'; user: User }

/**
 * Set while this browser may have a session cookie, which scripts cannot see. It spares a first visit the question that the
 * server would answer with 401 and the browser would report as an error.
 */
const MARK = 'uru.session'

type TabMessage = { type: 'signed_in'; userId: string } | { type: 'signed_out' }

export const useSession = create<SessionState>(() => ({ status: 'restoring', user: null }))

const otherTabs = new BroadcastChannel('uru.session')

observeAccess({
  refreshed: becomeAuthenticated,
  lost: () => becomeAnonymous(true),
})

otherTabs.addEventListener('message', ({ data }: MessageEvent<TabMessage>) => {
  if (data.type === 'signed_out') becomeAnonymous(false)
  else if (data.userId !== useSession.getState().user?.id) void restoreSession()
})

/** Finds out from the cookie who is signed in; call once on load, and again to retry from `unreachable`. */
export async function restoreSession(): Promise<void> {
  if (!mayHaveSession()) return becomeAnonymous(false)
  try {
    await refreshAccess()
  } catch (error) {
    const problem = toProblemError(error)
    if (problem.status === 401) becomeAnonymous(false)
    else if (useSession.getState().status !== 'authenticated')
      useSession.setState({ status: 'unreachable', user: null, problem }, true)
  }
}

/** @throws ProblemError `bad_credentials`, `too_many_attempts`, … */
export async function login(credentials: LoginRequest): Promise<void> {
  enter(await postLogin(credentials))
}

/** @throws ProblemError `email_taken`, `sign_up_closed`, `validation_failed`, … */
export async function register(account: RegisterRequest): Promise<void> {
  enter(await postRegister(account))
}

/**
 * Ends the session here, on the server and in the other tabs.
 *
 * @throws ProblemError when the server was not reached: the session is then still alive, and nothing here may claim otherwise
 */
export async function logout(): Promise<void> {
  try {
    await postLogout()
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 401) throw error
  }
  becomeAnonymous(false)
  otherTabs.postMessage({ type: 'signed_out' } satisfies TabMessage)
}

/** Runs `listener` whenever another person, or nobody, takes the place of who was signed in: drop what was theirs. */
export function onUserChange(listener: (previous: User, state: SessionState) => void): () => void {
  return useSession.subscribe((state, previous) => {
    if (previous.user && previous.user.id !== state.user?.id) listener(previous.user, state)
  })
}

/** Null when nobody is signed in. An answer that arrives after this has changed belongs to somebody else. */
export function currentUserId(): string | null {
  return useSession.getState().user?.id ?? null
}

function enter(session: Session): void {
  grantAccess(session)
  becomeAuthenticated(session)
  otherTabs.postMessage({ type: 'signed_in', userId: session.user.id } satisfies TabMessage)
}

function becomeAuthenticated({ user }: Session): void {
  mark((storage) => storage.setItem(MARK, '1'))
  useSession.setState({ status: 'authenticated', user }, true)
}

function becomeAnonymous(expired: boolean): void {
  revokeAccess()
  mark((storage) => storage.removeItem(MARK))
  useSession.setState({ status: 'anonymous', user: null, expired }, true)
}

function mayHaveSession(): boolean {
  try {
    return localStorage.getItem(MARK) !== null
  } catch {
    return true
  }
}

function mark(change: (storage: Storage) => void): void {
  try {
    change(localStorage)
  } catch {
    // Blocked storage: every load then asks the server.
  }
}
