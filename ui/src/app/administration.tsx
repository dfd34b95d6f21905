import type { ReactNode } from 'react'
import { PeopleScreen } from '@/features/administration/components/people-screen'
import { TenantSettingsScreen } from '@/features/administration/components/tenant-settings-screen'
import { UsageScreen } from '@/features/usage/components/usage-screen'
import type { AdminSection } from './routes'

export interface AdministrationProps {
  section: AdminSection
  ownId: string
  sidebarButton: ReactNode
}

/** The pages for administrators: one part, so that a page without them loads as little as possible. */
export function Administration({ section, ownId, sidebarButton }: AdministrationProps) {
  switch (section) {
    case 'users':
      return <PeopleScreen ownId={ownId} sidebarButton={sidebarButton} />
    case 'usage':
      return <UsageScreen sidebarButton={sidebarButton} />
    case 'settings':
      return <TenantSettingsScreen sidebarButton={sidebarButton} />
  }
}
