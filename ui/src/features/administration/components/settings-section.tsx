import { type ReactNode, useId } from 'react'
import type { SettingsDraft } from '@/features/administration/settings-draft'
import type { TenantSettingsForm } from '@/features/administration/use-tenant-settings'

export interface SettingsSectionProps {
  draft: SettingsDraft
  form: TenantSettingsForm
}

/** Settings that belong together, under a heading. */
export function SettingsSection({ title, children }: { title: string; children: ReactNode }) {
  const id = useId()
  return (
    <section aria-labelledby={id} className="grid gap-4 border-line border-b py-6 first:pt-2 last:border-0">
      <h2 id={id} className="font-semibold">
        {title}
      </h2>
      {children}
    </section>
  )
}
