import { TextField } from '@/components/text-field'
import { settingLabel } from '@/features/administration/setting-words'
import type { SettingsDraft } from '@/features/administration/settings-draft'
import type { BudgetSettings } from '@/shared/api/schema'
import { SettingsSection, type SettingsSectionProps } from './settings-section'

type BudgetKind = keyof BudgetSettings extends `user${infer Kind}` | `tenant${string}` ? Kind : never

const KINDS: readonly BudgetKind[] = ['CostPerMonth', 'CostPerDay', 'TokensPerMonth', 'TokensPerDay']

/** How much each person, and all together, may use in a day and in a month. */
export function BudgetsSection({ draft, form }: SettingsSectionProps) {
  return (
    <SettingsSection title="Budgets">
      <p className="text-muted text-sm">
        Days and months begin at midnight UTC. Costs are estimated by list prices; answers of models without a
        list price count their tokens only. Everybody sees how much of a budget is used. At 80 % Uru warns; at
        100 % it takes no more questions until the budget renews, and answers that are being written are
        finished.
      </p>
      <div className="grid gap-4 sm:grid-cols-2">
        {KINDS.flatMap((kind) =>
          (['user', 'tenant'] as const).map((owner) => {
            const name = `${owner}${kind}` as const
            const cost = kind.startsWith('Cost')
            return (
              <TextField
                key={name}
                label={settingLabel(name)}
                value={draft[name]}
                placeholder="No limit"
                type="number"
                inputMode={cost ? 'decimal' : 'numeric'}
                min={cost ? 0.01 : 1}
                step={cost ? 0.01 : 1}
                hint={owner === 'user' && exceeds(draft, kind) ? EXCEEDS : undefined}
                error={form.errorOf(name)}
                onChange={(event) => form.edit({ [name]: event.target.value })}
              />
            )
          }),
        )}
      </div>
    </SettingsSection>
  )
}

const EXCEEDS = 'More than all together may use: that limit is reached first.'

/** Returns whether a person may use more than all together. */
function exceeds(draft: SettingsDraft, kind: BudgetKind): boolean {
  const together = draft[`tenant${kind}`]
  return together !== '' && Number(draft[`user${kind}`]) > Number(together)
}
