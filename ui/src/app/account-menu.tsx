import { Keyboard, LogOut, Settings, UsersRound } from 'lucide-react'
import { Menu } from '@/components/menu'
import { adviceFor } from '@/components/problem-advice'
import { toast } from '@/components/toast'
import { toProblemError } from '@/shared/api/problem-error'
import type { User } from '@/shared/api/schema'
import { logout } from '@/shared/api/session-store'
import { navigate } from '@/shared/navigation'

export function AccountMenu({ user }: { user: User }) {
  return (
    <div className="shrink-0 border-line border-t p-2 pb-[max(0.5rem,env(safe-area-inset-bottom))]">
      <Menu
        label="Account"
        align="start"
        width={240}
        trigger={(props) => (
          <button
            {...props}
            type="button"
            className="flex h-12 w-full items-center gap-3 rounded-md px-2 text-left transition-colors hover:bg-hover aria-expanded:bg-hover"
          >
            <span
              aria-hidden
              className="grid size-8 shrink-0 place-items-center rounded-full bg-accent-wash font-semibold text-accent text-sm"
            >
              {user.displayName.trim().charAt(0).toUpperCase()}
            </span>
            <span className="min-w-0">
              <span className="block truncate font-medium text-sm">
                <span className="sr-only">Account of </span>
                {user.displayName}
              </span>
              <span className="block truncate text-muted text-xs">{user.email}</span>
            </span>
          </button>
        )}
        items={[
          ...(user.role === 'admin'
            ? [
                {
                  label: 'People',
                  icon: <UsersRound aria-hidden size={16} />,
                  run: () => navigate('/admin/users'),
                },
              ]
            : []),
          {
            label: 'Shared with everybody',
            icon: <UsersRound aria-hidden size={16} />,
            run: () => navigate('/shared'),
          },
          {
            label: 'Settings',
            icon: <Settings aria-hidden size={16} />,
            run: () => navigate('/settings/profile'),
          },
          {
            label: 'Keyboard shortcuts',
            icon: <Keyboard aria-hidden size={16} />,
            run: () => navigate('/settings/shortcuts'),
          },
          { label: 'Sign out', icon: <LogOut aria-hidden size={16} />, run: () => void signOut() },
        ]}
      />
    </div>
  )
}

async function signOut(): Promise<void> {
  try {
    await logout()
    navigate('/sign-in', { replace: true })
  } catch (error) {
    toast({ tone: 'danger', text: `Still signed in. ${adviceFor(toProblemError(error)).title}.` })
  }
}
