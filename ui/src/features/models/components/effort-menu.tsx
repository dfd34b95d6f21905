import { ChevronDown, Gauge } from 'lucide-react'
import { Menu } from '@/components/menu'
import { setEffort, useEffort } from '@/features/models/model-preferences'
import type { Model } from '@/shared/api/schema'
import { EFFORTS } from './model-format'

/** Chooses how long a model reasons before it answers; for models that take more than one effort. */
export function EffortMenu({ model }: { model: Model }) {
  const effort = useEffort(model)
  const label = effort === null ? 'Default' : EFFORTS[effort].label
  return (
    <Menu
      label="Reasoning effort"
      align="start"
      width={304}
      trigger={(trigger) => (
        <button
          {...trigger}
          type="button"
          aria-label={`Reasoning effort: ${label}`}
          data-tip="Reasoning effort"
          className="touch flex h-8 shrink-0 items-center gap-1.5 rounded-md px-2 text-sm text-soft transition-colors hover:bg-hover hover:text-ink aria-expanded:bg-hover"
        >
          <Gauge aria-hidden size={16} />
          <span className={effort === null ? 'max-sm:sr-only' : undefined}>
            {effort === null ? 'Effort' : label}
          </span>
          <ChevronDown aria-hidden size={14} className="text-muted max-sm:hidden" />
        </button>
      )}
      items={[
        {
          label: 'Default',
          description: 'The setting that the model comes with',
          checked: effort === null,
          run: () => setEffort(model.id, null),
        },
        ...model.efforts.map((each) => ({
          ...EFFORTS[each],
          checked: each === effort,
          run: () => setEffort(model.id, each),
        })),
      ]}
    />
  )
}
