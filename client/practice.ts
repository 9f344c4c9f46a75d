import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'
import * as vscode from 'vscode'
import { kubeconfigPath } from './kubeconfigPath.ts'

/** The practice cluster, a process of its own that ends with this window. */
export interface Practice extends vscode.Disposable {
  /** Starts it unless it runs; answers the path of its kubeconfig. Rejects with what it said when it cannot start. */
  start(): Promise<string>
  /** Ends it; answers whether it ran. */
  stop(): Promise<boolean>
  /**
   * Runs `kmm practice` with more words, which change the practice cluster while it runs: ours, or else the one whose
   * kubeconfig is chosen. Answers what it printed, rejects with what it complained about.
   */
  change(...words: readonly string[]): Promise<string>
}

/** The command line that ships with the extension runs it, on the Node of this extension host. */
export function createPractice(cliModule: string, log: vscode.LogOutputChannel): Practice {
  let running: { readonly child: ChildProcess; readonly kubeconfig: Promise<string> } | undefined
  const launch = () => {
    const child = spawn(process.execPath, [cliModule, 'practice'], { env: asNode(), stdio: ['pipe', 'pipe', 'pipe'] })
    child.once('exit', () => {
      if (running?.child !== child) return
      running = undefined
      void setRunning(false)
    })
    const started = { child, kubeconfig: readKubeconfigPath(child, log) }
    running = started
    void setRunning(true)
    return started
  }
  return {
    start: () => (running ?? launch()).kubeconfig,
    stop: async () => {
      if (running === undefined) return false
      const { child } = running
      child.kill()
      await once(child, 'exit')
      return true
    },
    change: async (...words) => {
      const kubeconfig = await (running?.kubeconfig ?? chosenKubeconfig())
      const env = kubeconfig === undefined ? asNode() : asNode({ KUBECONFIG: kubeconfig })
      const { stdout } = await promisify(execFile)(process.execPath, [cliModule, 'practice', ...words], { env }).catch(
        (error: Error & { stderr?: string }) => {
          throw new Error(error.stderr?.trim() || error.message)
        },
      )
      return stdout.trim()
    },
    dispose: () => {
      running?.child.kill()
    },
  }
}

/** Resolves once the path is printed; from then on the process's words go to the log. */
function readKubeconfigPath(child: ChildProcess, log: vscode.LogOutputChannel): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let complaint = ''
  const eachLine = (stream: ChildProcess['stdout'], take: (line: string) => void) => {
    if (stream !== null) createInterface(stream).on('line', take)
  }
  eachLine(child.stdout, (line) => {
    log.info(`practice: ${line}`)
    const path = kubeconfigPath(line)
    if (path !== undefined) resolve(path)
  })
  eachLine(child.stderr, (line) => {
    log.warn(`practice: ${line}`)
    complaint = line
  })
  child.once('error', reject)
  child.once('close', () => reject(new Error(`The practice cluster did not start. ${complaint}`.trim())))
  return promise
}

async function chosenKubeconfig(): Promise<string | undefined> {
  return vscode.workspace.getConfiguration('kmm').get<string>('kubeconfig') || undefined
}

/** Electron's executable is a plain Node only when told so. */
function asNode(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { ...process.env, ELECTRON_RUN_AS_NODE: '1', ...more }
}

function setRunning(running: boolean): Thenable<unknown> {
  return vscode.commands.executeCommand('setContext', 'kmm.practiceRunning', running)
}
