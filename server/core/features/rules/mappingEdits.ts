import type { KernelMapping, KmmModule } from '../../kmm/kmmModule.ts'
import { moveItemEdits } from '../../yaml/itemLines.ts'
import { removeItemEdit } from '../../yaml/listEdit.ts'
import type { YamlList } from '../../yaml/yamlNode.ts'
import { nodeAt } from '../../yaml/yamlPath.ts'
import type { Fix } from '../problem.ts'

/** Moves a mapping above another, or takes it out. */
export function orderFixes(module: KmmModule, mapping: KernelMapping, above: number | undefined): readonly Fix[] {
  const moved =
    above === undefined
      ? undefined
      : inMappings(module, (list) => moveItemEdits(module.document, list, mapping.index, above))
  const fixes: Fix[] =
    moved === undefined || above === undefined
      ? []
      : [{ title: `Move it above mapping ${above + 1}`, edits: moved, preferred: true }]
  return [...fixes, ...removeMappingFix(module, mapping)]
}

/** Takes a mapping out, where others are left. */
export function removeMappingFix(module: KmmModule, mapping: KernelMapping): readonly Fix[] {
  const edit = inMappings(module, (list) => removeItemEdit(module.document, list, mapping.index))
  return edit === undefined ? [] : [{ title: 'Remove this mapping', edits: [edit] }]
}

function inMappings<T>(module: KmmModule, edit: (list: YamlList) => T | undefined): T | undefined {
  const list = nodeAt(module.root, [...module.containerPath, 'kernelMappings'])
  return list?.type === 'list' ? edit(list) : undefined
}
