import { wholeNumber } from '../yaml/readScalar.ts'
import type { YamlScalar } from '../yaml/yamlNode.ts'

/**
 * Whether the server's JSON has a whole number of 64 bits: `1e3` and `2.0` are ones, what is larger is a float. A float
 * is written with the fewest digits first, so `-9223372036854775809` comes out as `-9223372036854776000`.
 */
export function isWhole({ text, style }: YamlScalar, value: number): boolean {
  const whole = style === 'plain' ? wholeNumber(text) : undefined
  if (whole !== undefined) return whole < 2n ** 63n
  if (!Number.isInteger(value) || Math.abs(value) >= 1e21) return false
  const written = BigInt(String(value))
  return written >= -(2n ** 63n) && written < 2n ** 63n
}

/** Quantities of resources have whole exponents of 64 bits in Go (`resource.ParseQuantity`), whatever the pattern says. */
export function hasOddExponent(text: string): boolean {
  const exponent = /^[+-]?[0-9.]+[eE][+-]?([0-9.]+)$/.exec(text)?.[1]
  return exponent !== undefined && !(/^0*[0-9]{1,19}$/.test(exponent) && BigInt(exponent) < 2n ** 63n)
}
