import { type Field, type KmmModule, stringField } from '../../kmm/kmmModule.ts'
import { nearestKey } from '../../schema/nearestKey.ts'
import { removeItemEdit } from '../../yaml/listEdit.ts'
import type { Path } from '../../yaml/yamlNode.ts'
import { nodeAt } from '../../yaml/yamlPath.ts'
import type { Fix } from '../problem.ts'
import { mapsOf, removeKeyFix, replaceText } from './fieldText.ts'
import type { Rule } from './rule.ts'

/** Volumes of device plugins and DRA drivers. */
export const volumeRules: readonly Rule[] = [
  {
    id: 'kmm/volume-reserved',
    title: 'A volume with a name that KMM uses itself',
    why: 'KMM mounts the directories of the kubelet into these pods under names of its own: `kubelet-device-plugins`, or `kubelet-plugins`, `kubelet-plugins-registry` and `cdi`. A second volume of that name makes the DaemonSet invalid.',
    bad: 'devicePlugin:\n  container:\n    image: quay.io/example/plugin:1.0\n    volumeMounts: [{name: kubelet-device-plugins, mountPath: /plugins}]\n  volumes:\n    - name: kubelet-device-plugins\n      emptyDir: {}',
    good: 'devicePlugin:\n  container:\n    image: quay.io/example/plugin:1.0\n    volumeMounts: [{name: plugins, mountPath: /plugins}]\n  volumes:\n    - name: plugins\n      emptyDir: {}',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    check(module, _context, report) {
      for (const { owner, volumes } of pods(module)) {
        for (const field of volumes) {
          if (!reserved[owner].includes(field.value)) continue
          const message = `KMM adds a volume \`${field.value}\` itself, and two of one name make the pod invalid: choose another name`
          report({ range: field.range, path: field.path, message })
        }
      }
    },
  },
  {
    id: 'kmm/volume-twice',
    title: 'Two volumes of one name, or two mounts at one place',
    why: 'The API server refuses the DaemonSet that KMM makes when two of its volumes share a name, or a container mounts two at one path. The Module itself is accepted, so that the device plugin just does not come up.',
    bad: 'devicePlugin:\n  container:\n    image: quay.io/example/plugin:1.0\n    volumeMounts: [{name: state, mountPath: /state}]\n  volumes:\n    - name: state\n      emptyDir: {}\n    - name: state\n      hostPath: {path: /var/lib/state}',
    good: 'devicePlugin:\n  container:\n    image: quay.io/example/plugin:1.0\n    volumeMounts: [{name: state, mountPath: /state}]\n  volumes:\n    - name: state\n      hostPath: {path: /var/lib/state}',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    check(module, _context, report) {
      for (const { volumes, places } of pods(module)) {
        for (const { range, path } of repeated(volumes)) {
          report({ range, path, message: 'Another volume has this name, so the DaemonSet that KMM makes is refused' })
        }
        for (const { range, path } of places.flatMap(repeated)) {
          report({ range, path, message: 'Another volume is mounted here, so the DaemonSet that KMM makes is refused' })
        }
      }
    },
  },
  {
    id: 'kmm/volume-mount-unknown',
    title: 'A mount of a volume that is not there',
    why: 'The API server refuses the DaemonSet that KMM makes when a mount names no volume of the pod. The Module itself is accepted, so that the device plugin just does not come up.',
    bad: 'devicePlugin:\n  container:\n    image: quay.io/example/plugin:1.0\n    volumeMounts: [{name: stat, mountPath: /state}]\n  volumes:\n    - name: state\n      emptyDir: {}',
    good: 'devicePlugin:\n  container:\n    image: quay.io/example/plugin:1.0\n    volumeMounts: [{name: state, mountPath: /state}]\n  volumes:\n    - name: state\n      emptyDir: {}',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    check(module, _context, report) {
      for (const { owner, volumes, mounts } of pods(module)) {
        const names = volumes.map(({ value }) => value)
        for (const field of mounts) {
          if (field.value === '' || names.includes(field.value) || reserved[owner].includes(field.value)) continue
          const near = nearestKey(field.value, names)
          const hint = near === undefined ? `add it to \`${owner}.volumes\`` : `did you mean \`${near}\`?`
          const message = `No volume has the name \`${field.value}\`, so the DaemonSet that KMM makes is refused: ${hint}`
          const fix = near === undefined ? undefined : replaceText(module, field, near, `Use ${near}`)
          const fixes = fix ? [{ ...fix, preferred: true }] : []
          report({ range: field.range, path: field.path, message, fixes })
        }
      }
    },
  },
  {
    id: 'kmm/volume-unused',
    title: 'A volume that nothing mounts',
    why: 'A volume is seen in a container only where `volumeMounts` names it; one that no container mounts is most often one whose mount was forgotten.',
    bad: 'devicePlugin:\n  container:\n    image: quay.io/example/plugin:1.0\n  volumes:\n    - name: state\n      emptyDir: {}',
    good: 'devicePlugin:\n  container:\n    image: quay.io/example/plugin:1.0\n    volumeMounts: [{name: state, mountPath: /state}]\n  volumes:\n    - name: state\n      emptyDir: {}',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    check(module, _context, report) {
      for (const { owner, volumes, mounts } of pods(module)) {
        const mounted = new Set(mounts.map(({ value }) => value))
        for (const field of volumes) {
          if (field.value === '' || mounted.has(field.value) || reserved[owner].includes(field.value)) continue
          // The mount that is misspelt is told of itself.
          if (mounts.some(({ value }) => nearestKey(value, [field.value]) !== undefined)) continue
          const message = `No container mounts \`${field.value}\`: add it to \`volumeMounts\`, or remove it`
          report({ range: field.range, path: field.path, message, fixes: removeFix(module, field.path.slice(0, -1)) })
        }
      }
    },
  },
]

type Owner = 'devicePlugin' | 'dra'

const reserved: Readonly<Record<Owner, readonly string[]>> = {
  devicePlugin: ['kubelet-device-plugins'],
  dra: ['kubelet-plugins', 'kubelet-plugins-registry', 'cdi'],
}

const owners: readonly Owner[] = ['devicePlugin', 'dra']

interface Pod {
  readonly owner: Owner
  readonly volumes: readonly Field<string>[]
  readonly mounts: readonly Field<string>[]
  /** where each container mounts them */
  readonly places: readonly (readonly Field<string>[])[]
}

/** Pods with names that are all known: one from a template could be any. */
function pods(module: KmmModule): readonly Pod[] {
  const texts = (path: Path, key: string): readonly Field<string>[] =>
    mapsOf(module, path).flatMap((one) => stringField(one.map, key, one.path) ?? [])
  return owners.flatMap((owner) => {
    const path = [...module.specPath, owner]
    const volumes = texts([...path, 'volumes'], 'name')
    const lists = ['container', 'initContainer'].map((key) => [...path, key, 'volumeMounts'])
    const mounts = lists.flatMap((list) => texts(list, 'name'))
    if ([...volumes, ...mounts].some(({ value }) => value.includes('{{'))) return []
    const places = lists.map((list) => texts(list, 'mountPath').filter(({ value }) => !value.includes('{{')))
    return [{ owner, volumes, mounts, places }]
  })
}

/** What has been there before. */
function repeated(fields: readonly Field<string>[]): readonly Field<string>[] {
  const seen = new Set<string>()
  return fields.filter(({ value }) => seen.size === seen.add(value).size)
}

function removeFix(module: KmmModule, path: Path): readonly Fix[] {
  const list = nodeAt(module.root, path.slice(0, -1))
  const at = path.at(-1)
  if (list?.type !== 'list' || typeof at !== 'number') return []
  if (list.items.length === 1) return removeKeyFix(module, path.slice(0, -1))
  const edit = removeItemEdit(module.document, list, at)
  return edit === undefined ? [] : [{ title: 'Remove the volume', edits: [edit] }]
}
