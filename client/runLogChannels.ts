import * as vscode from 'vscode'
import type { RunLogBatch } from '../server/lsp/protocol.ts'

/** The output channels that show what the runs of Modules log, one for each Module. */
export interface RunLogChannels extends vscode.Disposable {
  write(batch: RunLogBatch): void
}

/** A Module's channel is made at its first batch, emptied when a run starts, and stays until the window closes. */
export function createRunLogChannels(): RunLogChannels {
  const channels = new Map<string, vscode.OutputChannel>()
  return {
    write: ({ module, starts, show, lines }) => {
      const channel = channels.get(module) ?? vscode.window.createOutputChannel(channelName(module), 'kmm-run-log')
      channels.set(module, channel)
      if (starts) channel.clear()
      if (lines.length > 0) channel.append(`${lines.join('\n')}\n`)
      if (show) channel.show(true)
    },
    dispose: () => {
      for (const channel of channels.values()) channel.dispose()
    },
  }
}

/** The Module's own name first: the list of channels has no room for long contexts. */
function channelName(module: string): string {
  const nameAt = module.lastIndexOf('/')
  return `KMM: ${module.slice(nameAt + 1)} (${module.slice(0, nameAt)})`
}
