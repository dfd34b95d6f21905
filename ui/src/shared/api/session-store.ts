import { create } from 'zustand'
import { hidePreferences, takePreferences } from '@/shared/preferences'
import { connectTabs } from '@/shared/tabs'
import { grantAccess, observeAccess, refreshAccess, revokeAccess } from './access'
import { postLogin, postLogout, postPassword, postRegister } from './auth'
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
 * Tells whether this browser may have a session cookie, which scripts cannot see. It spares a first visit and those who have
 * signed out the question that the server would answer with 401 and the browser would report as an error. There is no mark on a
 * first visit, and where the storage was emptied.
 */
const MARK = 'uru.session'
const MAY_HAVE_COOKIE = '1'
const NO_COOKIE = '0'

type TabMessage = { type: 'signed_in'; userId: string } | { type: 'signed_out' }

/** Until the server has answered: other requests may learn before that the session has ended. */
let signingOut = false

export const useSession = create<SessionState>(() => ({ status: 'restoring', user: null }))

observeAccess({
  refreshed: becomeAuthenticated,
  lost: () => {
    if (!signingOut) becomeAnonymous(true)
  },
})

const tellOtherTabs = connectTabs<TabMessage>('uru.session', (message) => {
  if (message.type === 'signed_out') becomeAnonymous(false)
  else if (message.userId !== useSession.getState().user?.id) void restoreSession()
})

/** Finds out from the cookie who is signed in; call once on load, and again to retry from `unreachable`. */
export async function restoreSession(): Promise<void> {
  if (readMark() === MAY_HAVE_COOKIE) return askForSession()
  revokeAccess()
  useSession.setState({ status: 'anonymous', user: null, expired: false }, true)
}

/** Restores the session of a cookie that the server has seen, where the storage with the mark was emptied. */
export async function restoreUnmarkedSession(): Promise<void> {
  if (readMark() === null) await askForSession()
}

async function askForSession(): Promise<void> {
  try {
    await refreshAccess()
  } catch (error) {
    const problem = toProblemError(error)
    // Who had a session and did not end it here keeps what this browser has not sent yet.
    if (problem.status === 401) becomeAnonymous(readMark() === MAY_HAVE_COOKIE)
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
 * Sets a password by a link and signs its person in.
 *
 * @throws ProblemError `not_found` when the link does not work, `validation_failed` when the password cannot be used
 */
export async function setPassword(token: string, password: string): Promise<void> {
  enter(await postPassword(token, password))
}

/**
 * Ends the session here, on the server and in the other tabs.
 *
 * @throws ProblemError when the server was not reached: the session is then still alive, and nothing here may claim otherwise
 */
export async function logout(): Promise<void> {
  signingOut = true
  try {
    await postLogout()
  } catch (error) {
    if (!(error instanceof ProblemError) || error.status !== 401) throw error
  } finally {
    signingOut = false
  }
  becomeAnonymous(false)
  tellOtherTabs({ type: 'signed_out' })
}

/** Shows, here and in the other tabs, that there is no session any more: its account was erased. */
export function endErasedSession(): void {
  becomeAnonymous(false)
  tellOtherTabs({ type: 'signed_out' })
}

/** Runs `listener` whenever another person, or nobody, takes the place of who was signed in: drop what was theirs. */
export function onUserChange(listener: (previous: User, state: SessionState) => void): () => void {
  return useSession.subscribe((state, previous) => {
    if (previous.user && previous.user.id !== state.user?.id) listener(previous.user, state)
  })
}

/** Null when nobody is signed in. An answer that arrives after this has changed is for another user. */
export function currentUserId(): string | null {
  return useSession.getState().user?.id ?? null
}

function enter(session: Session): void {
  grantAccess(session)
  becomeAuthenticated(session)
  tellOtherTabs({ type: 'signed_in', userId: session.user.id })
}

function becomeAuthenticated({ user, preferences }: Session): void {
  writeMark(MAY_HAVE_COOKIE)
  takePreferences(user.id, preferences)
  useSession.setState({ status: 'authenticated', user }, true)
}

function becomeAnonymous(expired: boolean): void {
  revokeAccess()
  writeMark(NO_COOKIE)
  if (!expired) hidePreferences()
  useSession.setState({ status: 'anonymous', user: null, expired }, true)
}

function readMark(): string | null {
  try {
    return localStorage.getItem(MARK)
  } catch {
    // Blocked storage: every load then asks the server.
    return MAY_HAVE_COOKIE
  }
}

function writeMark(mark: string): void {
  try {
    localStorage.setItem(MARK, mark)
  } catch {
    // Full or blocked storage.
  }
}
