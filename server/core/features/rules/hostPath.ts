import { newestRelease, spanCovers, type TargetRelease } from '../../kmm/release.ts'
import { childOf } from '../../yaml/yamlPath.ts'
import { mapsOf, textOrEmpty } from './fieldText.ts'
import type { Rule } from './rule.ts'

interface Allowed {
  readonly roots: readonly string[]
  readonly owners: readonly string[]
}

/** Since 2.7; OpenShift's releases of June 2026 have it for device plugins back to 2.5, without `/run`. */
function allowedBy(target: TargetRelease): Allowed | undefined {
  const roots = ['/dev', '/sys', '/var', '/opt']
  if (spanCovers({ since: '2.7' }, target)) return { roots: [...roots, '/run'], owners: ['dra', 'devicePlugin'] }
  const early = spanCovers({ since: '2.5', editions: ['openshift'] }, target)
  return early ? { roots, owners: ['devicePlugin'] } : undefined
}

/** Paths of the node in pods that KMM makes. */
export const hostPathRules: readonly Rule[] = [
  {
    id: 'kmm/host-path',
    title: 'A hostPath outside the directories that KMM allows',
    why: 'Pods of device plugins and DRA drivers are privileged. The webhook lets them see only `/dev`, `/sys`, `/var`, `/opt` and `/run` of the node: upstream since KMM 2.7, OpenShift since its 2.5, there without `/run` up to 2.6.',
    bad: 'devicePlugin:\n  container:\n    image: quay.io/example/plugin:1.0\n    volumeMounts: [{name: etc, mountPath: /etc}]\n  volumes:\n    - name: etc\n      hostPath: {path: /etc}',
    good: 'devicePlugin:\n  container:\n    image: quay.io/example/plugin:1.0\n    volumeMounts: [{name: state, mountPath: /state}]\n  volumes:\n    - name: state\n      hostPath: {path: /var/lib/driver}',
    severity: 'error',
    releases: { since: '2.5' },
    source: 'validateVolumes, internal/webhook/module.go',
    webhookOrder: 400,
    check(module, context, report) {
      const allowed = allowedBy(context.target ?? newestRelease)
      if (allowed === undefined) return
      for (const owner of allowed.owners) {
        for (const { map, path } of mapsOf(module, [...module.specPath, owner, 'volumes'])) {
          const hostPath = childOf(map, 'hostPath')
          const node = childOf(hostPath, 'path')
          const text = textOrEmpty(hostPath, 'path')
          if (node === undefined || text === undefined || isAllowed(text, allowed.roots)) continue
          const message = `\`${text}\` is none of the node's directories that KMM allows: use one below ${allowed.roots.map((one) => `\`${one}\``).join(', ')}`
          report({ range: node.alias ?? node.range, path: [...path, 'hostPath', 'path'], message })
        }
      }
    },
  },
]

function isAllowed(path: string, roots: readonly string[]): boolean {
  const clean = cleanPath(path)
  return roots.some((root) => clean === root || clean.startsWith(`${root}/`))
}

/** Go's `filepath.Clean`: no empty, `.` or `..` parts as far as they can be resolved. */
function cleanPath(path: string): string {
  const rooted = path.startsWith('/')
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (!rooted) parts.push(part)
  }
  return `${rooted ? '/' : ''}${parts.join('/')}` || '.'
}
