import type { KmmModule } from '../../kmm/kmmModule.ts'
import { compareReleases, newestRelease } from '../../kmm/release.ts'
import type { Path, YamlNode } from '../../yaml/yamlNode.ts'
import { nodeAt } from '../../yaml/yamlPath.ts'
import { isSet, keyRange, removeKeyFix } from './fieldText.ts'
import type { Rule, RuleContext } from './rule.ts'

/** Fields that the schema takes and the target release does not look at. */
export const ignoredFieldRules: readonly Rule[] = [
  {
    id: 'kmm/field-ignored',
    title: 'A field that OpenShift does not look at',
    why: "OpenShift builds and signs images with its own Build objects instead of kaniko. Its KMM accepts kaniko's settings, the settings of registry connections, and tolerations for builds, and leaves them out.",
    bad: 'kernelMappings:\n  - regexp: ^.+$\n    containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}\n    build:\n      dockerfileConfigMap: {name: dockerfile}\n      kanikoParams: {tag: v1.23.0}',
    good: 'kernelMappings:\n  - regexp: ^.+$\n    containerImage: quay.io/example/driver:${KERNEL_FULL_VERSION}\n    build:\n      dockerfileConfigMap: {name: dockerfile}',
    severity: 'warning',
    releases: { since: '1.0', editions: ['openshift'] },
    source: 'internal/build/ocpbuild/maker.go',
    eachMapping: true,
    check(module, context, report) {
      for (const path of ignoredPaths(module, context)) {
        const key = String(path.at(-1))
        const message = `OpenShift's KMM does not look at \`${key}\`: its builds go without`
        report({ range: keyRange(module, path), path, message, fixes: removeKeyFix(module, path) })
      }
      const tolerations = [...module.specPath, 'tolerations']
      const builds = owners(module).some((path) => isSet(nodeAt(module.root, path), 'build'))
      if (builds && isSet(module.spec, 'tolerations')) {
        const message = "OpenShift's KMM gives its builds no tolerations: they run on nodes without taints only"
        report({ range: keyRange(module, tolerations), path: tolerations, message })
      }
    },
  },
  {
    id: 'kmm/pull-policy-ignored',
    title: 'A pull policy that the worker of 2.0 and 2.1 does not look at',
    why: 'In KMM 2.0 and 2.1 the worker pulls the image itself, each time anew, whatever `imagePullPolicy` says. Since 2.2 the kubelet pulls it.',
    bad: 'imagePullPolicy: Always',
    good: 'version: "1.0"',
    severity: 'warning',
    releases: { since: '2.0', until: '2.1' },
    source: 'ours',
    check(module, _context, report) {
      if (!isSet(module.container, 'imagePullPolicy')) return
      const path = [...module.containerPath, 'imagePullPolicy']
      const message = 'KMM 2.0 and 2.1 do not look at `imagePullPolicy`: their worker pulls the image each time'
      report({ range: keyRange(module, path), path, message, fixes: removeKeyFix(module, path) })
    },
  },
]

function owners(module: KmmModule): readonly Path[] {
  return [module.containerPath, ...module.kernelMappings.map((mapping) => mapping.path)]
}

function ignoredPaths(module: KmmModule, { target = newestRelease }: RuleContext): readonly Path[] {
  const candidates = owners(module).flatMap((path) => [
    [...path, 'build', 'kanikoParams'],
    [...path, 'build', 'baseImageRegistryTLS'],
    [...path, 'sign', 'unsignedImageRegistryTLS'],
  ])
  const given = candidates.filter((path) => isSet(nodeAt(module.root, path.slice(0, -1)), String(path.at(-1))))
  // Up to 2.3 the operator itself asked the registry, with these settings; since then they are for pushing only.
  const unasked =
    compareReleases(target.version, '2.4') >= 0 ? owners(module).map((path) => [...path, 'registryTLS']) : []
  return [...given, ...unasked.filter((path) => loosens(nodeAt(module.root, path)))]
}

/** Whether settings of a registry's connection ask for anything; an exported `{}` does not. */
function loosens(node: YamlNode | undefined): boolean {
  return node?.type === 'map' && node.pairs.some(({ value }) => value.type === 'scalar' && value.value === true)
}
