import { PanelLeft, PanelLeftClose } from 'lucide-react'
import { useCallback, useEffect, useRef, useState } from 'react'
import { Dialog, Drawer } from '@/components/dialog'
import { ErrorBoundary } from '@/components/error-boundary'
import { IconButton } from '@/components/icon-button'
import { lazyPart } from '@/components/lazy-part'
import { useMedia } from '@/components/use-media'
import { titleOf } from '@/features/conversations/components/conversation-title'
import { Sidebar } from '@/features/conversations/components/sidebar'
import { findConversation, loadConversations } from '@/features/conversations/conversation-store'
import { closeExport, useExportRequest } from '@/features/conversations/export-request'
import { RunningMark } from '@/features/generations/components/running-mark'
import { stopGeneration } from '@/features/generations/stop'
import { listenToUserEvents } from '@/features/generations/user-event-listener'
import { loadModels } from '@/features/models/model-store'
import { getAuthOptions } from '@/shared/api/auth'
import type { ExportTarget } from '@/shared/api/exports'
import type { User } from '@/shared/api/schema'
import { navigate, usePath } from '@/shared/navigation'
import { usePreferences } from '@/shared/preferences'
import { AccountMenu } from './account-menu'
import { ChatScreen } from './chat-screen'
import { routeOf } from './routes'
import { useShortcuts } from './shortcuts'

const SettingsDialog = lazyPart(async () => (await import('./settings-dialog')).SettingsDialog, {
  frame: (notice, { onClose }) => (
    <Dialog title="Settings" onClose={onClose}>
      {notice}
    </Dialog>
  ),
})

const Administration = lazyPart(async () => (await import('./administration')).Administration)
const Notices = lazyPart(async () => (await import('./notices')).Notices, { frame: () => null })

const SharedArea = lazyPart(async () => (await import('./shared-area')).SharedArea)
const SharedSidebarList = lazyPart(
  async () => (await import('@/features/sharing/components/shared-sidebar-list')).SharedSidebarList,
)

const ExportDialog = lazyPart(
  async () => (await import('@/features/conversations/components/export-dialog')).ExportDialog,
  {
    frame: (notice, { onClose }) => (
      <Dialog title="Export" onClose={onClose}>
        {notice}
      </Dialog>
    ),
  },
)

const runningMark = (conversationId: string) => <RunningMark conversationId={conversationId} />

/** The application of a signed-in user. */
export function Shell({ user }: { user: User }) {
  const path = usePath()
  const route = routeOf(path)
  const wide = useMedia('(min-width: 48rem)')
  const [sidebarShown, setSidebarShown] = useState(true)
  const [drawerOpen, setDrawerOpen] = useState(false)
  const [practiceMode, setPracticeMode] = useState(false)
  const searchField = useRef<HTMLInputElement>(null)
  const behindSettings = useRef('/')
  if (route.page !== 'settings') behindSettings.current = path
  const shown = routeOf(behindSettings.current)
  const conversationId = shown.page === 'chat' ? shown.conversationId : null
  const canWrite = user.role !== 'viewer'
  const exported = useExportRequest()
  const unsentPreferences = usePreferences(({ unsent }) => unsent)
  // Once sending was tried, nothing unsent any more takes a former failure off the screen.
  const preferencesTried = useRef(false)

  useEffect(() => {
    void loadConversations()
    void loadModels()
    getAuthOptions().then(
      (options) => setPracticeMode(options.practiceMode),
      () => {},
    )
  }, [])

  useEffect(() => listenToUserEvents(user.id), [user.id])

  useEffect(() => {
    if (unsentPreferences.length === 0 && !preferencesTried.current) return
    preferencesTried.current = true
    import('@/shared/preference-sync').then(
      ({ syncPreferences }) => syncPreferences(),
      () => {},
    )
  }, [unsentPreferences])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a navigation closes the drawer
  useEffect(() => setDrawerOpen(false), [path, wide])

  const closeSettings = useCallback(() => {
    navigate(behindSettings.current, { replace: true })
  }, [])

  const showSidebar = useCallback(() => {
    if (wide) setSidebarShown(true)
    else setDrawerOpen(true)
  }, [wide])

  useShortcuts({
    'new-conversation': () => navigate('/'),
    search: () => {
      showSidebar()
      requestAnimationFrame(() => searchField.current?.focus())
    },
    shortcuts: () => navigate('/settings/shortcuts'),
    settings: () => navigate('/settings/profile'),
    escape: () => route.page === 'chat' && conversationId !== null && stopGeneration(conversationId),
    'next-region': () => moveToRegion(1),
    'previous-region': () => moveToRegion(-1),
  })

  const sidebar = (
    <ErrorBoundary region="The list of conversations">
      <Sidebar
        currentId={conversationId}
        canWrite={canWrite}
        above={canWrite ? undefined : (search) => <SharedSidebarList search={search} />}
        searchField={searchField}
        runningMark={runningMark}
        foot={<AccountMenu user={user} />}
        onHide={() => (wide ? setSidebarShown(false) : setDrawerOpen(false))}
        hideIcon={<PanelLeftClose aria-hidden size={18} />}
        hideLabel="Hide sidebar"
      />
    </ErrorBoundary>
  )

  const sidebarButton = (!wide || !sidebarShown) && (
    <IconButton label="Show sidebar" icon={<PanelLeft aria-hidden size={18} />} onClick={showSidebar} />
  )

  return (
    <div className="flex h-full flex-col">
      <a
        href="#main"
        className="sr-only z-50 rounded-md bg-accent px-4 py-2 font-medium text-accent-ink focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        {shown.page === 'admin' ? 'Skip to the administration' : 'Skip to the conversation'}
      </a>
      <Notices canWrite={canWrite} />
      <div className="flex min-h-0 grow">
        {wide && sidebarShown && <div className="w-68 shrink-0 border-line border-r bg-side">{sidebar}</div>}
        {!wide && drawerOpen && (
          <Drawer label="Conversations" onClose={() => setDrawerOpen(false)}>
            {sidebar}
          </Drawer>
        )}
        {shown.page === 'admin' ? (
          <ErrorBoundary region="The administration">
            <Administration section={shown.section} ownId={user.id} sidebarButton={sidebarButton} />
          </ErrorBoundary>
        ) : shown.page === 'shared' || (conversationId === null && !canWrite) ? (
          <SharedArea path={behindSettings.current} user={user} sidebarButton={sidebarButton} />
        ) : (
          <ErrorBoundary key={conversationId} region="The conversation">
            <ChatScreen
              key={conversationId ?? 'new'}
              conversationId={conversationId}
              user={user}
              practiceMode={practiceMode}
              covered={route.page === 'settings'}
              sidebarButton={sidebarButton}
            />
          </ErrorBoundary>
        )}
      </div>
      {route.page === 'settings' && (
        <SettingsDialog
          user={user}
          section={route.section}
          practiceMode={practiceMode}
          onClose={closeSettings}
        />
      )}
      {exported && <ExportDialog target={exported} title={titleOfExport(exported)} onClose={closeExport} />}
    </div>
  )
}

function moveToRegion(step: 1 | -1): void {
  import('./regions').then(
    ({ moveBetweenRegions }) => moveBetweenRegions(step),
    () => {},
  )
}

function titleOfExport(target: ExportTarget): string | null {
  if (target.type !== 'conversation') return null
  const conversation = findConversation(target.id)
  return conversation ? titleOf(conversation) : 'Untitled'
}
