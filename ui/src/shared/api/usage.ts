import { requestJson, sendAuthorized } from './access'
import type { MyQuotas, OwnBudget, UsageReport } from './schema'

/** First and last day in UTC, `2026-11-30`; at most 366 days. */
export type UsagePeriod = { from: string; to: string }

export type UsageGrouping = 'user' | 'model' | 'day'

/** The user's own usage by day and model, or that of the tenant. */
export type UsageTarget = { type: 'own' } | { type: 'tenant'; groupBy: UsageGrouping }

export function getUsage(
  target: UsageTarget,
  period: UsagePeriod,
  signal: AbortSignal,
): Promise<UsageReport> {
  return requestJson({ method: 'GET', path: pathOf(target, period), signal })
}

/** Returns the same as a CSV file. */
export async function getUsageFile(target: UsageTarget, period: UsagePeriod): Promise<Blob> {
  const response = await sendAuthorized({
    method: 'GET',
    path: pathOf(target, period),
    headers: { Accept: 'text/csv' },
  })
  return response.blob()
}

/** Returns what the person may use, and has used of it. */
export function getMyQuotas(): Promise<MyQuotas> {
  return requestJson({ method: 'GET', path: '/me/quotas' })
}

/**
 * Changes what the person allows themselves.
 *
 * @throws ProblemError `validation_failed` with the field that cannot be set so
 */
export function patchOwnBudget(body: Partial<OwnBudget>): Promise<MyQuotas> {
  return requestJson({ method: 'PATCH', path: '/me/quotas', body })
}

function pathOf(target: UsageTarget, period: UsagePeriod): string {
  return target.type === 'own'
    ? `/me/usage?${new URLSearchParams(period)}`
    : `/admin/usage?${new URLSearchParams({ groupBy: target.groupBy, ...period })}`
}
