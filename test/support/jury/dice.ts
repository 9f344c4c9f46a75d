/** Choices that are the same for the same seed, on every machine. */
export interface Dice {
  /** a whole number from 0 up to, and without, `count` */
  below(count: number): number
  /** true in `share` of all throws, 0 to 1 */
  chance(share: number): boolean
  one<T>(from: readonly T[]): T
}

/** Numbers by mulberry32, which is enough for choosing among test documents. */
export function dice(seed: number): Dice {
  let state = seed >>> 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (count: number) => Math.floor(next() * count)
  return {
    below,
    chance: (share) => next() < share,
    one<T>(from: readonly T[]): T {
      const chosen = from[below(from.length)]
      if (chosen === undefined) throw new RangeError('nothing to choose from')
      return chosen
    },
  }
}
