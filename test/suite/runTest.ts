import { cpSync, globSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { runTests } from '@vscode/test-electron'
import { build } from 'esbuild'
import { findVscode } from '../support/vscodeStandIn.ts'

/** Compiled tests: VS Code loads JavaScript only. Inside the checkout, so that mocha is found. */
const compiledFolder = resolve('.vscode-test/suite')

/**
 * Runs the suite in VS Code's extension host, on a copy of `examples/`, with no kubeconfig, and beside a stand-in for
 * another YAML extension.
 */
async function runSuite(): Promise<void> {
  await compileSuite()
  const scratch = mkdtempSync(join(tmpdir(), 'kmm-suite-'))
  const workspace = join(scratch, 'workspace')
  cpSync('examples', workspace, { recursive: true })
  cpSync('test/support/otherYaml', join(scratch, 'extensions', 'redhat.vscode-yaml-0.0.1'), { recursive: true })
  const executable = findVscode()
  try {
    await runTests({
      ...(executable ? { vscodeExecutablePath: executable } : { version: 'stable' }),
      extensionDevelopmentPath: resolve('.'),
      extensionTestsPath: join(compiledFolder, 'index.cjs'),
      extensionTestsEnv: { KUBECONFIG: join(scratch, 'no-kubeconfig') },
      launchArgs: [
        workspace,
        '--user-data-dir',
        join(scratch, 'data'),
        '--extensions-dir',
        join(scratch, 'extensions'),
      ],
    })
  } finally {
    rmSync(scratch, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function compileSuite(): Promise<void> {
  rmSync(compiledFolder, { recursive: true, force: true })
  await build({
    entryPoints: ['test/suite/index.ts', ...globSync('test/suite/*.test.ts')],
    outdir: compiledFolder,
    outExtension: { '.js': '.cjs' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node22',
    sourcemap: 'inline',
    external: ['vscode', 'mocha'],
    logLevel: 'warning',
  })
}

await runSuite().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
})
