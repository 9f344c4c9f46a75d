import { newestRelease, spanCovers, type TargetRelease } from '../../kmm/release.ts'
import type { Rule } from './rule.ts'

/** Longest name and namespace together, in bytes. */
function lengthLimitOf(target: TargetRelease): number {
  return spanCovers({ until: '2.6' }, target) ? 40 : 41
}

/** The Module's own name. */
export const nameRules: readonly Rule[] = [
  {
    id: 'kmm/name-too-long',
    title: "The Module's name and namespace are too long together",
    why: 'KMM makes label keys of both, which Kubernetes limits to 63 characters. The webhook refuses more than 41 characters together (40 up to KMM 2.6).',
    bad: 'metadata:\n  name: a-driver-with-a-rather-long-name-for-kmm\n  namespace: default',
    good: 'metadata:\n  name: a-driver\n  namespace: default',
    severity: 'error',
    releases: { since: '2.0' },
    source: 'validateModuleName, internal/webhook/module.go',
    webhookOrder: 100,
    check(module, context, report) {
      // On a hub the webhook judges the spec alone, without a name.
      if (module.kind !== 'Module' || module.name === undefined || module.name.value.includes('{{')) return
      const lengthLimit = lengthLimitOf(context.target ?? newestRelease)
      const length = utf8Length(module.name.value) + utf8Length(context.namespace)
      if (length <= lengthLimit) return
      const message = `Name and namespace \`${context.namespace}\` have ${length} characters together, KMM takes at most ${lengthLimit}: shorten the name by ${length - lengthLimit}`
      report({ range: module.name.range, path: module.name.path, message })
    },
  },
]

function utf8Length(text: string): number {
  let length = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return length
}
