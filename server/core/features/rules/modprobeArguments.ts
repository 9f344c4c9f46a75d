import { templateParts, templateVariables } from '../../kmm/imageTemplate.ts'
import type { Field, KmmModule } from '../../kmm/kmmModule.ts'
import { splitItemEdit } from '../../yaml/listEdit.ts'
import type { Range } from '../../yaml/yamlNode.ts'
import { nodeAt } from '../../yaml/yamlPath.ts'
import type { Fix } from '../problem.ts'
import { partRange, replaceText } from './fieldText.ts'
import { argumentLists, wordsOf } from './modprobeWords.ts'
import type { Rule } from './rule.ts'

/** What stands on the command line of modprobe. */
export const modprobeArgumentRules: readonly Rule[] = [
  {
    id: 'kmm/argument-several',
    title: 'Several arguments in one text',
    why: 'No shell takes part: each item of the list is one argument of modprobe, spaces included. Two options in one item are one option that does not exist, and two parameters become one with the other in its value.',
    bad: 'modprobe:\n  moduleName: driver\n  parameters:\n    - max_dev=5 mode=1',
    good: 'modprobe:\n  moduleName: driver\n  parameters:\n    - max_dev=5\n    - mode=1',
    severity: 'warning',
    releases: { since: '2.0' },
    source: 'worker.LoadKmod, internal/worker/worker.go',
    check(module, _context, report) {
      for (const field of allArguments(module)) {
        if (!isSeveral(field.value)) continue
        const message = 'Each item is one argument of modprobe, spaces included: give each argument an item of its own'
        report({ range: field.range, path: field.path, message, fixes: splitFix(module, field) })
      }
    },
  },
  {
    id: 'kmm/argument-shell',
    title: 'Shell syntax in an argument of modprobe',
    why: 'No shell takes part: since KMM 2.0 the worker calls modprobe itself. `$`, backticks, `&&`, redirections and single quotes arrive as they are written.',
    bad: "modprobe:\n  moduleName: driver\n  parameters:\n    - label='my device'",
    good: 'modprobe:\n  moduleName: driver\n  parameters:\n    - label=my device',
    severity: 'warning',
    releases: { since: '2.0' },
    source: 'worker.LoadKmod, internal/worker/worker.go',
    check(module, _context, report) {
      for (const field of allArguments(module)) {
        const found = shellSyntax(field.value)
        if (found === undefined) continue
        const message = 'No shell reads this: modprobe gets it letter by letter'
        report({
          range: partRange(module.document, field, found),
          path: field.path,
          message,
          fixes: bareFix(module, field),
        })
      }
    },
  },
  {
    id: 'kmm/parameter-form',
    title: 'A module parameter without a value',
    why: 'Parameters of kernel modules are written `name=value`. Only a parameter of type bool takes a bare name, which switches it on; with any other the module does not load.',
    bad: 'modprobe:\n  moduleName: driver\n  parameters: [max_dev]',
    good: 'modprobe:\n  moduleName: driver\n  parameters: [max_dev=5]',
    severity: 'information',
    releases: { since: '1.0' },
    source: 'ours',
    check(module, _context, report) {
      for (const field of module.modprobe?.parameters ?? []) {
        if (field.value.includes('{{')) continue
        // A value may hold spaces, so only the first word, or one of several arguments, needs a name.
        const words = isSeveral(field.value) ? wordsOf(field) : wordsOf(field).slice(0, 1)
        for (const { text, range } of words) {
          if (text.includes('=')) continue
          const spaced = /^\s*(\w+)\s*=\s*(\S+)\s*$/.exec(field.value)
          const message = text.startsWith('-')
            ? `\`${text}\` is an option of modprobe and no parameter of the module: put it into \`args.load\``
            : `\`${text}\` has no value: unless the module knows it as a bool, write \`${text}=${spaced?.[2] ?? '…'}\``
          const fix = spaced && replaceText(module, field, `${spaced[1]}=${spaced[2]}`, 'Remove the spaces')
          const fixes = fix ? [{ ...fix, preferred: true }] : []
          report({ range: partRange(module.document, field, range), path: field.path, message, fixes })
        }
      }
    },
  },
]

/** A page of memory is what the kernel takes for all parameters. */
const longest = 4_096

function allArguments(module: KmmModule): readonly Field<string>[] {
  const lists = [
    ...argumentLists(module, 'args'),
    ...argumentLists(module, 'rawArgs'),
    module.modprobe?.parameters ?? [],
  ]
  return lists.flat().filter(({ value }) => value.length <= longest && !value.includes('{{'))
}

/** An option with something behind it, or two parameters; a lone value may hold spaces. */
function isSeveral(text: string): boolean {
  return (
    /^\s*-\S*\s+\S/.test(text) || /\S\s+(-|\w+=)/.test(text.replace(/(["']).*?\1/g, (one) => one.replace(/\s/g, '_')))
  )
}

function splitFix(module: KmmModule, field: Field<string>): readonly Fix[] {
  const list = nodeAt(module.root, field.path.slice(0, -1))
  const at = field.path.at(-1)
  const simple = !/["'`$;&|<>]/.test(field.value)
  if (list?.type !== 'list' || typeof at !== 'number' || !simple) return []
  const edit = splitItemEdit(
    module.document,
    list,
    at,
    wordsOf(field).map(({ text }) => text),
  )
  return edit === undefined ? [] : [{ title: 'Make an item of each argument', edits: [edit], preferred: true }]
}

/** The first thing that only a shell would understand. */
function shellSyntax(text: string): Range | undefined {
  const known = templateParts(text).some(({ name }) => Object.hasOwn(templateVariables, name))
  const found = /`|&&|\|\||[;<>]|\$[\w({]|(?<=^|=)'.*'$/.exec(text)
  if (found === null || (known && found[0].startsWith('$'))) return undefined
  return { start: found.index, end: found.index + found[0].length }
}

/** Takes single quotes off a value. */
function bareFix(module: KmmModule, field: Field<string>): readonly Fix[] {
  const bare = /^([^']*)'([^']*)'$/.exec(field.value)
  if (bare === null || isSeveral(`${bare[1]}${bare[2]}`) || shellSyntax(`${bare[1]}${bare[2]}`)) return []
  const text = `${bare[1]}${bare[2]}`
  const fix = replaceText(module, field, text, 'Remove the quotes')
  return fix === undefined || text === '' ? [] : [{ ...fix, preferred: true }]
}
