import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import Mocha from 'mocha'

/**
 * VS Code loads this file in the extension host and calls it: runs every `*.test.cjs` beside it and ends in the line
 * `N passed, N failed`. Rejects when a test failed or none ran, which VS Code turns into exit code 1.
 */
export async function run(): Promise<void> {
  const mocha = new Mocha({ ui: 'bdd', color: false, timeout: 30_000, reporter: 'spec' })
  for (const file of readdirSync(__dirname).sort()) if (file.endsWith('.test.cjs')) mocha.addFile(join(__dirname, file))
  const stats = await new Promise<Mocha.Stats | undefined>((resolve) => {
    const runner = mocha.run(() => resolve(runner.stats))
  })
  const { passes = 0, failures = 0, pending = 0 } = stats ?? {}
  console.log(`${passes} passed, ${failures} failed${pending > 0 ? `, ${pending} skipped` : ''}`)
  if (failures > 0) throw new Error(`${failures} tests failed`)
  if (passes === 0) throw new Error('no test ran')
}
