import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/** What a program printed and how it ended. */
export interface ToolResult {
  readonly code: number | null
  readonly stdout: string
  readonly stderr: string
}

/**
 * Runs the real kubectl that is linked into the test bed's binary, with a home folder of its own that is removed
 * afterwards. It sees only `env` (a kubeconfig list in `KUBECONFIG`, say), nothing of this process's environment.
 */
export async function runKubectl(
  binary: string,
  args: readonly string[],
  options: { env?: Record<string, string>; cwd?: string; input?: string } = {},
): Promise<ToolResult> {
  const home = await mkdtemp(join(tmpdir(), 'kmm-kubectl-'))
  try {
    const env = { HOME: home, ...options.env }
    return await runTool(binary, ['kubectl', ...args], { ...options, env })
  } finally {
    await rm(home, { recursive: true, force: true })
  }
}

export interface RegexpQuestion {
  readonly pattern: string
  readonly inputs: readonly string[]
}

/** `error` is Go's own text when it refuses the pattern; otherwise `matches` answers each input in order. */
export interface RegexpAnswer {
  readonly error?: string
  readonly matches: readonly boolean[]
}

/** Asks Go's `regexp` package which inputs each pattern matches, unanchored. One answer per question, in order. */
export async function judgeRegexps(binary: string, questions: readonly RegexpQuestion[]): Promise<RegexpAnswer[]> {
  const input = questions.map((question) => `${JSON.stringify(question)}\n`).join('')
  const { code, stdout, stderr } = await runTool(binary, ['regexp'], { input })
  if (code !== 0) throw new Error(`testbed regexp failed: ${stderr}`)
  return stdout
    .split('\n')
    .filter((line) => line !== '')
    .map((line): RegexpAnswer => JSON.parse(line))
}

/** Runs a call of the test bed's binary to its end. */
export async function runTool(
  binary: string,
  args: readonly string[],
  options: { env?: Record<string, string>; cwd?: string; input?: string } = {},
): Promise<ToolResult> {
  const child = spawn(binary, args, { env: options.env ?? {}, cwd: options.cwd, stdio: 'pipe' })
  const closed = once(child, 'close')
  // The program may end before it has read everything; its exit code tells more than the broken pipe.
  child.stdin.on('error', () => undefined)
  child.stdin.end(options.input ?? '')
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  return { code: child.exitCode, stdout, stderr }
}
