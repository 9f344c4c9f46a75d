import { templateParts, templateVariables } from '../../kmm/imageTemplate.ts'
import { type Field, type KmmModule, stringFields } from '../../kmm/kmmModule.ts'
import { splitItemEdit } from '../../yaml/listEdit.ts'
import type { Range } from '../../yaml/yamlNode.ts'
import { nodeAt } from '../../yaml/yamlPath.ts'
import type { Fix } from '../problem.ts'
import { partRange, replaceText } from './fieldText.ts'
import type { Rule } from './rule.ts'

/** What stands on the command line of modprobe. */
export const modprobeArgumentRules: readonly Rule[] = [
  {
    id: 'kmm/raw-args-directory',
    title: 'rawArgs that look for modules outside the image',
    why: 'Since KMM 2.2 the files of the image are copied below `/tmp` of the worker pod: `dirName: /opt` becomes `/tmp/opt`. `rawArgs` are given to modprobe as they are, so `-d` needs that path.',
    bad: 'modprobe:\n  rawArgs:\n    load: [-v, -d, /opt, driver]\n    unload: [-r, -d, /tmp/opt, driver]',
    good: 'modprobe:\n  rawArgs:\n    load: [-v, -d, /tmp/opt, driver]\n    unload: [-r, -d, /tmp/opt, driver]',
    severity: 'warning',
    releases: { since: '2.2' },
    source: 'worker.LoadKmod, internal/worker/worker.go',
    check(module, _context, report) {
      for (const words of rawWords(module)) {
        for (const [at, word] of words.entries()) {
          const folder = folderAfter(words, at)
          if (folder === undefined || /^\/tmp(\/|$)/.test(folder.text)) continue
          const { field, range, text } = folder
          const message = `The image's files are below \`/tmp\` of the worker pod, so modprobe finds nothing in \`${text}\`: use \`/tmp${text.startsWith('/') ? '' : '/'}${text}\``
          const value = `${field.value.slice(0, range.start)}/tmp${text.startsWith('/') ? '' : '/'}${field.value.slice(range.start)}`
          const fix = replaceText(module, field, value, `Use /tmp${text.startsWith('/') ? '' : '/'}${text}`)
          const fixes = fix && word.text !== '' ? [{ ...fix, preferred: true }] : []
          report({ range: partRange(module.document, field, range), path: field.path, message, fixes })
        }
      }
    },
  },
  {
    id: 'kmm/raw-args-all',
    title: 'rawArgs with modprobe -a',
    why: 'With `-a` modprobe takes every word for a module. KMM does not support it: use `modulesLoadingOrder` for modules that need each other, or one Module each.',
    bad: 'modprobe:\n  rawArgs:\n    load: [-a, -d, /tmp/opt, driver, helper]\n    unload: [-r, -d, /tmp/opt, driver]',
    good: 'modprobe:\n  rawArgs:\n    load: [-d, /tmp/opt, driver]\n    unload: [-r, -d, /tmp/opt, driver]',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    check(module, _context, report) {
      for (const words of rawWords(module)) {
        for (const { text, field, range } of words) {
          if (text !== '--all' && !/^-[A-Za-z]*a[A-Za-z]*$/.test(text)) continue
          const message = 'KMM does not support `-a`: use `modulesLoadingOrder`, or one Module for each'
          report({ range: partRange(module.document, field, range), path: field.path, message })
        }
      }
    },
  },
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
          const message = `\`${text}\` has no value: unless the module knows it as a bool, write \`${text}=…\``
          report({ range: partRange(module.document, field, range), path: field.path, message })
        }
      }
    },
  },
]

/** One word of an item; its place is within the item's text. */
interface Word {
  readonly field: Field<string>
  readonly text: string
  readonly range: Range
}

function wordsOf(field: Field<string>): readonly Word[] {
  return [...field.value.matchAll(/\S+/g)].map((found) => ({
    field,
    text: found[0],
    range: { start: found.index, end: found.index + found[0].length },
  }))
}

function below(module: KmmModule, key: 'args' | 'rawArgs'): readonly (readonly Field<string>[])[] {
  const { modprobe } = module
  if (modprobe === undefined) return []
  const path = [...modprobe.path, key]
  return ['load', 'unload'].map((action) => stringFields(nodeAt(module.root, path), action, path))
}

function rawWords(module: KmmModule): readonly (readonly Word[])[] {
  return below(module, 'rawArgs').map((fields) => fields.flatMap(wordsOf))
}

/** A page of memory is what the kernel takes for all parameters. */
const longest = 4_096

function allArguments(module: KmmModule): readonly Field<string>[] {
  const lists = [...below(module, 'args'), ...below(module, 'rawArgs'), module.modprobe?.parameters ?? []]
  return lists.flat().filter(({ value }) => value.length <= longest && !value.includes('{{'))
}

/** The folder that `-d`, `-vd` or `--dirname` at a place names. */
function folderAfter(words: readonly Word[], at: number): Word | undefined {
  const word = words[at]
  if (word === undefined) return undefined
  const long = /^--dirname=(.+)$/.exec(word.text)
  if (long) {
    const text = long[1] ?? ''
    return { field: word.field, text, range: { start: word.range.end - text.length, end: word.range.end } }
  }
  const next = words[at + 1]
  const names = word.text === '--dirname' || /^-[A-Za-z]*d$/.test(word.text)
  return names && next !== undefined && !/^[-{$]/.test(next.text) ? next : undefined
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
