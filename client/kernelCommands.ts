import * as vscode from 'vscode'
import {
  type KernelsArgument,
  type KnownKernel,
  knownKernels,
  parseKernels,
  serverCommands,
} from '../server/lsp/protocol.ts'
import type { CommandHandler } from './commands.ts'
import { moduleArgument } from './moduleArgument.ts'
import { pickKernel, pickKernels } from './pickKernels.ts'
import type { Server } from './server.ts'

type KernelCommand = 'kmm.showEffectiveModule' | 'kmm.diffEffectiveModules' | 'kmm.testKernelMappings'

/** What a Module does for a kernel, for two side by side, or for many in a table: read-only documents of the server. */
export function kernelCommands(loadServer: () => Promise<Server>): Record<KernelCommand, CommandHandler> {
  const meant = (args: readonly unknown[]): KernelsArgument => {
    const argument = moduleArgument(args)
    if (argument === undefined) throw new Error('Open a file with a KMM Module first: this command works on it')
    const { uri, line } = argument
    return { uri, ...(line === undefined ? {} : { line }) }
  }
  const known = async (argument: KernelsArgument) =>
    asKnownKernels(await (await loadServer()).request(knownKernels, argument))
  const parse = async (text: string) => asTexts(await (await loadServer()).request(parseKernels, { text }))
  const addressOf = async (command: 'effectiveModule' | 'testKernels', argument: KernelsArgument) =>
    asAddress(await (await loadServer()).execute(serverCommands[command], { ...argument, show: false }))

  return {
    'kmm.showEffectiveModule': async (...args) => {
      const argument = meant(args)
      const kernel = await pickKernel('Show the Module as nodes with this kernel get it', await known(argument))
      if (kernel === undefined) return
      const address = await addressOf('effectiveModule', { ...argument, kernels: [kernel] })
      if (address !== undefined) await open(address)
    },
    'kmm.diffEffectiveModules': async (...args) => {
      const argument = meant(args)
      const kernels = await known(argument)
      const left = await pickKernel('Compare the Module for this kernel (1 of 2)', kernels)
      if (left === undefined) return
      const others = kernels.filter(({ kernel }) => kernel !== left)
      const right = await pickKernel(`Compare ${left} with this kernel (2 of 2)`, others)
      if (right === undefined) return
      const before = await addressOf('effectiveModule', { ...argument, kernels: [left] })
      const after = await addressOf('effectiveModule', { ...argument, kernels: [right] })
      if (before === undefined || after === undefined) return
      await vscode.commands.executeCommand('vscode.diff', before, after, `Module on ${left} ↔ ${right}`)
    },
    'kmm.testKernelMappings': async (...args) => {
      const argument = meant(args)
      const kernels = await pickKernels(
        await known(argument),
        await parse(await vscode.env.clipboard.readText()),
        parse,
      )
      if (kernels === undefined) return
      const address = await addressOf('testKernels', { ...argument, kernels })
      if (address !== undefined) await open(address)
    },
  }
}

async function open(address: vscode.Uri): Promise<void> {
  await vscode.window.showTextDocument(address, { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true })
}

/** Answers of the server are looked at, not believed: it may be of another version for a moment of an update. */
function asAddress(answer: unknown): vscode.Uri | undefined {
  if (typeof answer !== 'object' || answer === null || !('uri' in answer)) return undefined
  return typeof answer.uri === 'string' ? vscode.Uri.parse(answer.uri) : undefined
}

function asTexts(answer: unknown): readonly string[] {
  return Array.isArray(answer) ? answer.filter((one) => typeof one === 'string') : []
}

function asKnownKernels(answer: unknown): readonly KnownKernel[] {
  if (!Array.isArray(answer)) return []
  return answer.flatMap((one: unknown) => {
    if (typeof one !== 'object' || one === null || !('kernel' in one) || typeof one.kernel !== 'string') return []
    return [{ kernel: one.kernel, nodes: 'nodes' in one ? asTexts(one.nodes) : [] }]
  })
}
