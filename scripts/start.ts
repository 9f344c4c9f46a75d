import { type ChildProcess, spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { installCodeServer, missingForCodeServer } from './codeServer.ts'
import { findOnPath } from './findOnPath.ts'
import { packageExtension } from './package.ts'

/**
 * The README's first command, after the build: starts the practice cluster and opens the editor on `examples/` in a
 * profile of its own, with that cluster's kubeconfig chosen. Ends both on Ctrl-C. `--no-open` opens no window.
 */
const root = join(import.meta.dirname, '..')
const examples = join(root, 'examples')
const started: ChildProcess[] = []
let practice: ChildProcess | undefined
const profile = await mkdtemp(join(tmpdir(), 'kmm-start-'))

/** What the person looks at now. */
type Editor = 'desktop' | 'browser' | 'none'
const endings: Record<Editor, string> = {
  desktop: 'Close VS Code, then end the practice cluster with Ctrl-C.',
  browser: 'Ctrl-C ends the practice cluster and the browser editor.',
  none: 'Ctrl-C ends the practice cluster.',
}

let ending: Promise<void> | undefined
/** A terminal's Ctrl-C comes more than once: from itself, and from npm. */
async function end(code: number): Promise<never> {
  ending ??= clean()
  await ending
  process.exit(code)
}

async function clean(): Promise<void> {
  await Promise.all(started.map(stop))
  await rm(profile, { recursive: true, force: true, maxRetries: 5 })
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => void end(0))

const kubeconfig = await startPractice()
console.log(`Practice cluster: kubeconfig ${kubeconfig}`)
console.log('  change it while it runs:  npm run kmm -- practice add-node node-d 6.12.0-55.el10.x86_64')
console.log(endings[await openEditor()])

async function startPractice(): Promise<string> {
  const child = run(process.execPath, [join(root, 'dist/cli.cjs'), 'practice', '--until-stdin-ends'], process.env)
  practice = child
  child.stderr?.pipe(process.stderr)
  child.once('exit', (code) => {
    if (ending !== undefined) return
    console.error(`The practice cluster ended by itself (exit code ${code})`)
    void end(1)
  })
  for await (const line of linesOf(child)) {
    const path = line.match(/\S+kubeconfig\S*$/)?.[0]
    if (path !== undefined) return path
  }
  throw new Error('the practice cluster did not say where its kubeconfig is')
}

async function openEditor(): Promise<Editor> {
  const machineSettings = { 'kmm.kubeconfig': kubeconfig }
  const quiet = {
    'workbench.startupEditor': 'none',
    'workbench.secondarySideBar.defaultVisibility': 'hidden',
    'security.workspace.trust.enabled': false,
    'chat.disableAIFeatures': true,
    'git.openRepositoryInParentFolders': 'never',
  }
  // The manifest says so for an installed extension; one under development has its docs in the checkout.
  const rendered = { 'workbench.editorAssociations': { '**/docs/rules.md': 'vscode.markdown.preview.editor' } }
  await writeSettings('User', { ...machineSettings, ...quiet, ...rendered })
  // A workbench in the browser takes settings of machine scope from here only.
  await writeSettings('Machine', machineSettings)
  if (process.argv.includes('--no-open')) return 'none'
  const desktop = findOnPath('code')
  if (desktop !== undefined) return openDesktop(desktop)
  const missing = missingForCodeServer()
  if (missing !== undefined) {
    console.log(`There is no editor to open: install VS Code so that \`code\` is on the PATH (${missing}).`)
    return 'none'
  }
  return openInBrowser()
}

async function writeSettings(of: 'User' | 'Machine', settings: object): Promise<void> {
  await mkdir(join(profile, 'data', of), { recursive: true })
  await writeFile(join(profile, 'data', of, 'settings.json'), JSON.stringify(settings, null, 2))
}

/** Desktop VS Code runs the source tree as an extension under development. */
function openDesktop(code: string): Editor {
  const place = ['--user-data-dir', join(profile, 'data'), '--extensions-dir', join(profile, 'extensions')]
  run(code, [...place, `--extensionDevelopmentPath=${root}`, examples], process.env)
  console.log('Opening VS Code on examples/.')
  return 'desktop'
}

/** Without a desktop one: VS Code's workbench in the browser, on loopback only, with the packaged extension. */
async function openInBrowser(): Promise<Editor> {
  console.log('There is no `code` on the PATH: preparing VS Code in the browser (the first time takes a minute).')
  const { node, entry } = await installCodeServer()
  const config = join(profile, 'config.yaml')
  await writeFile(config, 'auth: none\n')
  const place = [
    '--config',
    config,
    '--user-data-dir',
    join(profile, 'data'),
    '--extensions-dir',
    join(profile, 'extensions'),
  ]
  const env = { ...process.env, EXTENSIONS_GALLERY: '{}', XDG_RUNTIME_DIR: profile }
  const vsix = await packageExtension()
  const install = run(node, [entry, ...place, '--install-extension', vsix], env)
  await new Promise((resolve) => install.once('exit', resolve))
  const quiet = [
    '--disable-telemetry',
    '--disable-update-check',
    '--disable-workspace-trust',
    '--disable-getting-started-override',
  ]
  const server = run(node, [entry, ...place, '--auth', 'none', '--bind-addr', '127.0.0.1:0', ...quiet], env)
  for await (const line of linesOf(server)) {
    const address = line.match(/listening on (http:\/\/127\.0\.0\.1:\d+)/)?.[1]
    if (address === undefined) continue
    console.log(`Open ${address}/?folder=${encodeURIComponent(examples)}`)
    return 'browser'
  }
  console.error('VS Code in the browser ended before it said its address.')
  return 'none'
}

function run(command: string, argv: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(command, argv, { env, stdio: ['pipe', 'pipe', 'pipe'] })
  started.push(child)
  return child
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = new Promise((resolve) => child.once('exit', resolve))
  // The practice cluster ends with its input: a signal, after the terminal's own, would keep it from cleaning up.
  if (child === practice) child.stdin?.end()
  else child.kill('SIGTERM')
  await gone
}

function linesOf(child: ChildProcess): AsyncIterable<string> {
  if (child.stdout === null) throw new Error('the output of a child is not captured')
  return createInterface({ input: child.stdout })
}
