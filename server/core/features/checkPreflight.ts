import { newestRelease, spanCovers, type TargetRelease } from '../kmm/release.ts'
import type { YamlDocument } from '../yaml/yamlNode.ts'
import { childOf } from '../yaml/yamlPath.ts'
import type { DocumentKind } from './documentKind.ts'
import type { Problem } from './problem.ts'

/**
 * Checks the kernel of a PreflightValidation as its webhooks do since KMM 2.4, which see v1beta2 only
 * (`validatePreflight`, internal/webhook/preflightvalidation.go): at least three parts between `.`, `,` and `-`.
 */
export function checkPreflight(document: YamlDocument, kind: DocumentKind, target?: TargetRelease): readonly Problem[] {
  if (!kind.kind.startsWith('PreflightValidation') || !kind.apiVersion.endsWith('/v1beta2')) return []
  if (!spanCovers({ since: '2.4' }, target ?? newestRelease)) return []
  const node = childOf(childOf(document.root, 'spec'), 'kernelVersion')
  if (node?.type !== 'scalar' || typeof node.value !== 'string' || node.templated === true) return []
  if (node.value.split(/[.,-]/).length >= 3) return []
  const message =
    node.value === ''
      ? '`kernelVersion` must not be empty, which KMM refuses: write what `uname -r` prints on a node'
      : `\`${node.value}\` is no kernel as \`uname -r\` prints it, which KMM refuses: it needs three parts, such as \`6.6.2\``
  return [
    {
      id: 'kmm/kernel-version',
      severity: 'error',
      message,
      range: node.alias ?? node.range,
      path: ['spec', 'kernelVersion'],
      refusal: { stage: 'webhook' },
    },
  ]
}
