import * as vscode from 'vscode'
import type { ConnectArgument } from '../server/lsp/protocol.ts'
import type { CommandId } from './commandIds.ts'
import type { CommandHandler } from './commands.ts'
import type { Practice } from './practice.ts'

type PracticeCommand = Extract<CommandId, `kmm.practice.${string}`>

/** What the practice cluster can be made to do next time a Module is applied. */
const scenarios = [
  { label: 'Everything loads', name: 'loads', detail: 'Images exist and modprobe succeeds on every node' },
  { label: 'modprobe fails on one node', name: 'modprobe-fails', detail: 'The module was built for another kernel' },
  { label: 'The image is missing on one node', name: 'image-missing', detail: 'The registry has no such tag' },
  { label: 'The image stays out on one node', name: 'stuck-init', detail: 'It exists, but the pod cannot pull it' },
]

/** The commands of the practice cluster; `connect` takes the server to it when the person wants that. */
export function practiceCommands(
  practice: Practice,
  connect: (argument: ConnectArgument) => Promise<void>,
): Record<PracticeCommand, CommandHandler> {
  return {
    'kmm.practice.start': async () => {
      const kubeconfig = await practice.start()
      const goOn = 'Connect'
      const told = 'The practice cluster runs on this machine, until you stop it or close this window.'
      if ((await vscode.window.showInformationMessage(told, goOn)) !== goOn) return
      await connect({ kubeconfig, context: 'practice' })
    },
    'kmm.practice.stop': async () => {
      if (!(await practice.stop())) throw new Error('No practice cluster of this window runs')
    },
    'kmm.practice.addNode': async () => {
      const name = await ask('Name of the new node', 'node-d', /^[a-z0-9]([a-z0-9-]*[a-z0-9])?$/)
      const kernel = name && (await ask(`Kernel of ${name}`, '6.12.0-55.el10.x86_64', /^\S+$/))
      if (kernel) tell(await practice.change('add-node', name, kernel))
    },
    'kmm.practice.upgradeNode': async () => {
      const name = await ask('Name of the node that gets a new kernel', 'node-a', /^\S+$/)
      const kernel = name && (await ask(`New kernel of ${name}`, '6.12.0-55.el10.x86_64', /^\S+$/))
      if (kernel) tell(await practice.change('upgrade-node', name, kernel))
    },
    'kmm.practice.scenario': async () => {
      const picked = await vscode.window.showQuickPick(scenarios, {
        title: 'KMM: What Happens on the Practice Cluster',
      })
      if (picked) tell(await practice.change('scenario', picked.name))
    },
  }
}

function ask(prompt: string, value: string, form: RegExp): Thenable<string | undefined> {
  return vscode.window.showInputBox({
    title: 'KMM: Practice Cluster',
    prompt,
    value,
    validateInput: (typed) => (form.test(typed) ? undefined : `${prompt}, such as ${value}`),
  })
}

function tell(text: string): void {
  if (text !== '') void vscode.window.showInformationMessage(text)
}
