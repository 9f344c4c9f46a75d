import type { KmmModule } from '../../kmm/kmmModule.ts'
import { childOf } from '../../yaml/yamlPath.ts'
import { isSet, keyRange, partRange, replaceText } from './fieldText.ts'
import { argumentLists, type Word, wordsOf } from './modprobeWords.ts'
import type { Rule } from './rule.ts'

/** What `rawArgs` and `args` do to the command line that KMM would make. */
export const rawArgumentRules: readonly Rule[] = [
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
    id: 'kmm/args-directory',
    title: 'args that send modprobe to another directory',
    why: 'KMM calls modprobe with `-d` and the directory to which it copied the image, and puts `args` behind it. A second `-d` takes its place, and modprobe finds no module there.',
    bad: 'modprobe:\n  moduleName: driver\n  args:\n    load: [-d, /opt]',
    good: 'modprobe:\n  moduleName: driver\n  args:\n    load: [-v]',
    severity: 'warning',
    releases: { since: '2.0' },
    source: 'worker.LoadKmod, internal/worker/worker.go',
    check(module, _context, report) {
      for (const words of argumentLists(module, 'args').map((fields) => fields.flatMap(wordsOf))) {
        for (const at of words.keys()) {
          const folder = folderAfter(words, at)
          // What is below /tmp may be where KMM put the files.
          if (folder === undefined || /^\/tmp(\/|$)/.test(folder.text)) continue
          const message = `KMM gives modprobe the directory itself, and \`${folder.text}\` takes its place, where no module is: leave \`-d\` out`
          report({ range: partRange(module.document, folder.field, folder.range), path: folder.field.path, message })
        }
      }
    },
  },
  {
    id: 'kmm/raw-args-alone',
    title: 'Arguments beside rawArgs',
    why: 'With `rawArgs` KMM gives modprobe exactly these words. `args` and `parameters` are accepted beside them and left out.',
    bad: 'modprobe:\n  rawArgs:\n    load: [-d, /tmp/opt, driver]\n    unload: [-r, -d, /tmp/opt, driver]\n  parameters: [max_dev=5]',
    good: 'modprobe:\n  rawArgs:\n    load: [-d, /tmp/opt, driver, max_dev=5]\n    unload: [-r, -d, /tmp/opt, driver]',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'worker.LoadKmod, internal/worker/worker.go',
    check(module, _context, report) {
      const { modprobe } = module
      // With a moduleName as well KMM refuses all of it.
      if (modprobe === undefined || modprobe.moduleName?.value || !isSet(modprobe.node, 'rawArgs')) return
      for (const key of ['args', 'parameters']) {
        const given = childOf(modprobe.node, key)
        const empty =
          given?.type === 'list' ? given.items.length === 0 : given?.type !== 'map' || given.pairs.length === 0
        if (empty) continue
        const path = [...modprobe.path, key]
        const message = `KMM leaves \`${key}\` out where there are \`rawArgs\`: write them there`
        report({ range: keyRange(module, path), path, message })
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
]

function rawWords(module: KmmModule): readonly (readonly Word[])[] {
  return argumentLists(module, 'rawArgs').map((fields) => fields.flatMap(wordsOf))
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
