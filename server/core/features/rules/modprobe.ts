import type { KmmModule } from '../../kmm/kmmModule.ts'
import { spanCovers } from '../../kmm/release.ts'
import { nearestKey } from '../../schema/nearestKey.ts'
import { insertPairEdit } from '../../yaml/yamlEdit.ts'
import { childOf, nodeAt, pairOf } from '../../yaml/yamlPath.ts'
import type { Fix } from '../problem.ts'
import { isSet, keyRange, removeKeyFix, textOrEmpty, textsOf } from './fieldText.ts'
import type { Rule } from './rule.ts'

const source = 'validateModprobe, internal/webhook/module.go'

/** What is given to modprobe. */
export const modprobeRules: readonly Rule[] = [
  {
    id: 'kmm/raw-args-with-module-name',
    title: 'rawArgs and moduleName at once',
    why: '`rawArgs` replace the whole command line of modprobe, the module name included; the webhook refuses both.',
    bad: 'modprobe:\n  moduleName: driver\n  rawArgs: {load: [driver], unload: [-r, driver]}',
    good: 'modprobe:\n  moduleName: driver',
    severity: 'error',
    releases: { since: '1.1' },
    source,
    webhookOrder: 600,
    check(module, _context, report) {
      const { modprobe } = module
      // Empty `rawArgs: {}` are as good as none.
      const rawArgs = modprobe && childOf(modprobe.node, 'rawArgs')
      if (modprobe === undefined || (!isSet(rawArgs, 'load') && !isSet(rawArgs, 'unload'))) return
      if (!isSet(modprobe.node, 'moduleName') || textOrEmpty(modprobe.node, 'moduleName') === '') return
      const path = [...modprobe.path, 'rawArgs']
      const message = '`rawArgs` cannot stand beside `moduleName`, which KMM refuses: remove one of them'
      const ordered = isSet(modprobe.node, 'modulesLoadingOrder')
      const complete = isSet(rawArgs, 'load') && isSet(rawArgs, 'unload') && !ordered
      const other = complete ? removeKeyFix(module, [...modprobe.path, 'moduleName']) : []
      const fixes = [...removeKeyFix(module, path), ...other]
      report({ range: keyRange(module, path), path: modprobe.path, message, fixes })
    },
  },
  {
    id: 'kmm/module-name-missing',
    title: 'Neither moduleName nor complete rawArgs',
    why: 'KMM needs to know what to load: `moduleName`, or `rawArgs` with both `load` and `unload`. The webhook refuses a Module without.',
    bad: 'modprobe:\n  dirName: /opt',
    good: 'modprobe:\n  moduleName: driver',
    severity: 'error',
    releases: { since: '1.1' },
    source,
    webhookOrder: 601,
    check(module, context, report) {
      const { modprobe } = module
      if (pairOf(module.root, 'spec') === undefined && context.target && spanCovers({ until: '2.3' }, context.target)) {
        const message = 'A Module without `spec` does not say what to load, which KMM refuses up to 2.3'
        report({ range: keyRange(module, ['kind']), path: [...module.containerPath, 'modprobe'], message })
      }
      if (modprobe === undefined || textOrEmpty(modprobe.node, 'moduleName') !== '') return
      const rawArgs = childOf(modprobe.node, 'rawArgs')
      if (isSet(rawArgs, 'load') && isSet(rawArgs, 'unload')) return
      const lacks =
        rawArgs?.type === 'map' ? '`rawArgs` needs both `load` and `unload`' : 'Set `moduleName`, the module to load'
      const place = rawArgs?.type === 'map' ? [...modprobe.path, 'rawArgs'] : modprobe.path
      const path = [...modprobe.path, 'moduleName']
      const message = `${lacks}: KMM refuses a Module that does not say what to load`
      report({ range: keyRange(module, place), path, message, fixes: nameFix(module) })
    },
  },
  {
    id: 'kmm/loading-order',
    title: 'A loading order that contradicts moduleName',
    why: '`modulesLoadingOrder` lists the module itself first and then what must be loaded before it: at least two different names, the first being `moduleName`.',
    bad: 'moduleName: driver\nmodulesLoadingOrder: [helper, driver]',
    good: 'moduleName: driver\nmodulesLoadingOrder: [driver, helper]',
    severity: 'error',
    releases: { since: '1.1' },
    source,
    webhookOrder: 602,
    check(module, _context, report) {
      const { modprobe } = module
      const order = modprobe && textsOf(modprobe.node, 'modulesLoadingOrder')
      const name = modprobe && textOrEmpty(modprobe.node, 'moduleName')
      if (modprobe === undefined || order === undefined || name === undefined) return
      const path = [...modprobe.path, 'modulesLoadingOrder']
      const whole = (message: string) =>
        report({ range: keyRange(module, path), path, message, fixes: orderFix(module, order) })
      if (order.length < 2) whole('A loading order needs at least two modules: add one, or remove the list')
      if (name === '') whole('A loading order needs `moduleName`, which must be its first module')
      const first = nodeAt(module.root, [...path, 0])
      if (name !== '' && order[0] !== name && first !== undefined) {
        const message = `The first module must be \`${name}\`, the \`moduleName\`; those below it are loaded before it`
        report({ range: first.alias ?? first.range, path, message, fixes: orderFix(module, order) })
      }
      const seen = new Set<string>()
      for (const [at, one] of order.entries()) {
        if (!seen.has(one)) {
          seen.add(one)
          continue
        }
        const item = nodeAt(module.root, [...path, at])
        const message = `\`${one}\` stands in the loading order already: name each module once`
        report({ range: item?.alias ?? item?.range ?? keyRange(module, path), path, message })
      }
    },
  },
]

function nameFix(module: KmmModule): readonly Fix[] {
  const { modprobe } = module
  if (modprobe === undefined || isSet(modprobe.node, 'rawArgs') || isSet(modprobe.node, 'moduleName')) return []
  // Beside a misspelt key the name is there already.
  if (modprobe.node.pairs.some(({ key }) => nearestKey(key.text, ['moduleName']) !== undefined)) return []
  const first = textsOf(modprobe.node, 'modulesLoadingOrder')?.[0] ?? ''
  const name = /^[a-z]\w{2,}$/.test(first) ? first : 'example'
  const edit = insertPairEdit(module.document, modprobe.node, 'moduleName', name)
  if (edit === undefined) return []
  return [{ title: 'Add moduleName', edits: [edit], preferred: true, ...(name !== first && { example: true }) }]
}

/** Puts `moduleName` first, where the list holds it already. */
function orderFix(module: KmmModule, order: readonly string[]): readonly Fix[] {
  const { modprobe } = module
  const name = modprobe?.moduleName?.value
  const list = modprobe && childOf(modprobe.node, 'modulesLoadingOrder')
  if (name === undefined || list?.type !== 'list' || list.alias !== undefined || order.length < 2) return []
  const at = order.indexOf(name)
  const [first, other] = [list.items[0], list.items[at]]
  if (at <= 0 || first === undefined || other === undefined || first.alias || other.alias) return []
  const text = (node: typeof first) => module.document.text.slice(node.range.start, node.range.end)
  const edits = [
    { range: first.range, newText: text(other) },
    { range: other.range, newText: text(first) },
  ]
  return [{ title: `Put ${name} first`, edits, preferred: true }]
}
