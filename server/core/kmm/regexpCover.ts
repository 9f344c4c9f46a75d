import { type RegexpPart, regexpParts } from './regexpParts.ts'

/** What a regexp of a plain form takes: every kernel that begins with, ends with or holds a text. */
export interface Cover {
  readonly text: string
  /** whether anything may stand before and behind the text, and how many characters must */
  readonly before: Freedom
  readonly behind: Freedom
}

interface Freedom {
  readonly free: boolean
  readonly least: number
}

/** The texts that every kernel has which a regexp takes: the first ends nowhere, the last begins nowhere. */
export interface Need {
  /** what the kernel begins with, when the regexp says so */
  readonly lead: string
  readonly tail: string
  readonly runs: readonly string[]
  /** characters that the whole has at least */
  readonly least: number
}

/** The cover of a regexp such as `^5\.14\..+$` or `\.x86_64$`; `undefined` for other forms. */
export function coverOf(pattern: string): Cover | undefined {
  const parts = [...regexpParts(pattern)]
  const before = takeFreedom(parts, 'begin', (rest) => rest.shift(), 0)
  const behind = takeFreedom(parts, 'end', (rest) => rest.pop(), -1)
  if (parts.some(({ stands, depth }) => stands === undefined || depth > 0)) return undefined
  return { text: parts.map(({ stands }) => stands).join(''), before, behind }
}

/** What a regexp asks of every kernel; `undefined` where alternatives or flags leave that open. */
export function needOf(pattern: string): Need | undefined {
  const parts = regexpParts(pattern)
  const isOpen = parts.some(
    ({ kind, depth }) => kind === 'flags' || kind === 'invalid' || (kind === 'alternation' && depth === 0),
  )
  if (isOpen) return undefined
  const runs: string[] = ['']
  let least = 0
  for (const [at, part] of parts.entries()) {
    const next = parts[at + 1]
    const isOptional = next?.kind === 'quantifier' && /^(\*|\?|\{0)/.test(next.text)
    if (part.depth === 0 && part.stands !== undefined && next?.kind !== 'quantifier') {
      runs[runs.length - 1] += part.stands
      least += part.stands.length
    } else if (part.kind !== 'begin' && part.kind !== 'end') {
      if (part.depth === 0 && !isOptional && oneCharacter.has(part.kind)) least += 1
      runs.push('')
    }
  }
  const [first = ''] = runs
  return {
    lead: parts[0]?.kind === 'begin' ? first : '',
    tail: parts.at(-1)?.kind === 'end' ? (runs.at(-1) ?? '') : '',
    runs,
    least,
  }
}

/**
 * Whether a regexp of this cover takes every kernel that another asks for. Sound, not complete: `false` where that
 * cannot be told. Kernels hold no line break, so `.` takes any of their characters.
 */
export function covers(cover: Cover, need: Need): boolean {
  const { text, before, behind } = cover
  if (need.least < before.least + text.length + behind.least) return false
  if (before.free && behind.free)
    return before.least + behind.least === 0 && need.runs.some((run) => run.includes(text))
  if (behind.free) return text !== '' && need.lead.startsWith(text)
  return before.free && text !== '' && need.tail.endsWith(text)
}

const oneCharacter: ReadonlySet<RegexpPart['kind']> = new Set(['any', 'class', 'shortClass', 'literal', 'escape'])

/** Takes an anchor, or a run of `.`, off one end of the parts. */
function takeFreedom(
  parts: RegexpPart[],
  anchor: 'begin' | 'end',
  take: (parts: RegexpPart[]) => unknown,
  end: 0 | -1,
): Freedom {
  const tied = parts.at(end)?.kind === anchor
  if (tied) take(parts)
  const [dot, quantifier] = end === 0 ? parts : [parts.at(-2), parts.at(-1)]
  const isRun = dot?.kind === 'any' && quantifier?.kind === 'quantifier' && /^[*+]\??$/.test(quantifier.text)
  if (!isRun) return { free: !tied, least: 0 }
  take(parts)
  take(parts)
  return { free: true, least: quantifier.text.startsWith('+') ? 1 : 0 }
}
