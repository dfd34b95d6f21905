import { type FormEvent, type ReactNode, useEffect, useState } from 'react'
import { Banner } from '@/components/banner'
import { Button } from '@/components/button'
import { ProblemNotice } from '@/components/problem-notice'
import { Skeleton } from '@/components/skeleton'
import { toast } from '@/components/toast'
import { settingLabel } from '@/features/administration/setting-words'
import { type TenantSettingsForm, useTenantSettings } from '@/features/administration/use-tenant-settings'
import { AdministrationNav } from './administration-nav'
import { PrivacyLink } from './privacy-link'
import { RetentionDialog } from './retention-dialog'
import { BudgetsSection } from './settings-budgets'
import { SettingsHistory } from './settings-history'
import { KeysSection } from './settings-keys'
import { LimitsSection } from './settings-limits'
import { ModelsSection } from './settings-models'
import { NoticesSection } from './settings-notices'
import { RetentionSection } from './settings-retention'
import { SignUpSection } from './settings-sign-up'
import { StorageSection } from './settings-storage'

/** What an administrator sets for everybody. */
export function TenantSettingsScreen({ sidebarButton }: { sidebarButton: ReactNode }) {
  const form = useTenantSettings()
  const [confirming, setConfirming] = useState<number | null>(null)

  useEffect(() => {
    document.title = 'Settings of the organisation · Uru'
  }, [])

  const save = async () => {
    if (await form.save()) toast({ text: 'Settings saved. They hold within five seconds.' })
  }

  const submit = (event: FormEvent) => {
    event.preventDefault()
    // A shorter retention deletes at once.
    if (typeof form.patch.retentionDays === 'number') setConfirming(form.patch.retentionDays)
    else void save()
  }

  return (
    <div className="flex min-w-0 grow flex-col">
      <header data-region className="flex h-14 shrink-0 items-center gap-2 px-4">
        {sidebarButton}
        <AdministrationNav current="settings" />
      </header>
      <main id="main" data-region tabIndex={-1} className="min-h-0 grow overflow-y-auto px-4 outline-none">
        <div className="mx-auto max-w-3xl pb-8">
          {!form.draft && form.problem && <ProblemNotice problem={form.problem} onRetry={form.reload} />}
          {!form.draft && !form.problem && <LoadingSettings />}
          {form.draft && form.stored && (
            <>
              <form className="grid" onSubmit={submit} noValidate>
                <SignUpSection draft={form.draft} form={form} />
                <ModelsSection draft={form.draft} form={form} stored={form.stored} />
                <KeysSection draft={form.draft} form={form} stored={form.stored} />
                <LimitsSection draft={form.draft} form={form} stored={form.stored} />
                <BudgetsSection draft={form.draft} form={form} />
                <StorageSection draft={form.draft} form={form} />
                <NoticesSection draft={form.draft} form={form} />
                <RetentionSection draft={form.draft} form={form} />
                <SaveBar form={form} />
              </form>
              <SettingsHistory version={form.stored.version} />
              <PrivacyLink />
            </>
          )}
        </div>
      </main>
      {confirming !== null && (
        <RetentionDialog days={confirming} onConfirm={save} onClose={() => setConfirming(null)} />
      )}
    </div>
  )
}

/** Stays in view while something is not saved. */
function SaveBar({ form }: { form: TenantSettingsForm }) {
  const { unsaved, problem, busy, discard, reload } = form
  if (unsaved === 0) return null
  const violations = problem?.problem?.violations ?? []
  const conflict = problem?.code === 'version_conflict'
  return (
    <div className="sticky bottom-0 z-10 -mx-4 grid gap-3 border-line border-t bg-canvas px-4 pt-3 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
      {violations.length > 0 && (
        <Banner tone="danger" urgent title="Nothing was saved">
          {violations.map(({ field, message }) => (
            <p key={field}>
              {settingLabel(field)}: {message}
            </p>
          ))}
        </Banner>
      )}
      {problem && violations.length === 0 && <ProblemNotice problem={problem} />}
      <div className="flex flex-wrap items-center gap-2">
        <p role="status" className="grow text-muted text-sm">
          {unsaved === 1 ? '1 setting is not saved' : `${unsaved} settings are not saved`}
        </p>
        <Button onClick={conflict ? reload : discard} disabled={busy}>
          {conflict ? 'Load the settings of now' : 'Discard'}
        </Button>
        <Button look="primary" type="submit" busy={busy} disabled={conflict}>
          Save
        </Button>
      </div>
    </div>
  )
}

function LoadingSettings() {
  return (
    <div role="status" aria-label="Loading the settings" className="grid gap-4 py-6">
      <Skeleton className="h-5 w-32" />
      <Skeleton className="h-32 w-full" />
      <Skeleton className="h-5 w-32" />
      <Skeleton className="h-24 w-full" />
    </div>
  )
}
