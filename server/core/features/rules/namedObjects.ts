import { allBlocks } from '../../kmm/buildSign.ts'
import { type Field, type KmmModule, stringField } from '../../kmm/kmmModule.ts'
import type { Path, YamlNode, YamlPair } from '../../yaml/yamlNode.ts'
import { childOf, nodeAt, pairOf } from '../../yaml/yamlPath.ts'
import type { Fix } from '../problem.ts'
import { placeInSight } from '../sight.ts'
import type { InSight, Rule } from './rule.ts'

const moduleText = (more: string): string => `---
apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: Module
metadata:
  name: driver
  namespace: default
spec:
  selector: {gpu: present}
${more}  moduleLoader:
    container:
      modprobe: {moduleName: driver}
      kernelMappings:
        - regexp: ^.+$
          containerImage: quay.io/example/driver:\${KERNEL_FULL_VERSION}
`
const signed = (key: string): string => `apiVersion: v1
kind: Secret
metadata:
  name: driver-cert
  namespace: default
stringData:
  ${key}: example
${moduleText('')}          sign:
            unsignedImage: quay.io/example/driver:unsigned
            keySecret: {name: driver-key}
            certSecret: {name: driver-cert}
            filesToSign: ["/opt/lib/modules/\${KERNEL_FULL_VERSION}/driver.ko"]`
const pulled = (type: string, key: string): string => `apiVersion: v1
kind: Secret
metadata:
  name: registry
  namespace: default
type: ${type}
stringData:
  ${key}: "{}"
${moduleText('  imageRepoSecret: {name: registry}\n')}`
const inNamespace = (level: string): string => `apiVersion: v1
kind: Namespace
metadata:
  name: default
  labels:
    pod-security.kubernetes.io/enforce: ${level}
${moduleText('')}`

/** What a Module needs of the Secrets that it names and of the Namespace that it is in. */
export const namedObjectRules: readonly Rule[] = [
  {
    id: 'kmm/sign-secret-key',
    title: 'A Secret for signing without the key that KMM reads',
    why: 'KMM reads the private key from the key `key` of its Secret and the certificate from `cert` of the other. Without it signing fails. Some instructions create the certificate under `key`, which cannot work.',
    bad: signed('key'),
    good: signed('cert'),
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    check(module, { inSight, namespace }, report) {
      if (module.kind !== 'Module' || inSight === undefined) return
      for (const { path } of allBlocks(module, 'sign')) {
        for (const [field, key] of signKeys) {
          const name = nameAt(module, [...path, field])
          const secret = name && inSight.find('Secret', namespace, name.value)
          if (name === undefined || secret === undefined) continue
          const pairs = pairsOf(secret)
          if (pairs === undefined || pairs.some((pair) => pair.key.text === key)) continue
          const place = childOf(secret.document.root, 'metadata')?.range ?? { start: 0, end: 0 }
          const message = `The Secret \`${name.value}\` has no key \`${key}\`, so KMM cannot sign`
          const related = [{ ...placeInSight(secret, pairs[0]?.key.range ?? place), message: 'the Secret' }]
          report({ range: name.range, path: name.path, message, related, fixes: renameFix(secret, pairs, key) })
        }
      }
    },
  },
  {
    id: 'kmm/pull-secret-type',
    title: 'A pull secret of a type that the kubelet does not read',
    why: 'Credentials for a registry are read from Secrets of type `kubernetes.io/dockerconfigjson` only. Another type is accepted and ignored, and a private image cannot be pulled.',
    bad: pulled('Opaque', '.dockerconfigjson'),
    good: pulled('kubernetes.io/dockerconfigjson', '.dockerconfigjson'),
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    check(module, { inSight, namespace }, report) {
      if (module.kind !== 'Module' || inSight === undefined) return
      const name = nameAt(module, [...module.specPath, 'imageRepoSecret'])
      const secret = name && inSight.find('Secret', namespace, name.value)
      if (name === undefined || secret === undefined) return
      const pair = pairOf(secret.document.root, 'type')
      const type = pair === undefined ? 'Opaque' : textOf(pair.value)
      if (type === undefined || pullTypes.has(type)) return
      const place = pair?.value.range ?? childOf(secret.document.root, 'kind')?.range ?? { start: 0, end: 0 }
      const message = `The Secret \`${name.value}\` is of type \`${type}\`, from which no node reads credentials: it must be \`kubernetes.io/dockerconfigjson\``
      const related = [{ ...placeInSight(secret, place), message: 'the Secret' }]
      report({ range: name.range, path: name.path, message, related })
    },
  },
  {
    id: 'kmm/namespace-pod-security',
    title: "A Namespace that does not admit KMM's pods",
    why: "KMM's worker pods run in the namespace of the Module and need more than the Pod Security levels `baseline` and `restricted` allow. They are refused there, the module is never loaded, and only the operator's log says so.",
    bad: inNamespace('baseline'),
    good: inNamespace('privileged'),
    severity: 'warning',
    releases: { since: '2.0' },
    source: 'ours',
    check(module, { inSight, namespace }, report) {
      if (module.kind !== 'Module' || inSight === undefined) return
      const object = inSight.find('Namespace', '', namespace)
      const labels = childOf(childOf(object?.document.root, 'metadata'), 'labels')
      const pair = pairOf(labels, 'pod-security.kubernetes.io/enforce')
      const level = textOf(pair?.value)
      if (object === undefined || pair === undefined || (level !== 'baseline' && level !== 'restricted')) return
      const place = module.namespace ?? module.name
      if (place === undefined) return
      const message = `The Namespace \`${namespace}\` enforces Pod Security \`${level}\`, which refuses KMM's worker pods: it must be \`privileged\``
      const at = placeInSight(object, pair.value.range)
      const fixes: readonly Fix[] =
        object.uri !== undefined || pair.value.alias !== undefined || pair.merged === true
          ? []
          : [{ title: 'Let the Namespace enforce privileged', edits: [{ range: at.range, newText: 'privileged' }] }]
      report({ range: place.range, path: place.path, message, related: [{ ...at, message: 'the label' }], fixes })
    },
  },
]

const signKeys = [
  ['keySecret', 'key'],
  ['certSecret', 'cert'],
] as const

/** The older of the two is pulled with, too. */
const pullTypes = new Set(['kubernetes.io/dockerconfigjson', 'kubernetes.io/dockercfg'])

function nameAt(module: KmmModule, path: Path): Field<string> | undefined {
  const name = stringField(nodeAt(module.root, path), 'name', path)
  return name?.value === '' ? undefined : name
}

/** Keys of a Secret; `undefined` when it has none, so that what fills it is elsewhere. */
function pairsOf({ document }: InSight): readonly YamlPair[] | undefined {
  const pairs = ['data', 'stringData'].flatMap((key) => {
    const map = childOf(document.root, key)
    return map?.type === 'map' ? map.pairs : []
  })
  return pairs.length === 0 ? undefined : pairs
}

/** The only key of a Secret in the same file gets the name that KMM reads. */
function renameFix(secret: InSight, pairs: readonly YamlPair[], key: string): readonly Fix[] {
  const [only, ...others] = pairs
  if (secret.uri !== undefined || only === undefined || others.length > 0 || only.merged === true) return []
  const { range } = placeInSight(secret, only.key.range)
  return [{ title: `Rename its key to ${key}`, edits: [{ range, newText: key }] }]
}

function textOf(node: YamlNode | undefined): string | undefined {
  return node?.type === 'scalar' && typeof node.value === 'string' ? node.value : undefined
}
