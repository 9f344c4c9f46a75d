import { createHash } from 'node:crypto'
import { chmodSync, existsSync, readFileSync, rmSync } from 'node:fs'
import { build, type Metafile, type Plugin } from 'esbuild'

/** A file we ship: its entry, the most it may weigh minified, and whether it is a program of its own. */
interface Bundle {
  name: string
  entry: string
  budgetKb: number
  program: boolean
}

// The client's floor is 428 KB: that is vscode-languageclient with nothing of ours.
const bundles: Bundle[] = [
  { name: 'client', entry: 'client/extension.ts', budgetKb: 480, program: false },
  { name: 'server', entry: 'server/lsp/main.ts', budgetKb: 1000, program: true },
  { name: 'cli', entry: 'server/cli/main.ts', budgetKb: 1000, program: true },
  { name: 'authProviders', entry: 'server/cluster/authProviders.ts', budgetKb: 1600, program: false },
]

const authEntry = 'server/cluster/authProviders.ts'

/**
 * Builds every bundle whose entry exists, or only those named, into a folder that is emptied before. Prints one line
 * for each, and throws when one is over its budget or loads the authentication providers before they are needed.
 */
export async function buildBundles(folder = 'dist', names = bundles.map(({ name }) => name)): Promise<void> {
  rmSync(folder, { recursive: true, force: true })
  const wanted = bundles.filter((bundle) => names.includes(bundle.name) && existsSync(bundle.entry))
  const faults = await Promise.all(wanted.map((bundle) => buildBundle(bundle, folder)))
  if (faults.flat().length > 0) throw new Error(faults.flat().join('\n'))
}

async function buildBundle(bundle: Bundle, folder: string): Promise<string[]> {
  const outfile = `${folder}/${bundle.name}${bundle.program ? '.main' : ''}.cjs`
  const { metafile } = await build({
    entryPoints: [bundle.entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    minify: true,
    legalComments: 'none',
    external: ['vscode'],
    metafile: true,
    logLevel: 'warning',
    // `runCompiled` runs programs as scripts, which have none.
    supported: { 'dynamic-import': !bundle.program },
    plugins: bundle.entry === authEntry ? [] : [authProvidersStayOutside],
  })
  if (bundle.program) await buildStarter(bundle.name, folder)
  // The only output, under a name relative to here.
  const [output = outfile] = Object.keys(metafile.outputs)
  const bytes = metafile.outputs[output]?.bytes ?? 0
  console.log(`${outfile}  ${kb(bytes)} of ${bundle.budgetKb} KB  (${heaviest(metafile, output)})`)
  return [...checkBudget(bundle, bytes), ...checkAuthImport(bundle, metafile)]
}

/** What people and editors run: it starts the bundle beside it with what V8 compiled of it before. */
async function buildStarter(name: string, folder: string): Promise<void> {
  const file = `${name}.main.cjs`
  const digest = createHash('sha256')
    .update(readFileSync(`${folder}/${file}`))
    .digest('hex')
    .slice(0, 16)
  const lives = name === 'server'
  await build({
    entryPoints: ['server/start/main.ts'],
    outfile: `${folder}/${name}.cjs`,
    banner: { js: '#!/usr/bin/env node' },
    define: { program: JSON.stringify({ file, digest, heap: lives ? slowGrowth : '', lives }) },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    minify: true,
    logLevel: 'warning',
  })
  chmodSync(`${folder}/${name}.cjs`, 0o755)
}

/**
 * A server stays for days beside an editor, so it lets its heap grow slowly: half of the memory, for which a keystroke in
 * the longest lists takes a third longer.
 */
const slowGrowth = '--semi-space-growth-factor=1 --heap-growing-percent=25'

/** The authentication providers weigh more than all else: they are a bundle of their own, imported at first need. */
const authProvidersStayOutside: Plugin = {
  name: 'auth-providers-stay-outside',
  setup({ onResolve }) {
    onResolve({ filter: /(^|\/)authProviders\.ts$/ }, () => ({ path: './authProviders.cjs', external: true }))
  },
}

function checkBudget(bundle: Bundle, bytes: number): string[] {
  if (bytes <= bundle.budgetKb * 1024) return []
  return [`dist/${bundle.name}.cjs is ${kb(bytes)} KB, over its budget of ${bundle.budgetKb} KB (scripts/build.ts)`]
}

function checkAuthImport(bundle: Bundle, metafile: Metafile): string[] {
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports)
  const eager = imports.some(({ path, kind }) => path === './authProviders.cjs' && kind !== 'dynamic-import')
  const inside = Object.keys(metafile.inputs).some((input) => input.includes('node_modules/@kubernetes/client-node/'))
  const faults: string[] = []
  if (eager) faults.push(`dist/${bundle.name}.cjs loads ${authEntry} at start: use \`await import(…)\` at first need`)
  if (inside && bundle.entry !== authEntry)
    faults.push(`dist/${bundle.name}.cjs holds @kubernetes/client-node: only ${authEntry} may import its code`)
  return faults
}

/** The three packages (or rooms of ours) that weigh most, for the reader who wonders what grew. */
function heaviest(metafile: Metafile, outfile: string): string {
  const bytesOf = new Map<string, number>()
  for (const [input, { bytesInOutput }] of Object.entries(metafile.outputs[outfile]?.inputs ?? {})) {
    const name = input.match(/.*node_modules\/((?:@[^/]+\/)?[^/]+)/)?.[1] ?? input.split('/').slice(0, 2).join('/')
    bytesOf.set(name, (bytesOf.get(name) ?? 0) + bytesInOutput)
  }
  const ranked = [...bytesOf].sort(([, a], [, b]) => b - a).slice(0, 3)
  return ranked.map(([name, bytes]) => `${name} ${kb(bytes)}`).join(', ')
}

function kb(bytes: number): string {
  return (bytes / 1024).toFixed(0)
}

if (import.meta.main) {
  await buildBundles().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  })
}
