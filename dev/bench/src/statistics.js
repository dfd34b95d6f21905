// Medians of round medians, and how far apart the rounds were.

/** @returns the value below which this share of the values lies; NaN of none */
export function percentile(values, share) {
  const sorted = values.filter((value) => !Number.isNaN(value)).sort((a, b) => a - b)
  if (sorted.length === 0) {
    return Number.NaN
  }
  const position = (sorted.length - 1) * share
  const low = Math.floor(position)
  const high = Math.ceil(position)
  return sorted[low] + (sorted[high] - sorted[low]) * (position - low)
}

export function median(values) {
  return percentile(values, 0.5)
}

/** @returns {{median: number, low: number, high: number}} the quartiles */
export function quartiles(values) {
  return { low: percentile(values, 0.25), median: median(values), high: percentile(values, 0.75) }
}

export function shuffled(items) {
  const result = [...items]
  for (let i = result.length - 1; i > 0; i--) {
    const j = Math.floor(Math.random() * (i + 1))
    ;[result[i], result[j]] = [result[j], result[i]]
  }
  return result
}
