import { HttpResponse } from 'msw'
import type { OwnBudget, Quota, UsageItem } from '@/shared/api/schema'

/** One answer of a day, changed as a test wants it. */
export function usageItem(change: Partial<UsageItem> = {}): UsageItem {
  return {
    day: null,
    model: null,
    user: null,
    answers: 1,
    promptTokens: 100,
    cachedTokens: 0,
    completionTokens: 10,
    reasoningTokens: 0,
    cost: 1,
    currency: 'USD',
    ...change,
  }
}

/** A budget of a month, nearly used up, changed as a test wants it. */
export function fakeQuota(change: Partial<Quota> = {}): Quota {
  const measure = change.measure ?? 'cost'
  return {
    owner: 'user',
    measure,
    period: 'month',
    limit: 5,
    used: 4.2,
    currency: measure === 'cost' ? 'USD' : null,
    renewsAt: '2026-12-01T00:00:00Z',
    state: 'warning',
    ...change,
  }
}

const MODELS = ['gpt-4o', 'gpt-4o-mini', 'o1', 'an-unknown-model']

/** What the items of a grouping tell apart. */
function keyOf(grouping: string, i: number): Partial<UsageItem> {
  const model = MODELS[i % MODELS.length] ?? ''
  const day = `2026-11-${String(30 - i).padStart(2, '0')}`
  if (grouping === 'model') return { model }
  if (grouping === 'day') return { day }
  if (grouping === 'own') return { day, model }
  return { user: { id: `person-${i}`, email: `person-${i}@example.org`, displayName: `Person ${i}` } }
}

/** Items that a report of this grouping has, to look at. */
function mockUsage(grouping: string, count = 12): UsageItem[] {
  return Array.from({ length: grouping === 'model' ? 4 : count }, (_, i) =>
    usageItem({
      ...keyOf(grouping, i),
      answers: 40 - 3 * i,
      promptTokens: 900_000 / (i + 1),
      completionTokens: 120_000 / (i + 1),
      ...(i % 4 === 3 ? { cost: null, currency: null } : { cost: 12.5 / (i + 1) }),
    }),
  )
}

/** What was used, and what was asked about it. */
export class FakeUsage {
  own = mockUsage('own')
  /** Paths with their queries, `text/csv ` before those of files; newest last. */
  readonly asked: string[] = []
  /** What holds beside the person's own budget. */
  quotas: Quota[] = []
  ownBudget: OwnBudget = { tokensPerDay: null, tokensPerMonth: null, costPerDay: null, costPerMonth: null }

  /** How often the limits were read alone. */
  quotasRead = 0

  /** Everything that holds, the own budget first, of which nothing is used. */
  allQuotas(): Quota[] {
    const { tokensPerDay, tokensPerMonth, costPerDay, costPerMonth } = this.ownBudget
    const own: [Quota['measure'], Quota['period'], number | null][] = [
      ['tokens', 'day', tokensPerDay],
      ['tokens', 'month', tokensPerMonth],
      ['cost', 'day', costPerDay],
      ['cost', 'month', costPerMonth],
    ]
    const limited = own.flatMap(([measure, period, limit]) =>
      limit === null ? [] : [fakeQuota({ owner: 'own', measure, period, limit, used: 0, state: 'ok' })],
    )
    return [...limited, ...this.quotas]
  }

  answer(request: Request): Response {
    const url = new URL(request.url)
    const path = url.pathname.replace(/^.*\/api\/v1/, '') + url.search
    if (request.headers.get('Accept') === 'text/csv') {
      this.asked.push(`text/csv ${path}`)
      return new HttpResponse('day,model\r\n', { headers: { 'Content-Type': 'text/csv' } })
    }
    this.asked.push(path)
    const groupBy = url.searchParams.get('groupBy')
    return HttpResponse.json({
      from: url.searchParams.get('from'),
      to: url.searchParams.get('to'),
      items: groupBy === null ? this.own : mockUsage(groupBy),
      truncated: false,
      quotas: this.allQuotas(),
    })
  }
}
