interface CheckCard<T extends string> {
  readonly value: T
  readonly label: string
  readonly description: string
}

export interface CheckCardsProps<T extends string> {
  legend: string
  cards: readonly CheckCard<T>[]
  /** Those that are checked. */
  values: readonly T[]
  onChange: (values: T[]) => void
  /** At least one stays checked. */
  required?: boolean
}

/** Any number of a few choices; native checkboxes that are easy to hit. */
export function CheckCards<T extends string>({
  legend,
  cards,
  values,
  onChange,
  required = false,
}: CheckCardsProps<T>) {
  const checked = (value: T) => values.includes(value)
  return (
    <fieldset>
      <legend className="mb-2 font-medium text-sm">{legend}</legend>
      <div className="grid gap-2">
        {cards.map(({ value, label, description }) => (
          <label
            key={value}
            className="flex min-h-11 cursor-pointer gap-3 rounded-lg border border-line p-3 text-sm transition-colors hover:bg-hover has-focus-visible:outline-2 has-focus-visible:outline-accent has-focus-visible:outline-offset-2"
          >
            <input
              type="checkbox"
              checked={checked(value)}
              disabled={required && checked(value) && values.length === 1}
              onChange={(event) =>
                onChange(
                  cards
                    .map((card) => card.value)
                    .filter((each) => (each === value ? event.currentTarget.checked : checked(each))),
                )
              }
              className="mt-0.5 size-4 shrink-0"
            />
            <span>
              <span className="block font-medium">{label}</span>
              <span className="mt-0.5 block text-soft">{description}</span>
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  )
}
