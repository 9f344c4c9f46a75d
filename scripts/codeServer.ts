import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'

import { findOnPath } from './findOnPath.ts'

/** VS Code's workbench and Node extension host, as npm has them: the version is VS Code's plus 3.0.0. */
const version = '4.139.1'
const nodeVersion = '24.21.0'

/** An installed code-server: its folder, the `node` that must run it, and the script to run. */
export interface CodeServer {
  dir: string
  node: string
  entry: string
}

/**
 * Installs code-server into a cache outside the checkout unless it is there, and says where it is.
 * Callers may run at once: each installs into a folder of its own, and the first to finish is kept.
 * Throws when this machine is not Linux or a step of the installation fails, with that step's output.
 */
export async function installCodeServer(): Promise<CodeServer> {
  const found = findCodeServer()
  if (found) return found
  const missing = missingForCodeServer()
  if (missing) throw new Error(`code-server cannot be installed: ${missing}`)
  const dir = cacheFolder()
  await mkdir(dirname(dir), { recursive: true })
  const unfinished = await mkdtemp(`${dir}.`)
  try {
    await installInto(unfinished)
    await rename(unfinished, dir).catch((error: unknown) => {
      if (!findCodeServer()) throw error
    })
  } finally {
    await rm(unfinished, { recursive: true, force: true })
  }
  return describe(dir)
}

/** The code-server in the cache, if a whole one is there. */
export function findCodeServer(): CodeServer | undefined {
  const server = describe(cacheFolder())
  return existsSync(join(server.dir, 'ready')) && existsSync(server.node) ? server : undefined
}

/** Why code-server can be neither found nor installed on this machine; undefined when it can. */
export function missingForCodeServer(): string | undefined {
  if (findCodeServer()) return undefined
  if (process.platform !== 'linux') return 'it is used on Linux only; elsewhere install desktop VS Code'
  const tools = ['npm', 'python3', 'make', 'g++'].filter((tool) => !findOnPath(tool))
  return tools.length > 0 ? `missing ${tools.join(', ')}: install them with your package manager` : undefined
}

function cacheFolder(): string {
  const base = process.env.XDG_CACHE_HOME ?? join(homedir(), '.cache')
  return join(base, 'kmm-vscode', `code-server-${version}`)
}

function describe(dir: string): CodeServer {
  return {
    dir,
    node: join(dir, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node'),
    entry: join(dir, 'node_modules', 'code-server', 'out', 'node', 'entry.js'),
  }
}

/**
 * Lifecycle scripts stay off: several of them download, and of the native modules the server loads only two lack a
 * prebuilt copy. Those are built against the headers that the node package carries.
 */
async function installInto(dir: string): Promise<void> {
  await writeFile(join(dir, 'package.json'), '{"private":true}\n')
  const nodePackage = `node-linux-${process.arch}`
  const packages = [`code-server@${version}`, `${nodePackage}@${nodeVersion}`]
  await npm(dir, dir, ['install', '--ignore-scripts', ...packages])
  await npm(dir, dir, ['rebuild', 'argon2'])
  const vscode = join(dir, 'node_modules', 'code-server', 'lib', 'vscode')
  await npm(dir, vscode, ['install', '--omit=dev', '--ignore-scripts'])
  await npm(dir, join(vscode, 'extensions'), ['install', '--omit=dev', '--ignore-scripts'])
  await npm(dir, vscode, ['rebuild', '@vscode/spdlog', '@vscode/native-watchdog', 'native-watchdog'])
  for (const unused of ['node_modules/@github', 'node_modules/@microsoft/mxc-sdk', 'extensions/copilot'])
    await rm(join(vscode, unused), { recursive: true, force: true })
  await writeFile(join(dir, 'ready'), '')
}

function npm(dir: string, cwd: string, args: string[]): Promise<void> {
  const nodeFolder = join(dir, 'node_modules', `node-linux-${process.arch}`)
  const child = spawn('npm', ['--no-audit', '--no-fund', '--loglevel=error', ...args], {
    cwd,
    env: {
      ...withoutOuterNpm(process.env),
      PATH: [join(nodeFolder, 'bin'), process.env.PATH ?? ''].join(delimiter),
      npm_config_nodedir: nodeFolder,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  child.stdout.on('data', (data: Buffer) => (output += data.toString()))
  child.stderr.on('data', (data: Buffer) => (output += data.toString()))
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', (code) => {
      if (code === 0) return resolve()
      reject(new Error(`npm ${args.join(' ')} ended with ${code}\n${output}`))
    })
  })
}

/** An npm script's variables tell a nested npm about the wrong project. */
function withoutOuterNpm(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const ofProject =
    /^(npm_(package|lifecycle|command|node|config_(local_prefix|global_prefix|prefix|ignore_scripts)))|^INIT_CWD$/
  return Object.fromEntries(Object.entries(env).filter(([name]) => !ofProject.test(name)))
}

if (import.meta.main) console.log(JSON.stringify(await installCodeServer()))
