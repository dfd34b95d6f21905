import type { User } from '@/shared/api/schema'
import { useSession } from '@/shared/api/session-store'

/** Shows what the server has stored of the signed-in user's profile. */
export function showProfile({ id, displayName, email }: Pick<User, 'id' | 'displayName' | 'email'>): void {
  const { user } = useSession.getState()
  if (user?.id === id) useSession.setState({ status: 'authenticated', user: { ...user, displayName, email } })
}
