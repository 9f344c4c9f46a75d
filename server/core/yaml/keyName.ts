import { wholeNumber } from './readScalar.ts'
import type { YamlScalar } from './yamlNode.ts'

/**
 * A key as the server names it: `yes` is `true`, `010` is `8`, `1.50` is `1.5`. `undefined` where it takes none: null,
 * and whole numbers beyond 63 bits (`sigs.k8s.io/yaml`, convertToJSONableObject).
 */
export function keyName({ value, text, style }: Pick<YamlScalar, 'value' | 'text' | 'style'>): string | undefined {
  if (value === null) return undefined
  if (typeof value !== 'number') return String(value)
  const whole = style === 'plain' ? wholeNumber(text) : undefined
  if (whole === undefined) return floatName(value)
  return whole < 2n ** 63n ? String(whole) : undefined
}

/** Go's `strconv.FormatFloat(value, 'g', -1, 32)`: the fewest digits of a float32, with an exponent from 10^6 on. */
function floatName(value: number): string {
  const float = Math.fround(value)
  if (Number.isNaN(float)) return '.nan'
  if (!Number.isFinite(float)) return float > 0 ? '.inf' : '-.inf'
  if (float === 0) return Object.is(float, -0) ? '-0' : '0'
  let precision = 1
  while (precision < 9 && Math.fround(Number(float.toPrecision(precision))) !== float) precision += 1
  const [digits = '', power = '0'] = float.toExponential(precision - 1).split('e')
  const exponent = Number(power)
  if (exponent >= -4 && exponent < 6) return String(Number(float.toPrecision(precision)))
  return `${digits}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}
