import { type DocumentationPage, documentationUrl } from '../schema/documentationPage.ts'
import type { Range, YamlDocument, YamlNode } from '../yaml/yamlNode.ts'
import { childOf } from '../yaml/yamlPath.ts'
import { documentKind } from './documentKind.ts'

/** A part of the text that leads to a web page. */
export interface DocumentLink {
  readonly range: Range
  readonly target: string
  readonly tooltip: string
}

/** Images of a KMM document, where their registry has a page for them, and KMM's documentation behind the kind. */
export function links(document: YamlDocument): readonly DocumentLink[] {
  const kind = documentKind(document)
  if (kind === undefined) return []
  const found: DocumentLink[] = []
  const node = childOf(document.root, 'kind')
  const page = pages[kind.kind]
  if (page !== undefined && node !== undefined && node.alias === undefined) {
    found.push({ range: node.range, target: documentationUrl(page), tooltip: `KMM documentation: ${kind.kind}` })
  }
  if (document.root !== undefined) collect(document.root, found)
  return found
}

/** Page of KMM's documentation about a kind. */
const pages: Readonly<Record<string, DocumentationPage>> = {
  BootModuleConfig: 'openshift',
  ManagedClusterModule: 'hub_spoke',
  Module: 'deploy_kmod',
  PreflightValidation: 'preflight_validation',
  PreflightValidationOCP: 'openshift',
}

const imageKeys = new Set(['containerImage', 'unsignedImage', 'image', 'kernelModuleImage', 'workerImage', 'dtkImage'])

function collect(node: YamlNode, found: DocumentLink[]): void {
  if (node.alias !== undefined) return
  if (node.type === 'list') for (const item of node.items) collect(item, found)
  if (node.type !== 'map') return
  for (const { key, value, merged } of node.pairs) {
    if (merged === true) continue
    const link = imageKeys.has(key.text) ? imageLink(value) : undefined
    if (link === undefined) collect(value, found)
    else found.push(link)
  }
}

function imageLink(node: YamlNode): DocumentLink | undefined {
  if (node.type !== 'scalar' || node.alias !== undefined || node.templated) return undefined
  if (node.style === 'literal' || node.style === 'folded') return undefined
  const target = imagePage(node.text)
  if (target === undefined) return undefined
  const quote = node.style === 'plain' ? 0 : 1
  const range = { start: node.range.start + quote, end: node.range.end - quote }
  return { range, target, tooltip: `Open the repository's page on ${new URL(target).host}` }
}

/**
 * Web page of an image's repository, for registries that have one at an address that follows from the name; what is
 * filled in per kernel may stand in the tag, not in the repository.
 */
export function imagePage(image: string): string | undefined {
  const [host = '', ...path] = image.replace(/[:@][^/]*$/, '').split('/')
  if (path.length === 0 || !path.every((part) => /^[a-z0-9]+([._-]+[a-z0-9]+)*$/.test(part))) return undefined
  const repository = path.join('/')
  switch (host) {
    case 'quay.io':
      return path.length === 2 ? `https://quay.io/repository/${repository}` : undefined
    case 'docker.io':
      if (path.length === 1 || (path.length === 2 && path[0] === 'library'))
        return `https://hub.docker.com/_/${path.at(-1)}`
      return path.length === 2 ? `https://hub.docker.com/r/${repository}` : undefined
    case 'ghcr.io':
      return path.length > 1 ? `https://ghcr.io/${repository}` : undefined
    default:
      return undefined
  }
}
