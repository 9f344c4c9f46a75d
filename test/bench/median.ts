/** The middle of the values. */
export function medianOf(values: readonly number[]): number {
  return percentileOf(values, 50)
}

/** The value that `percent` of the values do not exceed. */
export function percentileOf(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * percent) / 100))] ?? Number.NaN
}
