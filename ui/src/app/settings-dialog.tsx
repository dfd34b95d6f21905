import {
  ChartColumn,
  Database,
  Download,
  Eye,
  Keyboard,
  KeyRound,
  ListChecks,
  MessageSquare,
  MonitorSmartphone,
  Palette,
  ShieldCheck,
  UserRound,
} from 'lucide-react'
import { type ReactNode, useState } from 'react'
import { Button } from '@/components/button'
import { cx } from '@/components/cx'
import { Dialog } from '@/components/dialog'
import { Kbd } from '@/components/kbd'
import { lazyPart } from '@/components/lazy-part'
import { Link } from '@/components/link'
import { AppearanceSettings } from '@/features/account/components/appearance-settings'
import { ChatSettings } from '@/features/account/components/chat-settings'
import { EmailSettings } from '@/features/account/components/email-settings'
import { EraseAccount } from '@/features/account/components/erase-account'
import { PrivacySettings } from '@/features/account/components/privacy-settings'
import { ProfileSettings } from '@/features/account/components/profile-settings'
import { SecuritySettings } from '@/features/account/components/security-settings'
import { SessionsSettings } from '@/features/account/components/sessions-settings'
import { requestExport } from '@/features/conversations/export-request'
import { useFeature, useMySettings } from '@/features/organisation/my-settings'
import { KeySettings } from '@/features/provider-key/components/key-settings'
import { removeKey } from '@/features/provider-key/vault-store'
import { MyShares } from '@/features/sharing/components/my-shares'
import { UsageSettings } from '@/features/usage/components/usage-settings'
import type { User } from '@/shared/api/schema'
import { usePreferences } from '@/shared/preferences'
import { SETTINGS_SECTIONS, type SettingsSection } from './routes'

const SECTIONS: Record<SettingsSection, { label: string; icon: ReactNode }> = {
  profile: { label: 'Profile', icon: <UserRound aria-hidden size={16} /> },
  appearance: { label: 'Appearance', icon: <Palette aria-hidden size={16} /> },
  chat: { label: 'Chat', icon: <MessageSquare aria-hidden size={16} /> },
  key: { label: 'Key', icon: <KeyRound aria-hidden size={16} /> },
  security: { label: 'Security', icon: <ShieldCheck aria-hidden size={16} /> },
  sessions: { label: 'Sessions', icon: <MonitorSmartphone aria-hidden size={16} /> },
  usage: { label: 'Usage', icon: <ChartColumn aria-hidden size={16} /> },
  data: { label: 'Your data', icon: <Database aria-hidden size={16} /> },
  privacy: { label: 'Privacy', icon: <Eye aria-hidden size={16} /> },
  shortcuts: { label: 'Shortcuts', icon: <Keyboard aria-hidden size={16} /> },
}

/** Sections about asking questions. */
const FOR_WRITERS: readonly SettingsSection[] = ['chat', 'key', 'usage']

export interface SettingsDialogProps {
  user: User
  section: SettingsSection
  practiceMode: boolean
  onClose: () => void
}

export function SettingsDialog({ user, section: wanted, practiceMode, onClose }: SettingsDialogProps) {
  const canWrite = user.role !== 'viewer'
  const sections = SETTINGS_SECTIONS.filter((each) => canWrite || !FOR_WRITERS.includes(each))
  const section = sections.includes(wanted) ? wanted : 'profile'
  return (
    <Dialog title="Settings" wide onClose={onClose}>
      <div className="grid gap-6 md:grid-cols-[11rem_1fr]">
        <nav aria-label="Settings" className="grid content-start gap-1 max-md:grid-cols-2">
          {sections.map((each) => (
            <Link
              key={each}
              href={`/settings/${each}`}
              aria-current={each === section ? 'page' : undefined}
              data-autofocus={each === section || undefined}
              className={cx(
                'flex h-10 shrink-0 items-center gap-2.5 rounded-md px-2.5 font-medium text-sm max-md:gap-2 max-md:px-1.5 transition-colors pointer-coarse:h-11 [&>svg]:shrink-0',
                each === section ? 'bg-selected text-ink' : 'text-soft hover:bg-hover',
              )}
            >
              {SECTIONS[each].icon}
              {SECTIONS[each].label}
            </Link>
          ))}
        </nav>
        <div className="min-h-88 min-w-0">
          {section === 'profile' && <ProfileSettings user={user} />}
          {section === 'appearance' && <AppearanceSettings />}
          {section === 'chat' && <ChatSettings />}
          {section === 'key' && <KeySettings practiceMode={practiceMode} />}
          {section === 'security' && (
            <div className="grid gap-8 text-sm">
              <SecuritySettings email={user.email} />
              <EmailSettings email={user.email} />
            </div>
          )}
          {section === 'sessions' && <SessionsSettings />}
          {section === 'usage' && <UsageSettings />}
          {section === 'data' && <Data canWrite={canWrite} />}
          {section === 'privacy' && <PrivacySettings />}
          {section === 'shortcuts' && <Shortcuts canWrite={canWrite} />}
        </div>
      </div>
    </Dialog>
  )
}

const ImportConversations = lazyPart(
  async () => (await import('@/features/conversations/components/import-conversations')).ImportConversations,
)
const ExportSelection = lazyPart(
  async () => (await import('@/features/conversations/components/export-selection')).ExportSelection,
)

function Data({ canWrite }: { canWrite: boolean }) {
  const mayExport = useFeature('export')
  const days = useMySettings(({ settings }) => settings?.retentionDays ?? null)
  return (
    <section aria-label="Your data" className="grid gap-3 text-sm">
      {days !== null && (
        <p className="rounded-lg bg-accent-wash p-3">
          Your organisation deletes conversations after {days === 1 ? '1 day' : `${days} days`} without a
          question.{mayExport && ' Export what you want to keep.'}
        </p>
      )}
      <h3 className="font-medium">Export</h3>
      {mayExport ? (
        <Exports />
      ) : (
        <p className="text-soft">Your organisation has switched exports off. Ask an administrator.</p>
      )}
      {canWrite && (
        <>
          <h3 className="mt-4 font-medium">Import</h3>
          <ImportConversations />
        </>
      )}
      <MyShares canShare={canWrite} />
      <EraseAccount onErased={removeKey} />
    </section>
  )
}

function Exports() {
  const [selecting, setSelecting] = useState(false)
  return (
    <>
      <p className="text-soft">
        All your conversations and what Uru knows of your account, as one file. A single conversation can be
        exported from its menu in the sidebar too.
      </p>
      <div className="flex flex-wrap gap-2">
        <Button
          icon={<Download aria-hidden size={16} />}
          onClick={() => requestExport({ type: 'everything' })}
        >
          Export everything
        </Button>
        <Button
          icon={<ListChecks aria-hidden size={16} />}
          aria-expanded={selecting}
          onClick={() => setSelecting(!selecting)}
        >
          Select conversations
        </Button>
      </div>
      {selecting && <ExportSelection />}
    </>
  )
}

const ENTER_KEYS = {
  enter: { send: 'Enter', newLine: 'Shift+Enter' },
  'mod-enter': { send: 'Mod+Enter', newLine: 'Enter' },
} as const

/** Everything that keys alone can do, in the order in which it is listed for the reader. */
const shortcutsWith = ({ send, newLine }: { send: string; newLine: string }) => [
  { keys: 'Mod+Shift+O', text: 'New conversation', write: true },
  { keys: 'Mod+K', text: 'Search conversations' },
  { keys: 'Mod+Shift+C', text: 'Copy the last answer' },
  { keys: 'Mod+Shift+;', text: 'Copy its last code block' },
  { keys: 'Esc', text: 'Stop the answer, close what is open' },
  { keys: send, text: 'Send', write: true },
  { keys: newLine, text: 'New line', write: true },
  { keys: 'Up', text: 'Edit what you sent last (in the empty composer)', write: true },
  { keys: 'F6', text: 'Next region of the page' },
  { keys: 'Shift+F6', text: 'Region before' },
  { keys: 'Mod+,', text: 'Settings' },
  { keys: 'Mod+/', text: 'This list' },
]

function Shortcuts({ canWrite }: { canWrite: boolean }) {
  const sendKey = usePreferences((preferences) => preferences.sendKey)
  const shortcuts = shortcutsWith(ENTER_KEYS[sendKey]).filter(({ write }) => canWrite || !write)
  return (
    <section aria-label="Shortcuts">
      <dl className="grid text-sm">
        {shortcuts.map(({ keys, text }) => (
          <div
            key={keys}
            className="flex items-center justify-between gap-4 border-line border-b py-2.5 last:border-0"
          >
            <dt>{text}</dt>
            <dd>
              <Kbd shortcut={keys} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
