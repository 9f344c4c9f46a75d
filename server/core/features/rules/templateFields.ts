import { templateParts, templateVariables } from '../../kmm/imageTemplate.ts'
import type { Field, KmmModule } from '../../kmm/kmmModule.ts'
import type { Path, YamlNode, YamlScalar } from '../../yaml/yamlNode.ts'
import { childOf } from '../../yaml/yamlPath.ts'
import { partRange } from './fieldText.ts'
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
    eachMapping: true,
    check(module, _context, report) {
      for (const field of plainFields(module)) {
        for (const { name, range } of templateParts(field.value)) {
          if (!Object.hasOwn(templateVariables, name)) continue
          const message = `KMM does not expand \`${name}\` here: the text stays as it is written, which \`containerImage\`, \`unsignedImage\` and \`filesToSign\` do not`
          report({ range: partRange(module.document, field, range), path: field.path, message })
        }
      }
    },
  },
]

/** Texts that are taken as they are written, of those that hold a dollar sign. */
function plainFields(module: KmmModule): readonly Field<string>[] {
  const { containerPath, container, specPath, spec } = module
  const loader = [...specPath, 'moduleLoader']
  return [
    ...modprobeFields(childOf(container, 'modprobe'), [...containerPath, 'modprobe']),
    ...texts(container, containerPath, ['version']),
    ...ownerFields(container, containerPath),
    ...module.kernelMappings.flatMap(({ node, path }) => [
      ...ownerFields(node, path),
      ...texts(node, path, ['literal']),
    ]),
    ...texts(childOf(spec, 'imageRepoSecret'), [...specPath, 'imageRepoSecret'], ['name']),
    ...texts(childOf(spec, 'moduleLoader'), loader, ['serviceAccountName']),
    ...['devicePlugin', 'dra'].flatMap((key) => podFields(childOf(spec, key), [...specPath, key])),
  ]
}

function modprobeFields(node: YamlNode | undefined, path: Path): readonly Field<string>[] {
  return [
    ...texts(node, path, ['moduleName', 'dirName', 'firmwarePath', 'modprobedDir']),
    ...lists(node, path, ['parameters', 'modulesLoadingOrder']),
    ...['args', 'rawArgs'].flatMap((key) => lists(childOf(node, key), [...path, key], ['load', 'unload'])),
  ]
}

/** Of the container or a mapping. */
function ownerFields(node: YamlNode | undefined, path: Path): readonly Field<string>[] {
  const build = childOf(node, 'build')
  const sign = childOf(node, 'sign')
  return [
    ...texts(node, path, ['inTreeModuleToRemove']),
    ...lists(node, path, ['inTreeModulesToRemove']),
    ...texts(childOf(build, 'dockerfileConfigMap'), [...path, 'build', 'dockerfileConfigMap'], ['name']),
    ...items(build, [...path, 'build'], 'buildArgs').flatMap((item) => texts(item.node, item.path, ['value'])),
    ...items(build, [...path, 'build'], 'secrets').flatMap((item) => texts(item.node, item.path, ['name'])),
    ...['keySecret', 'certSecret'].flatMap((key) => texts(childOf(sign, key), [...path, 'sign', key], ['name'])),
  ]
}

function podFields(node: YamlNode | undefined, path: Path): readonly Field<string>[] {
  return [
    ...['container', 'initContainer'].flatMap((key) => texts(childOf(node, key), [...path, key], ['image'])),
    ...texts(node, path, ['serviceAccountName']),
    ...items(node, path, 'volumes').flatMap((item) =>
      texts(childOf(item.node, 'hostPath'), [...item.path, 'hostPath'], ['path']),
    ),
  ]
}

function texts(node: YamlNode | undefined, path: Path, keys: readonly string[]): readonly Field<string>[] {
  return keys.flatMap((key) => {
    const value = childOf(node, key)
    return hasDollar(value) ? [{ value: value.value, range: value.range, path: [...path, key] }] : []
  })
}

function lists(node: YamlNode | undefined, path: Path, keys: readonly string[]): readonly Field<string>[] {
  return keys.flatMap((key) =>
    items(node, path, key).flatMap((item) =>
      hasDollar(item.node) ? [{ value: item.node.value, range: item.node.range, path: item.path }] : [],
    ),
  )
}

function items(
  node: YamlNode | undefined,
  path: Path,
  key: string,
): readonly { readonly node: YamlNode; readonly path: Path }[] {
  const list = childOf(node, key)
  return list?.type === 'list' ? list.items.map((item, at) => ({ node: item, path: [...path, key, at] })) : []
}

function hasDollar(node: YamlNode | undefined): node is YamlScalar & { readonly value: string } {
  return node?.type === 'scalar' && typeof node.value === 'string' && node.value.includes('$')
}
