import { spawn } from 'node:child_process'
import { kill as killProcess, platform } from 'node:process'
import type { Clock } from './clock.ts'
import type { Environment } from './kubeconfig.ts'

export interface PluginRun {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Environment
  readonly deadlineMs: number
  readonly clock: Clock
  /** what the plugin writes to stderr, as it comes: logins print their address there */
  readonly onOutput: (text: string) => void
}

/** How a plugin ended. `stderr` is the end of what it wrote there. */
export type PluginEnd =
  | { readonly type: 'printed'; readonly stdout: string }
  | { readonly type: 'exited'; readonly how: string; readonly stderr: string }
  | { readonly type: 'notStarted'; readonly code: string; readonly why: string }
  | { readonly type: 'timedOut' | 'tooMuch'; readonly stderr: string }

const maxStdoutBytes = 1024 * 1024
const keptStderr = 2000

/**
 * Runs a program without a shell and without stdin, and kills it with its children when the signal aborts or its time
 * is up. Rejects only with the signal's reason.
 */
export async function runPlugin(run: PluginRun, signal: AbortSignal): Promise<PluginEnd> {
  signal.throwIfAborted()
  const isWindows = platform === 'win32'
  const over = new AbortController()
  const cancel = () => over.abort()
  signal.addEventListener('abort', cancel, { once: true })
  let ended = false
  let isTooMuch = false
  try {
    const end = new Promise<PluginEnd>((resolve) => {
      const stdout: Buffer[] = []
      let stdoutBytes = 0
      let stderr = ''
      // A process group of its own can be killed as a whole.
      const child = spawn(run.command, [...run.args], {
        env: { ...run.env },
        stdio: ['ignore', 'pipe', 'pipe'],
        detached: !isWindows,
        windowsHide: true,
        shell: false,
      })
      child.stdout.on('data', (chunk: Buffer) => {
        stdoutBytes += chunk.length
        if (stdoutBytes <= maxStdoutBytes) return stdout.push(chunk)
        isTooMuch = true
        over.abort()
      })
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        stderr = (stderr + text).slice(-keptStderr)
        run.onOutput(text)
      })
      over.signal.addEventListener('abort', () => {
        if (ended || child.pid === undefined) return
        killTree(child.pid, isWindows)
        resolve({ type: isTooMuch ? 'tooMuch' : 'timedOut', stderr })
      })
      child.on('error', (error) => {
        const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
        resolve({ type: 'notStarted', code, why: error.message })
      })
      child.on('close', (code, signalName) => {
        if (code === 0) return resolve({ type: 'printed', stdout: Buffer.concat(stdout).toString('utf8') })
        const how = signalName === null ? `with code ${code}` : `by ${signalName}`
        resolve({ type: 'exited', how, stderr })
      })
    })
    void run.clock.delay(run.deadlineMs, over.signal).then(() => over.abort())
    const result = await end
    ended = true
    signal.throwIfAborted()
    return result
  } finally {
    signal.removeEventListener('abort', cancel)
    over.abort()
  }
}

function killTree(pid: number, isWindows: boolean): void {
  try {
    if (isWindows) spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' }).on('error', () => {})
    else killProcess(-pid, 'SIGKILL')
  } catch {
    // It had ended by itself.
  }
}
