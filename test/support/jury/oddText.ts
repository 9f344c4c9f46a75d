import type { Dice } from './dice.ts'
import { oddScalar } from './oddScalars.ts'

/** A scalar that is written into the document as it stands. */
export class Raw {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

/** A mapping whose keys may come twice. */
export class Pairs {
  readonly pairs: readonly (readonly [string | Raw, Value])[]
  constructor(pairs: readonly (readonly [string | Raw, Value])[]) {
    this.pairs = pairs
  }
}

export type Value =
  | string
  | number
  | boolean
  | null
  | Raw
  | Pairs
  | readonly Value[]
  | { readonly [key: string]: Value }

/** How much of the odd there is in a text, 0 to 1: forms of YAML that only the server's own reader is sure of. */
export interface Style {
  readonly odd: number
}

/** Writes a value as YAML, in forms that are chosen by chance, below lines that stand as they are. */
export function oddText(value: Value, dice: Dice, style: Style, head = ''): string {
  if (head === '' && style.odd > 0 && dice.chance(0.05)) return framed(`${flow(value, dice, style)}\n`, dice, style)
  const lines = blockLines(value, dice, style)
  return framed(`${head}${lines.join('\n')}\n`, dice, style)
}

function framed(body: string, dice: Dice, style: Style): string {
  const text = body
  if (!dice.chance(style.odd)) return text
  switch (dice.below(16)) {
    case 0:
      return `---\n${text}`
    case 1:
      return `%YAML 1.1\n---\n${text}`
    case 2:
      return `${text}...\n`
    case 3:
      return `${text}---\na: b\n`
    case 4:
      return `\ufeff${text}`
    case 5:
      return text.replaceAll('\n', '\r\n')
    case 6:
      return `# comment\n\n${text}# end`
    case 7:
      return text.trimEnd()
    case 8:
      return `${text}\n\n\n`
    case 9:
      return `%TAG !e! tag:yaml.org,2002:\n---\n${text}`
    case 10:
      return `--- # x\n${text}`
    case 11:
      return `${text}---\n`
    case 12:
      return text.replaceAll('\n', '\r')
    case 13:
      return `%FOO bar\n---\n${text}`
    case 14:
      return `${text}  # x\n\t\n`
    default:
      return text
        .split('\n')
        .map((line) => (dice.chance(0.1) ? `${line}${dice.one(['  ', '\t', ' # c', ' #', '#c'])}` : line))
        .join('\n')
  }
}

function blockLines(value: Value, dice: Dice, style: Style): string[] {
  if (Array.isArray(value)) {
    if (value.length === 0) return ['[]']
    return value.flatMap((item: Value) => {
      const gap = dice.chance(style.odd * 0.1) ? dice.one(['-   ', '-\t', '-  ', '- # c\n']) : '- '
      return entryLines(gap, item, dice, style, true)
    })
  }
  if (isMap(value)) {
    const pairs = pairsOf(value)
    if (pairs.length === 0) return ['{}']
    return pairs.flatMap(([key, child]) => {
      const written = keyText(key, dice, style)
      if (dice.chance(style.odd * 0.02)) return [`? ${written}`, ...entryLines(': ', child, dice, style, true)]
      const colon = dice.chance(style.odd * 0.03) ? dice.one([' :', ':', ':\t', ':  ']) : ':'
      const lines = entryLines(`${written}${colon} `, child, dice, style, false)
      return dice.chance(style.odd * 0.03) ? [dice.one(['# c', '', '  # c', '#']), ...lines] : lines
    })
  }
  return scalarLines(value, dice, style)
}

function entryLines(head: string, child: Value, dice: Dice, style: Style, compact: boolean): string[] {
  const nested = (Array.isArray(child) && child.length > 0) || (isMap(child) && pairsOf(child).length > 0)
  const property = dice.chance(style.odd * 0.02)
    ? dice.one(['&a ', '!!map ', '!!seq ', '!x ', '&b !!str ', '!!str &c ', '&d &e '])
    : ''
  if (!nested) {
    const [first = '', ...rest] = blockLines(child, dice, style)
    return [`${head}${property}${first}`.trimEnd(), ...rest.map((line) => (line === '' ? '' : `  ${line}`))]
  }
  if (dice.chance(0.12)) return [`${head}${property}${flow(child, dice, style)}`]
  const lines = blockLines(child, dice, style)
  if (compact && property === '') {
    const [first = '', ...rest] = lines
    return [`${head}${first}`, ...rest.map((line) => `${' '.repeat(head.length)}${line}`)]
  }
  const by = Array.isArray(child) && dice.chance(0.3) ? '' : '  '
  return [`${head}${property}`.trimEnd(), ...lines.map((line) => (line === '' ? '' : `${by}${line}`))]
}

function keyText(key: string | Raw, dice: Dice, style: Style): string {
  if (key instanceof Raw) return key.text
  if (dice.chance(style.odd * 0.03))
    return dice.one([`"${key}"`, `'${key}'`, `!!str ${key}`, `&k ${key}`, `"${key}" `, `${key} `])
  return isPlain(key) ? key : JSON.stringify(key)
}

function scalarLines(value: Value, dice: Dice, style: Style): string[] {
  if (value instanceof Raw) return value.text.split('\n')
  if (dice.chance(style.odd * 0.04)) return oddScalar(dice).split('\n')
  if (value === null) return [dice.one(['null', '~', '', 'Null'])]
  if (typeof value !== 'string') return [String(value)]
  const form = dice.below(style.odd > 0 ? 12 : 3)
  if (form === 3) return [`'${value.replaceAll("'", "''").replaceAll('\n', ' ')}'`]
  if (form === 4 && value !== '' && !/^\s|[^\x20-\x7e]/.test(value))
    return [
      dice.one(['|', '|-', '|+', '>', '>-', '>+', '|2', '|2-', '>1', '| # c', '|-#c', '|\t']),
      ...value.split('\n'),
    ]
  if (form === 5 && / /.test(value) && isPlain(value.replaceAll(' ', ''))) return value.split(' ')
  return form > 0 && isPlain(value) ? [value] : [JSON.stringify(value)]
}

function flow(value: Value, dice: Dice, style: Style): string {
  const space = () => (dice.chance(style.odd * 0.1) ? dice.one(['', '  ', '\n    ', ' # c\n    ', '\t']) : ' ')
  const end = dice.chance(style.odd * 0.1) ? ',' : ''
  if (Array.isArray(value))
    return `[${value.map((item: Value) => flow(item, dice, style)).join(`,${space()}`)}${value.length > 0 ? end : ''}]`
  if (isMap(value)) {
    const pairs = pairsOf(value).map(([key, child]) => {
      const quotedKey = key instanceof Raw ? key.text : dice.chance(0.5) || !isPlain(key) ? JSON.stringify(key) : key
      const colon = dice.chance(style.odd * 0.1) ? dice.one([':', ' :', ' : ']) : ': '
      return `${quotedKey}${colon}${flow(child, dice, style)}`
    })
    return `{${pairs.join(`,${space()}`)}${pairs.length > 0 ? end : ''}}`
  }
  if (value instanceof Raw) return value.text
  if (dice.chance(style.odd * 0.03)) return oddScalar(dice)
  if (typeof value !== 'string') return String(value)
  return isPlain(value) && dice.chance(0.5) ? value : JSON.stringify(value)
}

function isMap(value: Value): value is Pairs | { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Raw)
}

export function pairsOf(value: Pairs | { readonly [key: string]: Value }): readonly (readonly [string | Raw, Value])[] {
  return value instanceof Pairs ? value.pairs : Object.entries(value)
}

function isPlain(text: string): boolean {
  return /^[A-Za-z/][A-Za-z0-9/._@-]*$/.test(text) && !/^(y|n|yes|no|on|off|true|false|null)$/i.test(text)
}
