import { existsSync } from 'node:fs'
import { findTestbedBinary } from '../test/support/testbedBinary.ts'
import { needsStandIn } from '../test/support/vscodeStandIn.ts'
import { findChromium } from '../test/support/workbenchBrowser.ts'
import { buildBundles } from './build.ts'
import { installCodeServer, missingForCodeServer } from './codeServer.ts'
import { installNeovim } from './neovim.ts'
import { packageExtension } from './package.ts'
import { runNode } from './runNode.ts'
import { addCounts, formatCounts, type TestCounts } from './testCounts.ts'

/**
 * All tests, or the parts named in the arguments: builds what they run against, prints `skipped: …` for a part whose
 * tools this machine lacks, and ends in one line `N passed, N failed`. With KMM_CI set, a skipped test is a failure.
 */
interface Part {
  name: string
  /** Why the part cannot run on this machine, and what to do about it. */
  missing(): string | undefined
  /** Gets what takes longer than a test may. */
  prepare(): Promise<unknown>
  /** A script and its arguments, which prints the counts of the part. */
  command: [string, ...string[]]
}

const vitest = 'node_modules/vitest/vitest.mjs'
const nothing = async (): Promise<void> => {}

const parts: Part[] = [
  {
    name: 'unit',
    missing: () => undefined,
    prepare: installNeovim,
    command: [vitest, 'run', '--project', 'unit'],
  },
  {
    name: 'grammar',
    missing: missingForCodeServer,
    prepare: installCodeServer,
    command: [vitest, 'run', '--project', 'grammar'],
  },
  {
    name: 'integration',
    missing: () => undefined,
    prepare: () => findTestbedBinary(),
    command: [vitest, 'run', '--project', 'integration'],
  },
  {
    name: 'suite',
    missing: () => (needsStandIn() ? missingForWorkbench() : undefined),
    prepare: () => (needsStandIn() ? installCodeServer() : nothing()),
    command: ['test/suite/runTest.ts'],
  },
  {
    name: 'e2e',
    missing: missingForWorkbench,
    prepare: async () => {
      await installCodeServer()
      await findTestbedBinary()
    },
    command: [vitest, 'run', '--project', 'e2e'],
  },
]

process.exitCode = await runTests(process.argv.slice(2))

async function runTests(names: string[]): Promise<number> {
  const unknown = names.filter((name) => !parts.some((part) => part.name === name))
  if (unknown.length > 0) {
    console.error(`no such part: ${unknown.join(', ')}; there are ${parts.map(({ name }) => name).join(', ')}`)
    return 2
  }
  const wanted = parts.filter(({ name }) => names.length === 0 || names.includes(name))
  const all = [await runBuild(wanted)]
  if (all[0]?.failed === 0) for (const part of wanted) all.push(await runPart(part))
  const sum = addCounts(all)
  const refused = Boolean(process.env.KMM_CI) && sum.skipped > 0
  if (refused) console.log('KMM_CI is set: what was skipped counts as a failure')
  console.log(formatCounts(refused ? { ...sum, failed: sum.failed + sum.skipped, skipped: 0 } : sum))
  return sum.failed > 0 || refused ? 1 : 0
}

async function runBuild(wanted: Part[]): Promise<TestCounts> {
  try {
    await buildBundles()
    if (wanted.some(({ name }) => name === 'e2e')) await packageExtension()
    return { passed: 0, failed: 0, skipped: 0 }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

async function runPart({ name, missing, prepare, command }: Part): Promise<TestCounts> {
  const why = missing()
  if (why) {
    console.log(`skipped: ${name} (${why})`)
    return { passed: 0, failed: 0, skipped: 1 }
  }
  console.log(`\n— ${name}`)
  const startMs = performance.now()
  try {
    await prepare()
    const { exitCode, counts = { passed: 0, failed: 0, skipped: 0 } } = await runNode(...command)
    // A part may fail outside of its tests, and must not look like a pass then.
    const failed = exitCode === 0 ? counts.failed : Math.max(counts.failed, 1)
    const ran = counts.passed + failed
    console.log(`— ${name}: ${counts.passed} of ${ran} in ${((performance.now() - startMs) / 1000).toFixed(1)} s`)
    if (ran === 0 && counts.skipped === 0) throw new Error(`${name} ran no test`)
    return { ...counts, failed }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    return { passed: 0, failed: 1, skipped: 0 }
  }
}

function missingForWorkbench(): string | undefined {
  const chromium = findChromium()
  if (!chromium || !existsSync(chromium)) return 'no Chromium: on Debian, apt-get install chromium'
  return missingForCodeServer()
}
