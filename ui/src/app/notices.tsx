import { OrganisationBanner } from '@/features/organisation/components/organisation-notices'
import { QuotaNotice } from '@/features/usage/components/quota-notice'

/** What is told at the top of every page. */
export function Notices({ canWrite }: { canWrite: boolean }) {
  return (
    <>
      <OrganisationBanner />
      {canWrite && <QuotaNotice />}
    </>
  )
}
