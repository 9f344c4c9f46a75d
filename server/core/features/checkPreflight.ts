import { newestRelease, spanCovers, type TargetRelease } from '../kmm/release.ts'
import { schemaOf } from '../schema/moduleSchema.ts'
import type { YamlDocument, YamlNode } from '../yaml/yamlNode.ts'
import { childOf } from '../yaml/yamlPath.ts'
import type { DocumentKind } from './documentKind.ts'
import type { Problem } from './problem.ts'

type TextNode = Extract<YamlNode, { type: 'scalar' }>

/** Checks a PreflightValidation of either edition: which version of the kind it is, and the kernel it asks for. */
export function checkPreflight(document: YamlDocument, kind: DocumentKind, target?: TargetRelease): readonly Problem[] {
  if (!kind.kind.startsWith('PreflightValidation')) return []
  const node = childOf(childOf(document.root, 'spec'), 'kernelVersion')
  const isText = node?.type === 'scalar' && typeof node.value === 'string' && node.templated !== true
  return [...versionProblems(document, kind), ...(isText ? kernelProblems(node, kind, target) : [])]
}

/** `v1beta1` is still served, and `v1beta2` came in its place with KMM 2.1. */
function versionProblems(document: YamlDocument, { kind, apiVersion, release }: DocumentKind): readonly Problem[] {
  const node = childOf(document.root, 'apiVersion')
  const newer = 'kmm.sigs.x-k8s.io/v1beta2'
  if (node?.type !== 'scalar' || node.text !== apiVersion || apiVersion === newer) return []
  if (schemaOf(kind, newer, release) === undefined) return []
  const range = node.alias ?? node.range
  const fix = { title: `Use apiVersion: ${newer}`, edits: [{ range, newText: newer }], preferred: true }
  const isAlone = node.alias === undefined && childOf(document.root, 'status') === undefined
  return [
    {
      id: 'kmm/version-deprecated',
      severity: 'information',
      message: `Since KMM 2.1 a \`${kind}\` is \`${newer}\`; \`v1beta1\` is deprecated, and its kernel is not checked on apply`,
      range,
      path: ['apiVersion'],
      tags: ['deprecated'],
      fixes: isAlone ? [fix] : [],
    },
  ]
}

/**
 * As the webhooks do since KMM 2.4, which see v1beta2 only (`validatePreflight`,
 * internal/webhook/preflightvalidation.go): at least three parts between `.`, `,` and `-`. Besides, the operator cuts a
 * `+` from the end of a node's kernel, and not from this one, so the preflight would look for other images.
 */
function kernelProblems(node: TextNode, kind: DocumentKind, target?: TargetRelease): readonly Problem[] {
  const place = { range: node.alias ?? node.range, path: ['spec', 'kernelVersion'] }
  const { text } = node
  const isChecked = kind.apiVersion.endsWith('/v1beta2') && spanCovers({ since: '2.4' }, target ?? newestRelease)
  if (isChecked && text.split(/[.,-]/).length < 3) {
    const message =
      text === ''
        ? '`kernelVersion` must not be empty, which KMM refuses: write what `uname -r` prints on a node'
        : `\`${text}\` is no kernel as \`uname -r\` prints it, which KMM refuses: it needs three parts, such as \`6.6.2\``
    return [{ id: 'kmm/kernel-version', severity: 'error', message, ...place, refusal: { stage: 'webhook' } }]
  }
  if (!text.endsWith('+') || node.alias !== undefined || node.style === 'literal' || node.style === 'folded') return []
  const quote = node.style === 'plain' ? 0 : 1
  const end = node.range.end - quote
  const message = `KMM cuts the \`+\` from the kernel of a node, and not from this one, so the preflight looks for other images than the nodes will: write it without`
  const fix = { title: 'Remove the +', edits: [{ range: { start: end - 1, end }, newText: '' }], preferred: true }
  return [{ id: 'kmm/kernel-version-plus', severity: 'warning', message, ...place, fixes: [fix] }]
}
