import { type ChildProcessByStdio, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import * as vscode from 'vscode'

/** The practice cluster, a process of its own that ends with this window. */
export interface Practice extends vscode.Disposable {
  /** Starts it unless it runs; answers the path of its kubeconfig. Rejects with what it said when it cannot start. */
  start(): Promise<string>
  /** Ends the one that was started here; answers whether there was one. */
  stop(): Promise<boolean>
  /**
   * Runs `kmm practice` with more words, which change the practice cluster while it runs: ours, or else the one whose
   * kubeconfig is chosen. Answers what it printed, rejects with what it complained about.
   */
  change(...words: readonly string[]): Promise<string>
}

type Child = ChildProcessByStdio<Writable, Readable, Readable>

/** The command line that ships with the extension runs it, on the Node of this extension host. */
export function createPractice(cliModule: string, log: vscode.LogOutputChannel): Practice {
  let running: { readonly child: Child; readonly kubeconfig: Promise<string> } | undefined
  const setRunning = (now: typeof running) => {
    running = now
    void vscode.commands.executeCommand('setContext', 'kmm.practiceRunning', now !== undefined)
  }
  const launch = () => {
    // Its input ends when this process does, however that happens.
    const words = [cliModule, 'practice', '--until-stdin-ends']
    const child = spawn(process.execPath, words, { env: asNode(), stdio: ['pipe', 'pipe', 'pipe'] })
    child.once('close', () => {
      if (running?.child === child) setRunning(undefined)
    })
    const started = { child, kubeconfig: readKubeconfigPath(child, log) }
    setRunning(started)
    return started
  }
  return {
    start: () => (running ?? launch()).kubeconfig,
    stop: async () => {
      if (running === undefined) return false
      const closed = once(running.child, 'close')
      running.child.stdin.end()
      await closed
      return true
    },
    change: async (...words) => {
      const kubeconfig = await (running?.kubeconfig ?? chosenKubeconfig())
      return runToEnd([cliModule, 'practice', ...words], kubeconfig === '' ? {} : { KUBECONFIG: kubeconfig })
    },
    dispose: () => running?.child.stdin.end(),
  }
}

/** Resolves with the first line, which is the path; all that the process says goes to the log. */
function readKubeconfigPath(child: Child, log: vscode.LogOutputChannel): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let complaint = ''
  createInterface(child.stdout).on('line', (line) => {
    log.info(`practice cluster: ${line}`)
    resolve(line)
  })
  createInterface(child.stderr).on('line', (line) => {
    log.info(`practice cluster: ${line}`)
    complaint = line
  })
  child.once('error', reject)
  child.once('close', () => reject(new Error(`The practice cluster did not start. ${complaint}`.trim())))
  return promise
}

function chosenKubeconfig(): string {
  return vscode.workspace.getConfiguration('kmm').get('kubeconfig', '')
}

function runToEnd(words: string[], env: NodeJS.ProcessEnv): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(process.execPath, words, { env: asNode(env) }, (error, stdout, stderr) => {
      if (error === null) resolve(stdout.trim())
      else reject(new Error(stderr.trim().replace(/^kmm: /, '') || error.message))
    })
  })
}

/** Electron's executable is a plain Node only when told so. */
function asNode(more: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  return { ...process.env, ELECTRON_RUN_AS_NODE: '1', ...more }
}
