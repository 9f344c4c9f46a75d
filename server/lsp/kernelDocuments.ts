import type { TextDocuments } from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { Surroundings } from '../core/features/surroundings.ts'
import type { LanguageService, ModuleDocument } from '../core/languageService.ts'
import { effectiveScheme, kernelReportScheme } from './protocol.ts'

/** Read-only documents about what a Module does for kernels, made of the text as it is when they are asked for. */
export interface KernelDocuments {
  /** Address of the Module as KMM uses it on nodes with a kernel. */
  effective(source: KernelSource, kernel: string): string
  /** Address of the table of what the Module does for each kernel. */
  report(source: KernelSource, kernels: readonly string[]): string
  /** The text at an address; `undefined` when it is none of these. */
  text(address: string): string | undefined
  /** Addresses whose text follows from a file, of those that were asked for. */
  of(uri: string): readonly string[]
}

/** A Module of an open file, by its place among the file's Modules. */
export interface KernelSource {
  readonly uri: string
  readonly index: number
  readonly name: string
}

export interface KernelDocumentParts {
  readonly service: LanguageService
  readonly documents: TextDocuments<TextDocument>
  readonly surroundings: () => Surroundings
}

/** More are hardly open at once, and the client does not say which it closed. */
const mostRemembered = 50

/** Addresses carry all that their text is made from, so a client may keep them over a restart of the server. */
export function createKernelDocuments({ service, documents, surroundings }: KernelDocumentParts): KernelDocuments {
  const asked = new Map<string, string>()
  const moduleOf = ({ uri, index }: Query): { text: TextDocument; found: ModuleDocument } | undefined => {
    const text = documents.get(uri)
    const found = text && service.modules({ uri, text: text.getText() })[index]
    return text && found && { text, found }
  }
  return {
    effective: ({ uri, index, name }, kernel) =>
      addressOf(effectiveScheme, `${name} on ${kernel}.yaml`, { uri, index, kernels: [kernel] }),
    report: ({ uri, index, name }, kernels) =>
      addressOf(kernelReportScheme, `Kernels of ${name}.txt`, { uri, index, kernels }),
    text(address) {
      const scheme = address.slice(0, address.indexOf(':'))
      if (scheme !== effectiveScheme && scheme !== kernelReportScheme) return undefined
      const query = parseQuery(address)
      if (query === undefined) return '# This address names no Module\n'
      asked.delete(address)
      asked.set(address, query.uri)
      if (asked.size > mostRemembered) asked.delete(asked.keys().next().value ?? '')
      const meant = moduleOf(query)
      if (meant === undefined) return '# Open the file with the Module again: this is made from its text\n'
      const file = { uri: query.uri, text: meant.text.getText() }
      const offset = meant.found.document.start
      const [kernel = ''] = query.kernels
      return scheme === effectiveScheme
        ? service.effectiveModule(file, offset, kernel, surroundings())?.text
        : service.kernelReport(file, offset, query.kernels, surroundings())
    },
    of: (uri) => [...asked].flatMap(([address, source]) => (source === uri ? [address] : [])),
  }
}

interface Query {
  readonly uri: string
  readonly index: number
  readonly kernels: readonly string[]
}

function addressOf(scheme: string, title: string, query: Query): string {
  return `${scheme}:/${encodeURIComponent(title)}?${encodeURIComponent(JSON.stringify(query))}`
}

/** Addresses come back from the client: looked at, not believed. */
function parseQuery(address: string): Query | undefined {
  try {
    const query: unknown = JSON.parse(decodeURIComponent(address.slice(address.indexOf('?') + 1)))
    if (typeof query !== 'object' || query === null) return undefined
    const { uri, index, kernels }: { uri?: unknown; index?: unknown; kernels?: unknown } = query
    if (typeof uri !== 'string' || typeof index !== 'number' || !Array.isArray(kernels)) return undefined
    return { uri, index, kernels: kernels.filter((kernel) => typeof kernel === 'string') }
  } catch {
    return undefined
  }
}
