import { type ReactNode, useId } from 'react'
import { cx } from './cx'

interface RadioCard<T extends string> {
  readonly value: T
  readonly label: string
  readonly description?: string
  readonly icon?: ReactNode
}

export interface RadioCardsProps<T extends string> {
  legend: string
  cards: readonly RadioCard<T>[]
  value: T
  onChange: (value: T) => void
  /** Side by side instead of one below the other. */
  row?: boolean
  /** Shows the legend, where no heading says the same. */
  titled?: boolean
}

/** More than three side by side are too narrow for a phone. */
const FOUR = 'grid-cols-2 sm:grid-cols-4'

/** One choice out of a few; native radio buttons under cards that are easy to hit. */
export function RadioCards<T extends string>({
  legend,
  cards,
  value,
  onChange,
  row = false,
  titled = false,
}: RadioCardsProps<T>) {
  const name = useId()
  return (
    <fieldset>
      <legend className={titled ? 'mb-2 font-medium text-sm' : 'sr-only'}>{legend}</legend>
      <div className={cx('grid gap-2', row && (cards.length > 3 ? FOUR : 'auto-cols-fr grid-flow-col'))}>
        {cards.map((card) => (
          <label
            key={card.value}
            className={cx(
              'flex min-h-11 cursor-pointer gap-3 rounded-lg border p-3 text-sm transition-colors has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2',
              row && 'flex-col items-center gap-1.5 text-center',
              card.value === value ? 'border-accent bg-accent-wash' : 'border-line hover:bg-hover',
            )}
          >
            <input
              type="radio"
              name={name}
              value={card.value}
              checked={card.value === value}
              aria-labelledby={`${name}-${card.value}`}
              aria-describedby={card.description === undefined ? undefined : `${name}-${card.value}-note`}
              onChange={() => onChange(card.value)}
              className={row ? 'sr-only' : 'mt-0.5 size-4 shrink-0'}
            />
            {card.icon && (
              <span className={card.value === value ? 'text-accent' : 'text-muted'}>{card.icon}</span>
            )}
            <span>
              <span id={`${name}-${card.value}`} className="block font-medium">
                {card.label}
              </span>
              {card.description !== undefined && (
                <span id={`${name}-${card.value}-note`} className="mt-0.5 block text-soft">
                  {card.description}
                </span>
              )}
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
