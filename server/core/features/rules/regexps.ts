import { compileGoRegexp } from '../../kmm/goRegexp.ts'
import type { Field, KmmModule } from '../../kmm/kmmModule.ts'
import {
  anchored,
  controlEscapes,
  impossibleParts,
  isUnanchored,
  openDots,
  type RegexpAdvice,
  withDotsEscaped,
} from '../../kmm/regexpAdvice.ts'
import type { Fix } from '../problem.ts'
import { partRange, replaceText } from './fieldText.ts'
import type { Rule } from './rule.ts'

const image = '\n  containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}'

/** Regexps that Go reads and that still do not do what is meant. */
export const regexpRules: readonly Rule[] = [
  {
    id: 'kmm/regexp-control-escape',
    title: 'An escape in a regexp stands for a control character',
    why: "`\\f`, `\\t`, `\\n`, `\\r`, `\\v` and `\\a` are a form feed, a tab, line breaks and a bell to Go. No kernel's name holds one, so the mapping serves no node, without a word. Mostly a dot before the letter is meant: `\\.f`.",
    bad: `- regexp: '^.+\\fc37\\.x86_64$'${image}`,
    good: `- regexp: '^.+\\.fc37\\.x86_64$'${image}`,
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    eachMapping: true,
    check(module, _context, report) {
      for (const field of soundRegexps(module)) {
        for (const advice of controlEscapes(field.value)) {
          const message = `\`${advice.text}\` is a control character to Go, which no kernel's name holds: this mapping serves no node${advice.mended ? `, write \`\\.${advice.text.slice(1)}\` if a dot and the letter are meant` : ''}`
          const fixes = adviceFixes(module, field, advice, `Write \`\\.${advice.text.slice(1)}\`, a dot and the letter`)
          report({ range: partRange(module.document, field, advice.range), path: field.path, message, fixes })
        }
      }
    },
  },
  {
    id: 'kmm/regexp-impossible',
    title: "A regexp asks for what no kernel's name holds",
    why: "A kernel's name is also that of its folder below `/lib/modules`: it holds no blanks, no slashes or quotes, and nothing beyond ASCII. Nothing precedes its beginning or follows its end. A regexp that asks for it serves no node, and nothing says so. A block scalar (`|`) ends in a line break, which is part of the regexp.",
    bad: `- regexp: '^5\\.14$\\.0'${image}`,
    good: `- regexp: '^5\\.14\\.0'${image}`,
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    eachMapping: true,
    check(module, _context, report) {
      for (const field of soundRegexps(module)) {
        const [advice] = impossibleParts(field.value)
        if (advice === undefined) continue
        const message = `${impossibleWords(advice.text)}: what needs it matches no kernel`
        const isAnchor = advice.text === '^' || advice.text === '$'
        const title = isAnchor
          ? `Remove \`${advice.text}\``
          : advice.text.trim() === ''
            ? advice.text === '\n'
              ? 'Remove the line break'
              : 'Remove the blank'
            : 'Write a dot and the letter'
        const fixes = adviceFixes(module, field, advice, title)
        report({ range: partRange(module.document, field, advice.range), path: field.path, message, fixes })
      }
    },
  },
  {
    id: 'kmm/regexp-dot',
    title: 'A dot in a regexp takes any character',
    why: 'An unescaped dot matches one character of any kind, so that `fc3.x86_64` also takes `fc39x86_64`. Where the dot of a name is meant, write `\\.`.',
    bad: `- regexp: '^.+\\.fc39.x86_64$'${image}`,
    good: `- regexp: '^.+\\.fc39\\.x86_64$'${image}`,
    severity: 'information',
    releases: { since: '1.0' },
    source: 'ours',
    eachMapping: true,
    check(module, _context, report) {
      for (const field of soundRegexps(module)) {
        const dots = openDots(field.value)
        const [first] = dots
        if (first === undefined) continue
        const count = dots.length === 1 ? 'This dot takes' : `This dot takes, as ${dots.length - 1} more here,`
        const message = `${count} any character: write \`\\.\` where the dot of a name is meant`
        const title = dots.length === 1 ? 'Escape the dot' : `Escape ${dots.length} dots`
        const mended = withDotsEscaped(field.value, dots)
        const fixes = adviceFixes(module, field, { range: first, text: '.', mended }, title)
        report({ range: partRange(module.document, field, first), path: field.path, message, fixes })
      }
    },
  },
  {
    id: 'kmm/regexp-unanchored',
    title: 'A regexp that matches anywhere in the name',
    why: 'KMM searches for the regexp anywhere in the name of the kernel: `6.6` also takes `5.16.6`, and `x86_64` takes nearly all. `^` ties it to the beginning and `$` to the end.',
    bad: `- regexp: '6\\.6'${image}`,
    good: `- regexp: '^6\\.6'${image}`,
    severity: 'hint',
    releases: { since: '1.0' },
    source: 'findKernelMapping, internal/module/kernelmapper.go',
    eachMapping: true,
    check(module, _context, report) {
      for (const field of soundRegexps(module)) {
        if (!isUnanchored(field.value)) continue
        const message = "This matches anywhere in the kernel's name: `^` ties it to the beginning, `$` to the end"
        const fixes = anchorFixes(module, field)
        report({ range: field.range, path: field.path, message, fixes })
      }
    },
  },
]

/** Kernels' names have 64 characters at most: what is longer than this was not written by hand. */
const longest = 2_000

/** The regexps that Go reads and no template still changes. */
function soundRegexps(module: KmmModule): readonly Field<string>[] {
  return module.kernelMappings.flatMap(({ regexp }) => {
    if (regexp === undefined || regexp.value.length > longest || regexp.value.includes('{{')) return []
    return compileGoRegexp(regexp.value).ok ? [regexp] : []
  })
}

function adviceFixes(module: KmmModule, field: Field<string>, advice: RegexpAdvice, title: string): readonly Fix[] {
  const { mended, text } = advice
  // An escaped dot is as sound as the dot was; where something goes, what is left may not be.
  const isSound = mended !== undefined && (text === '.' || compileGoRegexp(mended).ok)
  const fix = isSound && isBetter(field.value, mended) ? replaceText(module, field, mended, title) : undefined
  return fix === undefined ? [] : [{ ...fix, preferred: true }]
}

/** Whether less is said of the later pattern, and nothing that was not said of the earlier one. */
function isBetter(before: string, after: string): boolean {
  if (after === '') return false
  const was = slips(before)
  const is = slips(after)
  return is.every((count, at) => count <= (was[at] ?? 0)) && is.some((count, at) => count < (was[at] ?? 0))
}

/** How many slips each rule finds. */
function slips(pattern: string): readonly number[] {
  const found = [controlEscapes(pattern).length, Math.min(1, impossibleParts(pattern).length)]
  return [...found, Math.min(1, openDots(pattern).length), isUnanchored(pattern) ? 1 : 0]
}

/** What begins with a number begins the name, what ends in an architecture ends it. */
function anchorFixes(module: KmmModule, field: Field<string>): readonly Fix[] {
  const ways = [
    { where: { begin: true, end: false }, title: 'Tie it to the beginning: `^`' },
    { where: { begin: false, end: true }, title: 'Tie it to the end: `$`' },
    { where: { begin: true, end: true }, title: 'Let it be the whole name: `^…$`' },
  ]
  const isEnding = !/^\(?\[?[0-9]/.test(field.value) && /(64|64le|s390x|generic|azure|gke|aws|rt)\)?$/.test(field.value)
  const sorted = isEnding ? [ways[1], ways[0], ways[2]] : ways
  return sorted.flatMap((way) => {
    const text = way && anchored(field.value, way.where)
    const fix = text && isBetter(field.value, text) ? replaceText(module, field, text, way.title) : undefined
    return fix === undefined ? [] : [fix]
  })
}

function impossibleWords(text: string): string {
  if (text === '^' || text === '\\A')
    return `Something must stand before \`${text}\`, and nothing can, as the name begins there`
  if (text === '$' || text === '\\z')
    return `Something must stand behind \`${text}\`, and nothing can, as the name ends there`
  if (text === '\n') return "A kernel's name holds no line break"
  if (text.trim() === '') return "A kernel's name holds no blank"
  return /^[\x21-\x7e]+$/.test(text)
    ? `A kernel's name holds no \`${text}\``
    : "A kernel's name holds no such character"
}
