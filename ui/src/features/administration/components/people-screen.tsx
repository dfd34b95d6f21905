import {
  Ellipsis,
  FileUp,
  KeyRound,
  LogOut,
  Trash2,
  UserCheck,
  UserPlus,
  UserRoundCog,
  UserX,
} from 'lucide-react'
import { memo, type ReactNode, useCallback, useEffect, useRef, useState } from 'react'
import { Button } from '@/components/button'
import { cx } from '@/components/cx'
import { IconButton } from '@/components/icon-button'
import { Menu } from '@/components/menu'
import { adviceFor } from '@/components/problem-advice'
import { ProblemNotice } from '@/components/problem-notice'
import { RadioCards } from '@/components/radio-cards'
import { Skeleton } from '@/components/skeleton'
import { toast } from '@/components/toast'
import type { BulkAction } from '@/features/administration/bulk'
import { PAGE_SIZE, type Users, useUsers } from '@/features/administration/use-users'
import {
  dayOf,
  momentOf,
  peopleOf,
  ROLES,
  roleLabel,
  sessionsOf,
  stateOf,
  storageOf,
} from '@/features/administration/words'
import {
  type AdminUserQuery,
  deleteAdminUser,
  patchAdminUser,
  postPasswordLink,
  postRevokeSessions,
} from '@/shared/api/admin-users'
import { toProblemError } from '@/shared/api/problem-error'
import type { AdminUser, PasswordLink } from '@/shared/api/schema'
import { AddPersonDialog } from './add-person-dialog'
import { AdministrationNav } from './administration-nav'
import { BulkDialog } from './bulk-dialog'
import { ConfirmDialog } from './confirm-dialog'
import { ImportDialog } from './import-dialog'
import { LinkDialog } from './link-dialog'
import { PrivacyLink } from './privacy-link'

type Task =
  | { type: 'add' }
  | { type: 'import' }
  | { type: 'link'; user: AdminUser; link: PasswordLink }
  | { type: 'role' | 'disable' | 'sessions' | 'delete'; user: AdminUser }
  | { type: 'bulk'; action: BulkAction; selected: AdminUser[] }

export interface PeopleScreenProps {
  ownId: string
  sidebarButton: ReactNode
}

/** The people of the tenant. */
export function PeopleScreen({ ownId, sidebarButton }: PeopleScreenProps) {
  const [query, setQuery] = useState<AdminUserQuery>({ q: '', role: '', status: '', sort: 'name' })
  const [typed, setTyped] = useState('')
  const [task, setTask] = useState<Task | null>(null)
  const users = useUsers(query)
  const done = () => setTask(null)

  useEffect(() => {
    document.title = 'People · Uru'
  }, [])

  // Each key searches at once: the request before is aborted, and no answer takes longer than a pause between two keys.
  const search = (text: string) => {
    setTyped(text)
    setQuery((before) => ({ ...before, q: text.trim() }))
  }

  return (
    <div className="flex min-w-0 grow flex-col">
      <header data-region className="flex h-14 shrink-0 items-center gap-2 px-4">
        {sidebarButton}
        <AdministrationNav current="users" />
        <Button
          icon={<FileUp aria-hidden size={16} />}
          aria-label="Import people from a file"
          onClick={() => setTask({ type: 'import' })}
        >
          <span className="max-sm:sr-only">Import</span>
        </Button>
        <Button
          look="primary"
          icon={<UserPlus aria-hidden size={16} />}
          onClick={() => setTask({ type: 'add' })}
        >
          <span className="max-sm:sr-only">Add a person</span>
        </Button>
      </header>
      <main
        id="main"
        data-region
        tabIndex={-1}
        className="min-h-0 grow overflow-y-auto px-4 pb-8 outline-none"
      >
        <div className="mx-auto max-w-5xl">
          <Filters query={query} typed={typed} onTyped={search} onQuery={setQuery} />
          {users.problem && (
            <div className="mb-4">
              <ProblemNotice problem={users.problem} onRetry={users.retry} />
            </div>
          )}
          <People users={users} ownId={ownId} onTask={setTask} filtered={isFiltered(query)} />
          <PrivacyLink />
        </div>
      </main>
      {task && <TaskDialog task={task} ownId={ownId} users={users} onTask={setTask} onClose={done} />}
    </div>
  )
}

function isFiltered({ q, role, status }: AdminUserQuery): boolean {
  return q !== '' || role !== '' || status !== ''
}

interface FiltersProps {
  query: AdminUserQuery
  typed: string
  onTyped: (text: string) => void
  onQuery: (query: AdminUserQuery) => void
}

function Filters({ query, typed, onTyped, onQuery }: FiltersProps) {
  return (
    <div className="flex flex-wrap items-end gap-3 py-3">
      <label className="min-w-48 grow max-sm:w-full">
        <span className="mb-1 block text-muted text-xs">Name or e-mail</span>
        <input
          type="search"
          value={typed}
          onChange={(event) => onTyped(event.currentTarget.value)}
          className="h-10 w-full rounded-md border border-line-strong bg-raised px-3 text-ink"
        />
      </label>
      <Choice
        label="Role"
        value={query.role}
        options={[{ value: '', label: 'All roles' }, ...ROLES]}
        onChange={(role) => onQuery({ ...query, role })}
      />
      <Choice
        label="Status"
        value={query.status}
        options={[
          { value: '', label: 'All' },
          { value: 'active', label: 'Active' },
          { value: 'disabled', label: 'Disabled' },
        ]}
        onChange={(status) => onQuery({ ...query, status })}
      />
      <Choice
        label="Order"
        value={query.sort}
        options={[
          { value: 'name', label: 'Name' },
          { value: 'email', label: 'E-mail' },
          { value: 'newest', label: 'Newest first' },
        ]}
        onChange={(sort) => onQuery({ ...query, sort })}
      />
    </div>
  )
}

interface ChoiceProps<T extends string> {
  label: string
  value: T
  options: readonly { value: T; label: string }[]
  onChange: (value: T) => void
}

function Choice<T extends string>({ label, value, options, onChange }: ChoiceProps<T>) {
  return (
    <label className="max-sm:min-w-0 max-sm:flex-1">
      <span className="mb-1 block text-muted text-xs">{label}</span>
      <select
        value={value}
        onChange={(event) => onChange(event.currentTarget.value as T)}
        className="h-10 w-full rounded-md border border-line-strong bg-raised px-2 text-ink text-sm"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </label>
  )
}

interface PeopleProps {
  users: Users
  ownId: string
  filtered: boolean
  onTask: (task: Task) => void
}

function People({ users, ownId, filtered, onTask }: PeopleProps) {
  const { listed, replace } = users
  const [selectedIds, setSelectedIds] = useState<ReadonlySet<string>>(new Set())
  const select = useCallback((ids: readonly string[], on: boolean) => {
    setSelectedIds((before) => {
      const after = new Set(before)
      for (const id of ids) on ? after.add(id) : after.delete(id)
      return after
    })
  }, [])
  if (!listed) return users.loading ? <LoadingPeople /> : null
  if (listed.items.length === 0 && (users.previous || users.next)) return <LoadingPeople />
  if (listed.items.length === 0) {
    return (
      <p role="status" className="py-16 text-center text-muted">
        {filtered ? 'Nobody matches. Use fewer words, or another role or status.' : 'Nobody is here yet.'}
      </p>
    )
  }
  // Nothing is done with a person who is not on the screen.
  const selected = listed.items.filter(({ id }) => selectedIds.has(id))
  const turn = (page: (() => void) | null) => {
    page?.()
    document.getElementById('main')?.scrollTo({ top: 0 })
  }
  return (
    <>
      {selected.length > 0 && (
        <Selection selected={selected} onTask={onTask} onClear={() => setSelectedIds(new Set())} />
      )}
      <table className="w-full border-collapse text-sm" aria-busy={users.loading}>
        <caption className="pb-2 text-left text-muted text-xs" aria-live="polite">
          {rangeOf(listed)}
        </caption>
        <thead>
          <tr className="border-line border-b text-left text-muted text-xs">
            <th className="w-9 py-2">
              <Check
                label="Select all that are listed"
                checked={selected.length === listed.items.length}
                mixed={selected.length > 0 && selected.length < listed.items.length}
                onChange={(on) =>
                  select(
                    listed.items.map(({ id }) => id),
                    on,
                  )
                }
              />
            </th>
            <th className="py-2 pr-3 font-medium">Person</th>
            <th className="py-2 pr-3 font-medium max-sm:hidden">Role</th>
            <th className="py-2 pr-3 font-medium max-sm:hidden">Status</th>
            <th className="py-2 pr-3 font-medium max-md:hidden">Last seen</th>
            <th className="py-2 pr-3 font-medium max-lg:hidden">Stored</th>
            <th className="py-2 pr-3 font-medium max-xl:hidden">Since</th>
            <th className="w-10">
              <span className="sr-only">Actions</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {listed.items.map((user) => (
            <PersonRow
              key={user.id}
              user={user}
              own={user.id === ownId}
              selected={selectedIds.has(user.id)}
              onSelect={select}
              replace={replace}
              onTask={onTask}
            />
          ))}
        </tbody>
      </table>
      {(users.previous || users.next) && (
        <nav aria-label="Pages" className="mt-4 flex items-center justify-center gap-3 text-sm">
          <Button disabled={!users.previous} onClick={() => turn(users.previous)}>
            Previous
          </Button>
          <p className="text-muted tabular-nums">
            Page {listed.cursors.length.toLocaleString()} of{' '}
            {Math.max(listed.cursors.length, Math.ceil(listed.total / PAGE_SIZE)).toLocaleString()}
          </p>
          <Button disabled={!users.next} onClick={() => turn(users.next)}>
            Next
          </Button>
        </nav>
      )}
    </>
  )
}

/** Tells which people of the list are on the page. */
function rangeOf({ items, total, cursors }: NonNullable<Users['listed']>): string {
  if (items.length === total) return total === 1 ? '1 person' : `${total.toLocaleString()} people`
  const before = (cursors.length - 1) * PAGE_SIZE
  const last = before + items.length
  const first = items.length > 1 ? `${(before + 1).toLocaleString()}–` : ''
  return `${first}${last.toLocaleString()} of ${total.toLocaleString()} people`
}

interface CheckProps {
  label: string
  checked: boolean
  /** Some of those that it stands for are checked. */
  mixed?: boolean
  onChange: (checked: boolean) => void
}

function Check({ label, checked, mixed = false, onChange }: CheckProps) {
  const box = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (box.current) box.current.indeterminate = mixed
  }, [mixed])
  return (
    <label className="grid size-9 place-items-center pointer-coarse:size-11">
      <span className="sr-only">{label}</span>
      <input
        ref={box}
        type="checkbox"
        checked={checked}
        onChange={(event) => onChange(event.currentTarget.checked)}
        className="size-4 accent-accent"
      />
    </label>
  )
}

interface SelectionProps {
  selected: AdminUser[]
  onTask: (task: Task) => void
  onClear: () => void
}

/** What can be done with the selected people. */
function Selection({ selected, onTask, onClear }: SelectionProps) {
  return (
    <section
      aria-label="Selected people"
      className="sticky top-0 z-10 mb-2 flex flex-wrap items-center gap-2 rounded-md border border-line bg-raised p-2 text-sm"
    >
      <p role="status" className="grow px-1 font-medium">
        {peopleOf(selected.length)} selected
      </p>
      <Menu
        label="Actions for the selected people"
        width={230}
        trigger={(props) => (
          <Button {...props} size="small">
            Actions
          </Button>
        )}
        items={BULK_ACTIONS.map(({ action, ...item }) => ({
          ...item,
          run: () => onTask({ type: 'bulk', action, selected }),
        }))}
      />
      <Button size="small" look="quiet" onClick={onClear}>
        Clear<span className="max-sm:sr-only"> selection</span>
      </Button>
    </section>
  )
}

const BULK_ACTIONS = [
  { action: 'role', label: 'Change role', icon: <UserRoundCog aria-hidden size={16} /> },
  { action: 'invite', label: 'Invite again', icon: <KeyRound aria-hidden size={16} /> },
  { action: 'sessions', label: 'Sign out everywhere', icon: <LogOut aria-hidden size={16} /> },
  { action: 'enable', label: 'Enable', icon: <UserCheck aria-hidden size={16} /> },
  { action: 'disable', label: 'Disable', icon: <UserX aria-hidden size={16} /> },
  { action: 'delete', label: 'Delete', icon: <Trash2 aria-hidden size={16} />, danger: true },
] as const

interface PersonRowProps {
  user: AdminUser
  own: boolean
  selected: boolean
  onSelect: (ids: readonly string[], on: boolean) => void
  replace: Users['replace']
  onTask: (task: Task) => void
}

/** Rendered only when the person, or whether it is selected, has changed: a page has fifty. */
const PersonRow = memo(function PersonRow(props: PersonRowProps) {
  const { user, own, selected, onSelect, replace, onTask } = props
  const state = stateOf(user)
  const lastSeen = user.lastUsedAt === null ? 'Never' : momentOf(user.lastUsedAt)
  return (
    <tr className={cx('border-line border-b', selected && 'bg-selected')}>
      <td>
        <Check
          label={`Select ${user.displayName}`}
          checked={selected}
          onChange={(on) => onSelect([user.id], on)}
        />
      </td>
      <th scope="row" className="max-w-0 py-2.5 pr-3 text-left font-normal sm:w-2/5">
        <span className="block truncate font-medium">
          {user.displayName}
          {own && <span className="font-normal text-muted"> (you)</span>}
        </span>
        <span className="block truncate text-muted">{user.email}</span>
        <span className="block text-muted text-xs sm:hidden">
          {roleLabel(user.role)} · {state}
        </span>
      </th>
      <td className="py-2.5 pr-3 max-sm:hidden">{roleLabel(user.role)}</td>
      <td className="py-2.5 pr-3 max-sm:hidden">
        <span
          className={cx(
            'rounded-md px-2 py-0.5 text-xs',
            state === 'Active' && 'bg-good-wash text-good',
            state === 'Invited' && 'bg-accent-wash text-accent',
            state === 'Disabled' && 'bg-warn-wash text-warn',
          )}
        >
          {state}
        </span>
      </td>
      <td className="whitespace-nowrap py-2.5 pr-3 text-soft max-md:hidden">{lastSeen}</td>
      <td className="whitespace-nowrap py-2.5 pr-3 text-soft max-lg:hidden">{storageOf(user)}</td>
      <td className="whitespace-nowrap py-2.5 pr-3 text-soft max-xl:hidden">{dayOf(user.createdAt)}</td>
      <td className="py-2.5 text-right">
        <Menu
          label={`Actions for ${user.displayName}`}
          width={230}
          trigger={(props) => (
            <IconButton
              {...props}
              label={`Actions for ${user.displayName}`}
              size="small"
              icon={<Ellipsis aria-hidden size={16} />}
            />
          )}
          items={actionsFor(user, replace, onTask)}
        />
      </td>
    </tr>
  )
})

function actionsFor(user: AdminUser, replace: Users['replace'], onTask: (task: Task) => void) {
  const disabled = user.status === 'disabled'
  return [
    {
      label: 'Change role',
      icon: <UserRoundCog aria-hidden size={16} />,
      run: () => onTask({ type: 'role', user }),
    },
    {
      label: user.invited ? 'New invitation link' : 'Link for a new password',
      icon: <KeyRound aria-hidden size={16} />,
      disabled,
      run: () => void makeLink(user, onTask),
    },
    {
      label: 'Sign out everywhere',
      icon: <LogOut aria-hidden size={16} />,
      disabled: user.sessions === 0,
      run: () => onTask({ type: 'sessions', user }),
    },
    disabled
      ? {
          label: 'Enable',
          icon: <UserCheck aria-hidden size={16} />,
          run: () => void enable(user, replace),
        }
      : {
          label: 'Disable',
          icon: <UserX aria-hidden size={16} />,
          run: () => onTask({ type: 'disable', user }),
        },
    {
      label: 'Delete',
      icon: <Trash2 aria-hidden size={16} />,
      danger: true,
      run: () => onTask({ type: 'delete', user }),
    },
  ]
}

async function makeLink(user: AdminUser, onTask: (task: Task) => void): Promise<void> {
  try {
    onTask({ type: 'link', user, link: await postPasswordLink(user.id) })
  } catch (error) {
    toast({ tone: 'danger', text: `No link was made. ${adviceFor(toProblemError(error)).title}.` })
  }
}

async function enable(user: AdminUser, replace: Users['replace']): Promise<void> {
  try {
    replace(user.id, await patchAdminUser(user.id, { status: 'active' }))
    toast({ text: `${user.displayName} can sign in again` })
  } catch (error) {
    toast({ tone: 'danger', text: `Not enabled. ${adviceFor(toProblemError(error)).title}.` })
  }
}

interface TaskDialogProps {
  task: Task
  ownId: string
  users: Users
  onTask: (task: Task) => void
  onClose: () => void
}

function TaskDialog({ task, ownId, users, onTask, onClose }: TaskDialogProps) {
  switch (task.type) {
    case 'bulk':
      return (
        <BulkDialog
          action={task.action}
          selected={task.selected}
          ownId={ownId}
          users={users}
          onClose={onClose}
        />
      )
    case 'add':
      return (
        <AddPersonDialog
          onAdded={(user, link) => {
            users.reload()
            onTask({ type: 'link', user, link })
          }}
          onClose={onClose}
        />
      )
    case 'import':
      return <ImportDialog onImported={users.reload} onClose={onClose} />
    case 'link':
      return (
        <LinkDialog
          link={task.link}
          email={task.user.email}
          invitation={task.user.invited}
          onClose={onClose}
        />
      )
    case 'role':
      return <RoleDialog user={task.user} users={users} onClose={onClose} />
    case 'disable':
      return (
        <ConfirmDialog
          title={`Disable ${task.user.displayName}?`}
          action="Disable"
          danger
          run={async () =>
            users.replace(task.user.id, await patchAdminUser(task.user.id, { status: 'disabled' }))
          }
          onClose={onClose}
        >
          <p>
            This ends {sessionsOf(task.user)}. {task.user.displayName} cannot sign in until you enable the
            account again; the conversations are kept.
          </p>
        </ConfirmDialog>
      )
    case 'sessions':
      return (
        <ConfirmDialog
          title={`Sign ${task.user.displayName} out everywhere?`}
          action="Sign out"
          run={async () => {
            await postRevokeSessions(task.user.id)
            users.replace(task.user.id, { ...task.user, sessions: 0 })
          }}
          onClose={onClose}
        >
          <p>This ends {sessionsOf(task.user)}. What runs is finished and kept.</p>
        </ConfirmDialog>
      )
    case 'delete':
      return (
        <ConfirmDialog
          title={`Delete ${task.user.displayName}?`}
          action="Delete"
          danger
          run={async () => {
            await deleteAdminUser(task.user.id)
            users.replace(task.user.id, null)
            toast({ text: `${task.user.displayName} was deleted` })
          }}
          onClose={onClose}
        >
          <p>
            The account {task.user.email} and all its conversations
            {task.user.storage && ` (${storageOf(task.user)})`} are erased. This cannot be undone. To keep
            them, disable the account instead.
          </p>
        </ConfirmDialog>
      )
  }
}

function RoleDialog({ user, users, onClose }: { user: AdminUser; users: Users; onClose: () => void }) {
  const [role, setRole] = useState(user.role)
  return (
    <ConfirmDialog
      title={`Role of ${user.displayName}`}
      action="Change role"
      run={async () => users.replace(user.id, await patchAdminUser(user.id, { role }))}
      onClose={onClose}
    >
      <RadioCards legend="Role" cards={ROLES} value={role} onChange={setRole} />
    </ConfirmDialog>
  )
}

function LoadingPeople() {
  return (
    <div role="status" aria-label="Loading the list of people" className="grid gap-3 pt-4">
      <Skeleton className="h-12 w-full" />
      <Skeleton className="h-12 w-full" />
      <Skeleton className="h-12 w-full" />
      <Skeleton className="h-12 w-full" />
    </div>
  )
}
