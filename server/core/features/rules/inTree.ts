import type { KmmModule } from '../../kmm/kmmModule.ts'
import type { Path, YamlNode } from '../../yaml/yamlNode.ts'
import { nodeAt, pairOf } from '../../yaml/yamlPath.ts'
import type { Fix } from '../problem.ts'
import { isSet, keyRange, removeKeyFix, textOrEmpty } from './fieldText.ts'
import type { Rule } from './rule.ts'

const single = 'inTreeModuleToRemove'
const list = 'inTreeModulesToRemove'

/** Which modules of the kernel's own are removed first. */
export const inTreeRules: readonly Rule[] = [
  {
    id: 'kmm/in-tree-twice',
    title: 'Both the old and the new field for in-tree modules',
    why: '`inTreeModuleToRemove` is the old field for one module, `inTreeModulesToRemove` the new one for several. The webhook refuses both, in one place or one in the container and the other in a mapping.',
    bad: 'inTreeModuleToRemove: nouveau\ninTreeModulesToRemove: [nouveau]',
    good: 'inTreeModulesToRemove: [nouveau]',
    severity: 'error',
    releases: { since: '2.1' },
    source: 'validateKernelMappings, internal/webhook/module.go',
    webhookOrder: 500,
    eachMapping: true,
    check(module, _context, report) {
      const container = { node: module.container, path: module.containerPath }
      if (hasSingle(container.node) && hasList(container.node)) {
        report(twice(module, container.path, 'the container'))
      }
      for (const { node, path } of module.kernelMappings) {
        if (hasSingle(node) && hasList(node)) report(twice(module, path, 'this mapping'))
        const other =
          hasSingle(node) && hasList(container.node)
            ? single
            : hasList(node) && hasSingle(container.node)
              ? list
              : undefined
        if (other === undefined) continue
        const above = other === single ? list : single
        const key = [...path, other]
        const message = `\`${other}\` cannot stand here while the container has \`${above}\`, which KMM refuses: use \`${list}\` in both`
        const related = [{ range: keyRange(module, [...container.path, above]), message: `\`${above}\` stands here` }]
        report({ range: keyRange(module, key), path: key, message, related, fixes: removeKeyFix(module, key) })
      }
    },
  },
  {
    id: 'kmm/in-tree-deprecated',
    title: 'The deprecated field for one in-tree module',
    why: '`inTreeModuleToRemove` is deprecated since KMM 2.1; the list `inTreeModulesToRemove` does the same for any number of modules.',
    bad: 'inTreeModuleToRemove: nouveau',
    good: 'inTreeModulesToRemove:\n  - nouveau',
    severity: 'information',
    releases: { since: '2.1' },
    source: 'api/v1beta1/module_types.go',
    check(module, _context, report) {
      const owners = [{ node: module.container, path: module.containerPath }, ...module.kernelMappings]
      const used = owners.filter(({ node }) => hasSingle(node))
      const fix = modernFix(module, used)
      for (const { path } of used) {
        const message = `\`${single}\` is deprecated since KMM 2.1: use the list \`${list}\``
        report({ range: keyRange(module, [...path, single]), path: [...path, single], message, fixes: fix })
      }
    },
  },
]

function twice(module: KmmModule, path: Path, where: string) {
  const message = `\`${single}\` and \`${list}\` cannot both stand in ${where}, which KMM refuses: keep \`${list}\``
  const key = [...path, single]
  return { range: keyRange(module, key), path: key, message, fixes: removeKeyFix(module, key) }
}

function hasSingle(node: YamlNode | undefined): boolean {
  return isSet(node, single) && textOrEmpty(node, single) !== ''
}

/** An empty list counts as one that is given. */
function hasList(node: YamlNode | undefined): boolean {
  return isSet(node, list)
}

/** Turns every use of the old field into the list at once: one alone would contradict the others. */
function modernFix(
  module: KmmModule,
  used: readonly { readonly node: YamlNode | undefined; readonly path: Path }[],
): readonly Fix[] {
  const edits = used.map(({ node, path }) => {
    const pair = pairOf(node, single)
    const value = nodeAt(module.root, [...path, single])
    if (pair === undefined || pair.merged === true || hasList(node) || value?.type !== 'scalar' || value.alias)
      return undefined
    const text = module.document.text.slice(value.range.start, value.range.end)
    if (text.includes('\n')) return undefined
    return [
      { range: pair.key.range, newText: list },
      {
        range: value.range,
        newText: `[${/[,[\]{}]/.test(text) && value.style === 'plain' ? JSON.stringify(text) : text}]`,
      },
    ]
  })
  if (edits.includes(undefined)) return []
  return [{ title: `Use ${list}`, edits: edits.flatMap((pair) => pair ?? []), preferred: true }]
}
