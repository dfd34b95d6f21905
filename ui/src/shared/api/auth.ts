import { readJson, repeatOnTimeout, send } from './http'
import type { AuthOptions, LoginRequest, PasswordLinkRecipient, RegisterRequest, Session } from './schema'

// None of these carries the access token: an expired one would make the server refuse even a public call.

export async function getAuthOptions(): Promise<AuthOptions> {
  return repeatOnTimeout(async () => readJson(await send({ method: 'GET', path: '/auth/options' })))
}

export async function postLogin(body: LoginRequest): Promise<Session> {
  return readJson(await send({ method: 'POST', path: '/auth/login', body }))
}

export async function postRegister(body: RegisterRequest): Promise<Session> {
  return readJson(await send({ method: 'POST', path: '/auth/register', body }))
}

/** Whom a link is for by which a password is set. */
export async function postPasswordLinkToken(token: string): Promise<PasswordLinkRecipient> {
  return readJson(await send({ method: 'POST', path: '/auth/password-link', body: { token } }))
}

/** Sets a password by a link, which works once. */
export async function postPassword(token: string, password: string): Promise<Session> {
  return readJson(await send({ method: 'POST', path: '/auth/password', body: { token, password } }))
}

export async function postLogout(): Promise<void> {
  await send({ method: 'POST', path: '/auth/logout' })
}
