import { trimKernel } from '../core/kmm/kernelMatch.ts'
import { nodesByKernel, selectedNodes } from '../core/kmm/mappingNodes.ts'
import { parseKernels } from '../core/kmm/parseKernels.ts'
import type { ModuleCommandParts } from './applyAndLoad.ts'
import { toRange } from './convert.ts'
import { detach, guard } from './guard.ts'
import { createKernelDocuments, type KernelDocuments, type KernelSource } from './kernelDocuments.ts'
import {
  type KernelsArgument,
  type KnownKernel,
  knownKernels,
  type PasteQuestion,
  parseKernels as parseKernelsRequest,
  pasteKernels,
  serverCommands,
  type VirtualDocument,
} from './protocol.ts'
import { tell } from './tell.ts'

type Commands = Readonly<Record<string, (argument: unknown) => unknown>>

/** The commands that show what a Module does for kernels, and what a client asks to offer kernels and to paste them. */
export function kernelCommands(parts: ModuleCommandParts): {
  readonly commands: Commands
  readonly documents: KernelDocuments
} {
  const { connection, client, service, documents, surroundings } = parts
  const kernelDocuments = createKernelDocuments({ service, documents, surroundings })

  connection.onRequest(
    knownKernels,
    guard(connection, knownKernels, (argument: unknown) => kernelsOf(parts, kernelsArgument(argument))),
  )
  connection.onRequest(
    parseKernelsRequest,
    guard(connection, parseKernelsRequest, ({ text }: { readonly text: string }) => parseKernels(text)),
  )
  connection.onRequest(
    pasteKernels,
    guard(connection, pasteKernels, ({ textDocument, position, text }: PasteQuestion) => {
      const document = documents.get(textDocument.uri)
      if (document === undefined) return null
      const file = { uri: document.uri, text: document.getText() }
      const edit = service.pasteKernels(file, document.offsetAt(position), text)
      return edit === undefined ? null : { range: toRange(document, edit.range), newText: edit.newText }
    }),
  )
  documents.onDidChangeContent(({ document }) => {
    if (!client.refreshesContent) return
    for (const address of kernelDocuments.of(document.uri)) {
      detach(
        connection,
        'workspace/textDocumentContent/refresh',
        connection.workspace.textDocumentContent.refresh(address),
      )
    }
  })

  const show = async (uri: string, { show: wanted }: KernelsArgument): Promise<VirtualDocument> => {
    if (wanted !== false && client.showsDocuments) await connection.window.showDocument({ uri, takeFocus: true })
    return { uri }
  }
  const commands: Commands = {
    [serverCommands.effectiveModule]: async (given) => {
      const argument = kernelsArgument(given)
      const source = sourceOf(parts, argument)
      if (source === undefined) return tellNoModule(parts)
      const kernel = argument.kernels?.[0] ?? (await askForKernel(parts, argument))
      return kernel === undefined ? null : show(kernelDocuments.effective(source, kernel), argument)
    },
    [serverCommands.testKernels]: (given) => {
      const argument = kernelsArgument(given)
      const source = sourceOf(parts, argument)
      if (source === undefined) return tellNoModule(parts)
      const kernels = argument.kernels ?? kernelsOf(parts, argument).map(({ kernel }) => kernel)
      if (kernels.length > 0) return show(kernelDocuments.report(source, kernels), argument)
      tell(
        connection,
        'info',
        'No kernel is known: connect to a cluster, or name kernels in the argument `{uri, kernels}`',
      )
      return null
    },
  }
  return { commands, documents: kernelDocuments }
}

/** What the Module's nodes run, else what its literals name. */
function kernelsOf({ session, ...parts }: ModuleCommandParts, argument: KernelsArgument): readonly KnownKernel[] {
  const found = moduleOf({ session, ...parts }, argument)
  if (found === undefined) return []
  const nodes = selectedNodes(found.module, session.facts)
  const running = nodes.state === 'unknown' ? [] : nodesByKernel(nodes.value)
  const literals = found.module.kernelMappings.flatMap(({ literal }) => (literal?.value ? [literal.value] : []))
  const others = [...new Set(literals)].filter((kernel) => !running.some(([name]) => name === trimKernel(kernel)))
  return [
    ...running.map(([kernel, names]) => ({ kernel, nodes: names })),
    ...others.map((kernel) => ({ kernel, nodes: [] })),
  ]
}

function moduleOf({ service, documents }: ModuleCommandParts, { uri, line }: KernelsArgument) {
  const text = documents.get(uri)
  const modules = text === undefined ? [] : service.modules({ uri, text: text.getText() })
  const offset = line === undefined || text === undefined ? 0 : text.offsetAt({ line: line + 1, character: 0 })
  const index = Math.max(
    0,
    modules.findLastIndex(({ document }) => document.start < offset),
  )
  const found = modules[index]
  return found && { ...found, index }
}

function sourceOf(parts: ModuleCommandParts, argument: KernelsArgument): KernelSource | undefined {
  const found = moduleOf(parts, argument)
  return found && { uri: argument.uri, index: found.index, name: found.module.name?.value ?? 'Module' }
}

function tellNoModule({ connection }: ModuleCommandParts): null {
  tell(connection, 'error', 'There is no Module in this document')
  return null
}

/** Clients show a few answers of a message as buttons. */
const mostButtons = 6

async function askForKernel(parts: ModuleCommandParts, argument: KernelsArgument): Promise<string | undefined> {
  const kernels = kernelsOf(parts, argument).slice(0, mostButtons)
  if (kernels.length === 0) {
    tell(
      parts.connection,
      'info',
      'No kernel is known: connect to a cluster, or name one in the argument `{uri, kernels}`',
    )
    return undefined
  }
  const buttons = kernels.map(({ kernel }) => ({ title: kernel }))
  const picked = await parts.connection.window.showInformationMessage('Show the Module for which kernel?', ...buttons)
  return picked?.title
}

/** Throws when a client calls a command without saying which document it means. */
function kernelsArgument(argument: unknown): KernelsArgument {
  const given: { readonly [key: string]: unknown } =
    typeof argument === 'object' && argument !== null ? { ...argument } : {}
  const { uri, line, kernels, show } = given
  if (typeof uri !== 'string') throw new Error('the command needs an argument `{uri}` that names the document')
  const named = Array.isArray(kernels)
    ? kernels.filter((kernel) => typeof kernel === 'string').flatMap((kernel) => kernel.trim().split(/\s+/))
    : []
  return {
    uri,
    ...(typeof line === 'number' ? { line } : {}),
    ...(named.some(Boolean) ? { kernels: named.filter(Boolean) } : {}),
    ...(show === false ? { show } : {}),
  }
}
