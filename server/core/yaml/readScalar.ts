import type { ScalarStyle, ScalarValue } from './yamlNode.ts'

/** What go-yaml makes of a scalar: a value, or why it refuses the text. */
export type ScalarReading = { readonly value: ScalarValue } | { readonly refusal: string }

const corePrefix = 'tag:yaml.org,2002:'
const resolvedTags = new Set(['bool', 'int', 'float', 'null', 'timestamp'])

const words = new Map<string, ScalarValue>([
  ...['y', 'Y', 'yes', 'Yes', 'YES', 'true', 'True', 'TRUE', 'on', 'On', 'ON'].map((word) => [word, true] as const),
  ...['n', 'N', 'no', 'No', 'NO', 'false', 'False', 'FALSE', 'off', 'Off', 'OFF'].map((word) => [word, false] as const),
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, null] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, Number.NaN] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map((word) => [word, Number.POSITIVE_INFINITY] as const),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, Number.NEGATIVE_INFINITY] as const),
])

const floatText = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/
const numberLetters = /^[-+.0-9a-fA-FxXoO_]*$/
const goFloatText = /^\.[0-9]+([eE][-+]?[0-9]+)?$/
const base64Text = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/

/**
 * Reads a scalar as the API server does: YAML 1.1 by go-yaml v2 (`resolve` in its resolve.go, behind
 * `sigs.k8s.io/yaml`), so `y` is `true`, `5.10` is `5.1`, `12:30` and dates stay text. `tag` is the resolved tag, such
 * as `tag:yaml.org,2002:int`; unknown ones mean nothing to the server.
 */
export function readScalar(text: string, style: ScalarStyle, tag: string | undefined): ScalarReading {
  if (tag === undefined) return { value: style === 'plain' ? readPlain(text) : text }
  const name = tag.startsWith(corePrefix) ? tag.slice(corePrefix.length) : undefined
  if (name === 'binary') return readBinary(text)
  if (name === undefined || !resolvedTags.has(name)) return { value: text }
  const value = readPlain(text)
  if (name === 'timestamp') return isDate(text) ? { value: text } : { refusal: mismatch(text, name) }
  return typeName(value).includes(name) ? { value } : { refusal: mismatch(text, name) }
}

/** What go-yaml makes of a plain scalar without a tag. */
export function readPlain(text: string): ScalarValue {
  const word = words.get(text)
  if (word !== undefined) return word
  const first = text.charCodeAt(0)
  if (first === 46) return goFloatText.test(text) ? Number(text) : text
  const numeric = (first >= 48 && first <= 57) || first === 43 || first === 45
  // Versions of kernels begin as numbers do.
  return numeric && numberLetters.test(text) ? (readNumber(text.replaceAll('_', '')) ?? text) : text
}

function readNumber(plain: string): number | undefined {
  const whole = wholeNumber(plain)
  if (whole !== undefined) return Number(whole)
  if (floatText.test(plain)) {
    const value = Number(plain)
    // Go's ParseFloat answers a range error, and the text stays text.
    return Number.isFinite(value) ? value : undefined
  }
  return undefined
}

/**
 * A whole number in one of Go's spellings (`strconv.ParseInt(text, 0, 64)`, then ParseUint): decimal, `0x`, `0o`, `0b`
 * or octal by a bare leading zero, underscores anywhere. `undefined` for other text, and beyond 64 bits.
 */
export function wholeNumber(text: string): bigint | undefined {
  const [, sign = '', written = ''] = /^([-+]?)(.*)$/s.exec(text.replaceAll('_', '')) ?? []
  if (!wholeText.test(written)) return undefined
  const digits = written.replace(/^(0[xXoObB]?)0+(?=.)/, '$1')
  if (digits.length > mostDigits) return undefined
  const value = BigInt(/^0[0-7]/.test(digits) ? `0o${digits.slice(1)}` : digits)
  if (sign === '-') return value <= 2n ** 63n ? -value : undefined
  // ParseUint, which reads what ParseInt finds too large, takes no sign.
  return value < (sign === '' ? 2n ** 64n : 2n ** 63n) ? value : undefined
}

/** A binary number of 64 bits behind its `0b`. To read a number takes the square of its length. */
const mostDigits = 66

const wholeText = /^(?:0|[1-9][0-9]*|0[xX][0-9a-fA-F]+|0[bB][01]+|0[oO]?[0-7]+)$/

/** Bytes that are no text come out as U+FFFD, as in Go's JSON. */
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true })

function readBinary(text: string): ScalarReading {
  const packed = text.replaceAll(/[\r\n]/g, '')
  return base64Text.test(packed)
    ? { value: utf8.decode(Uint8Array.from(atob(packed), (byte) => byte.charCodeAt(0))) }
    : { refusal: '`!!binary` is followed by text that is no base64' }
}

function typeName(value: ScalarValue): readonly string[] {
  if (value === null) return ['null']
  if (typeof value === 'boolean') return ['bool']
  if (typeof value === 'number') return Number.isInteger(value) ? ['int', 'float'] : ['float']
  return []
}

function isDate(text: string): boolean {
  return /^[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([Tt\s]|$)/.test(text)
}

function mismatch(text: string, name: string): string {
  return `\`${text}\` cannot be read as \`!!${name}\`, the type its tag asks for`
}
