import { templateParts, templateVariables } from '../../kmm/imageTemplate.ts'
import { type Field, type KmmModule, stringField, stringFields } from '../../kmm/kmmModule.ts'
import type { Path } from '../../yaml/yamlNode.ts'
import { nodeAt } from '../../yaml/yamlPath.ts'
import { mapsOf, partRange } from './fieldText.ts'
import type { Rule } from './rule.ts'

/** Variables where KMM expands none. */
export const templateFieldRules: readonly Rule[] = [
  {
    id: 'kmm/template-not-expanded',
    title: 'A template variable in a field that KMM does not expand',
    why: 'KMM expands variables in `containerImage`, `unsignedImage` and `filesToSign` only. Elsewhere the text stays as it is written, `$` included, and what it names does not exist. A Dockerfile gets `KERNEL_VERSION`, `KERNEL_FULL_VERSION`, `MOD_NAME` and `MOD_NAMESPACE` as build arguments without being told.',
    bad: 'modprobe:\n  moduleName: driver\n  dirName: /opt/${KERNEL_FULL_VERSION}',
    good: 'modprobe:\n  moduleName: driver\n  dirName: /opt',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ReplaceInTemplates, internal/utils/template.go',
    check(module, _context, report) {
      for (const field of plainFields(module)) {
        if (!field.value.includes('$')) continue
        for (const { name, range } of templateParts(field.value)) {
          if (!Object.hasOwn(templateVariables, name)) continue
          const message = `KMM does not expand \`${name}\` here: the text stays as it is written, which \`containerImage\`, \`unsignedImage\` and \`filesToSign\` do not`
          report({ range: partRange(module.document, field, range), path: field.path, message })
        }
      }
    },
  },
]

/** Texts below these keys are taken as they are written. */
const modprobeTexts = ['moduleName', 'dirName', 'firmwarePath', 'modprobedDir']
const podOwners = ['devicePlugin', 'dra']

function plainFields(module: KmmModule): readonly Field<string>[] {
  const { containerPath, specPath } = module
  const modprobe = [...containerPath, 'modprobe']
  const owners = [containerPath, ...module.kernelMappings.map((mapping) => mapping.path)]
  const text = (path: Path, key: string): readonly Field<string>[] =>
    [stringField(nodeAt(module.root, path), key, path) ?? []].flat()
  const texts = (path: Path, key: string): readonly Field<string>[] =>
    stringFields(nodeAt(module.root, path), key, path)
  const below = (path: Path, key: string): readonly Field<string>[] =>
    mapsOf(module, path).flatMap((one) => stringField(one.map, key, one.path) ?? [])
  return [
    ...modprobeTexts.flatMap((key) => text(modprobe, key)),
    ...texts(modprobe, 'parameters'),
    ...texts(modprobe, 'modulesLoadingOrder'),
    ...['args', 'rawArgs'].flatMap((key) => ['load', 'unload'].flatMap((action) => texts([...modprobe, key], action))),
    ...text(containerPath, 'version'),
    ...owners.flatMap((owner) => [
      ...text(owner, 'inTreeModuleToRemove'),
      ...texts(owner, 'inTreeModulesToRemove'),
      ...text([...owner, 'build', 'dockerfileConfigMap'], 'name'),
      ...below([...owner, 'build', 'buildArgs'], 'value'),
      ...below([...owner, 'build', 'secrets'], 'name'),
      ...text([...owner, 'sign', 'keySecret'], 'name'),
      ...text([...owner, 'sign', 'certSecret'], 'name'),
    ]),
    ...module.kernelMappings.flatMap((mapping) => mapping.literal ?? []),
    ...text([...specPath, 'imageRepoSecret'], 'name'),
    ...text([...specPath, 'moduleLoader'], 'serviceAccountName'),
    ...podOwners.flatMap((owner) => [
      ...text([...specPath, owner, 'container'], 'image'),
      ...text([...specPath, owner, 'initContainer'], 'image'),
      ...text([...specPath, owner], 'serviceAccountName'),
      ...mapsOf(module, [...specPath, owner, 'volumes']).flatMap(({ path }) => text([...path, 'hostPath'], 'path')),
    ]),
  ]
}
