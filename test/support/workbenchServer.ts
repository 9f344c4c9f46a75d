import { type ChildProcess, spawn } from 'node:child_process'
import { EventEmitter } from 'node:events'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { CodeServer } from '../../scripts/codeServer.ts'

/** Where a server keeps what it writes, and what its extension host finds in its environment. */
export interface WorkbenchServerOptions {
  scratch: string
  dataDir: string
  extensionsDir: string
  env?: NodeJS.ProcessEnv
  /** Lets the address bar start tests in the extension host (VS Code gates this since about 1.133). */
  drivenByUrl?: boolean
  /** Opens folders in Restricted Mode; else every folder is trusted. */
  restricted?: boolean
}

/** A running code-server on 127.0.0.1. */
export interface WorkbenchServer {
  port: number
  /** All it has printed so far. */
  log(): string
  /** The first match in what it has printed or will print; rejects when it ends without. */
  printed(pattern: RegExp): Promise<RegExpExecArray>
  /** Settles when it has ended, wanted or not, with all that it printed. */
  ended: Promise<string>
  /** Ends it with everything it started, and waits until all of that is gone. */
  stop(): Promise<void>
}

/** Starts code-server on a free loopback port. It ends with this process, even when that is killed. */
export async function startWorkbenchServer(
  codeServer: CodeServer,
  options: WorkbenchServerOptions,
): Promise<WorkbenchServer> {
  const args = [
    ...(await folderArguments(options)),
    ...['--auth', 'none', '--bind-addr', '127.0.0.1:0', '--session-socket', join(options.scratch, 'session.sock')],
    ...['--disable-telemetry', '--disable-update-check', '--disable-getting-started-override', '--ignore-last-opened'],
    ...(options.restricted ? [] : ['--disable-workspace-trust']),
    ...(options.drivenByUrl ? ['--vscode-option', 'enable-smoke-test-driver'] : []),
  ]
  const child = spawnSupervised(codeServer, args, options)
  const output = new EventEmitter()
  let log = ''
  const onData = (data: Buffer): void => {
    log += data.toString()
    output.emit('data')
  }
  child.stdout?.on('data', onData)
  child.stderr?.on('data', onData)
  const ended = new Promise<string>((resolve) => child.on('close', () => resolve(log)))
  const printed = (pattern: RegExp): Promise<RegExpExecArray> =>
    new Promise((resolve, reject) => {
      const look = (): void => {
        const match = pattern.exec(log)
        if (match) resolve(match)
      }
      output.on('data', look)
      look()
      void ended.then(() => reject(new Error(`code-server ended too early\n${log}`)))
    })
  const [, port] = await printed(/listening on http:\/\/127\.0\.0\.1:(\d+)/)
  return {
    port: Number(port),
    log: () => log,
    printed,
    ended,
    async stop() {
      child.stdin?.end()
      await ended
    },
  }
}

/** Runs one of code-server's commands that print and end, such as `--install-extension`; throws when it fails. */
export async function runCodeServer(
  codeServer: CodeServer,
  options: WorkbenchServerOptions,
  args: string[],
): Promise<string> {
  const child = spawnSupervised(codeServer, [...(await folderArguments(options)), ...args], options)
  let printed = ''
  child.stdout?.on('data', (data: Buffer) => (printed += data.toString()))
  child.stderr?.on('data', (data: Buffer) => (printed += data.toString()))
  await new Promise((resolve) => child.on('close', resolve))
  if (!/ended \(0\)\s*$/.test(printed)) throw new Error(`code-server ${args.join(' ')} failed\n${printed}`)
  return printed
}

function spawnSupervised(codeServer: CodeServer, args: string[], options: WorkbenchServerOptions): ChildProcess {
  const supervisor = join(import.meta.dirname, 'workbenchSupervisor.ts')
  return spawn(process.execPath, [supervisor, options.scratch, codeServer.node, codeServer.entry, ...args], {
    env: serverEnvironment(options),
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
}

/** Without a configuration file of its own code-server writes one into the home folder. */
async function folderArguments({ scratch, dataDir, extensionsDir }: WorkbenchServerOptions): Promise<string[]> {
  const config = join(scratch, 'code-server.yaml')
  await mkdir(extensionsDir, { recursive: true })
  await writeFile(config, 'auth: none\n')
  return ['--config', config, '--user-data-dir', dataDir, '--extensions-dir', extensionsDir]
}

/** What surrounds this process must not steer the server: an editor's terminal and a test runner both set variables. */
function serverEnvironment({ scratch, env }: WorkbenchServerOptions): NodeJS.ProcessEnv {
  const outer =
    /^(VSCODE_(?!TEST_)|VITEST|NODE_ENV$|NODE_OPTIONS$|PASSWORD$|HASHED_PASSWORD$|PORT$|CODE_SERVER_|KUBECONFIG$)/
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !outer.test(name)))
  return { ...inherited, XDG_RUNTIME_DIR: scratch, EXTENSIONS_GALLERY: '{}', ...env }
}

/** Settings that keep the workbench still, off the network and readable; the caller's win. Both are the user's. */
export async function writeUserSettings(dataDir: string, settings: Record<string, unknown>): Promise<void> {
  await mergeSettings(join(dataDir, 'User', 'settings.json'), { ...quietSettings, ...settings })
}

/**
 * Settings of the machine that the server runs on. To the workbench in the browser that machine is a remote one, so it
 * overlooks settings of machine scope, such as `kmm.kubeconfig`, among the user's.
 */
export async function writeMachineSettings(dataDir: string, settings: Record<string, unknown>): Promise<void> {
  await mergeSettings(join(dataDir, 'Machine', 'settings.json'), settings)
}

async function mergeSettings(file: string, settings: Record<string, unknown>): Promise<void> {
  const present = await readFile(file, 'utf8').catch(() => '{}')
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, JSON.stringify({ ...JSON.parse(present), ...settings }, null, 2))
}

const quietSettings: Record<string, unknown> = {
  'chat.disableAIFeatures': true,
  'editor.accessibilitySupport': 'off',
  'extensions.autoCheckUpdates': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'telemetry.telemetryLevel': 'off',
  'update.mode': 'none',
  'workbench.enableExperiments': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
}
