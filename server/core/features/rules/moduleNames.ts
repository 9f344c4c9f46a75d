import { type Field, type KmmModule, stringField, stringFields } from '../../kmm/kmmModule.ts'
import { childOf } from '../../yaml/yamlPath.ts'
import type { Fix } from '../problem.ts'
import { replaceText } from './fieldText.ts'
import type { Rule } from './rule.ts'

/** Names of kernel modules. */
export const moduleNameRules: readonly Rule[] = [
  {
    id: 'kmm/module-file-name',
    title: 'A file name where the name of a kernel module is wanted',
    why: 'Modules are named as `lsmod` shows them: no folder, no `.ko`. With a file name modprobe finds nothing, and KMM skips an in-tree module that it cannot find.',
    bad: 'modprobe:\n  moduleName: driver.ko',
    good: 'modprobe:\n  moduleName: driver',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    eachMapping: true,
    check(module, _context, report) {
      const own = ownNames(module)
      for (const field of [...own, ...inTreeNames(module)]) {
        if (!isFileName(field.value)) continue
        const fixes = own.includes(field) ? bareNames(module, own) : bareName(module, field)
        const message = `\`${field.value}\` is no name of a kernel module, so modprobe finds none: write it without folder, \`.ko\` and spaces`
        report({ range: field.range, path: field.path, message, fixes })
      }
    },
  },
  {
    id: 'kmm/in-tree-spelling',
    title: 'An in-tree module that is spelt in two ways',
    why: 'For modprobe `-` and `_` are the same, but KMM first looks for the file of an in-tree module and compares letter by letter. Of two spellings one names no file, and that module is not removed.',
    bad: 'inTreeModulesToRemove: [snd_hda_intel, snd-hda-intel]',
    good: 'inTreeModulesToRemove: [snd-hda-intel]',
    severity: 'warning',
    releases: { since: '2.2' },
    source: 'worker.SetupModules, internal/worker/worker.go',
    check(module, _context, report) {
      const first = new Map<string, Field<string>>()
      for (const field of inTreeNames(module)) {
        const name = withoutEnding(field.value)
        const key = name.replaceAll('-', '_')
        const other = first.get(key)
        if (other === undefined) first.set(key, field)
        else if (withoutEnding(other.value) !== name) {
          const message = `\`${field.value}\` and \`${other.value}\` are the same module, and only one of them is the name of its file: KMM does not find the other`
          const related = [{ range: other.range, message: `\`${other.value}\` stands here` }]
          report({ range: field.range, path: field.path, message, related })
        }
      }
    },
  },
]

function ownNames({ modprobe }: KmmModule): readonly Field<string>[] {
  if (modprobe === undefined) return []
  const order = stringFields(modprobe.node, 'modulesLoadingOrder', modprobe.path)
  return modprobe.moduleName === undefined ? order : [modprobe.moduleName, ...order]
}

function inTreeNames(module: KmmModule): readonly Field<string>[] {
  const owners = [{ node: module.container, path: module.containerPath }, ...module.kernelMappings]
  const naming = owners.filter(({ node }) => inTreeKeys.some((key) => childOf(node, key) !== undefined))
  return naming.flatMap(({ node, path }) => {
    const single = stringField(node, 'inTreeModuleToRemove', path)
    const list = stringFields(node, 'inTreeModulesToRemove', path)
    return single === undefined ? list : [single, ...list]
  })
}

const inTreeKeys = ['inTreeModuleToRemove', 'inTreeModulesToRemove']

function isFileName(name: string): boolean {
  return !name.includes('{{') && !name.includes('$') && /\.ko(\.\w+)?$|[/\s]/.test(name)
}

function withoutEnding(name: string): string {
  return name.replace(/\.ko(\.\w+)?$/, '')
}

function nameWithin(name: string): string | undefined {
  const bare =
    name
      .trim()
      .split('/')
      .at(-1)
      ?.replace(/\.ko(\.\w+)?$/, '') ?? ''
  return /^[A-Za-z][\w-]+$/.test(bare) && !/^(on|off|yes|no|true|false|null)$/i.test(bare) ? bare : undefined
}

function bareName(module: KmmModule, field: Field<string>): readonly Fix[] {
  const name = nameWithin(field.value)
  const fix = name === undefined ? undefined : replaceText(module, field, name, `Use ${name}`)
  return fix === undefined ? [] : [{ ...fix, preferred: true }]
}

/** `moduleName` and the loading order belong together, so that all of their names change at once. */
function bareNames(module: KmmModule, names: readonly Field<string>[]): readonly Fix[] {
  const bare = names.map(({ value }) => (isFileName(value) ? nameWithin(value) : value))
  const order = bare.filter((_, at) => typeof names[at]?.path.at(-1) === 'number')
  if (bare.includes(undefined) || new Set(order).size < order.length) return []
  const fixes = names.filter(({ value }) => isFileName(value)).flatMap((field) => bareName(module, field))
  const edits = fixes.flatMap((fix) => fix.edits)
  const [only] = fixes
  if (only === undefined || fixes.length < names.filter(({ value }) => isFileName(value)).length) return []
  return [{ title: fixes.length === 1 ? only.title : 'Use the names of the modules', edits, preferred: true }]
}
