import { type Preferences, usePreferences } from './preferences'

type TimeFormat = Preferences['timeFormat']

const HOUR_CYCLES = { system: {}, '12': { hourCycle: 'h12' }, '24': { hourCycle: 'h23' } } as const

/** By options and time format: making a formatter takes longer than formatting. */
const formatters = new Map<string, Intl.DateTimeFormat>()

/** Returns a function that writes moments as the user prefers; the component follows a change of that. */
export function useMoment(options: Intl.DateTimeFormatOptions): (moment: Date) => string {
  const format = usePreferences(({ timeFormat }) => timeFormat)
  return (moment) => formatMoment(moment, options, format)
}

/**
 * Writes a moment in the language of the browser.
 *
 * @param options what to write; must have a time of day
 */
export function formatMoment(
  moment: Date,
  options: Intl.DateTimeFormatOptions,
  format: TimeFormat = usePreferences.getState().timeFormat,
): string {
  const key = JSON.stringify([options, format])
  const formatter =
    formatters.get(key) ?? new Intl.DateTimeFormat(undefined, { ...options, ...HOUR_CYCLES[format] })
  formatters.set(key, formatter)
  return formatter.format(moment)
}
