import type { Reporter, TestModule } from 'vitest/node'

/** Ends a run with the line `N passed, N failed` (and `, N skipped`), which CI reads whatever the language. */
export default class CountReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const count = { passed: 0, failed: 0, skipped: 0, pending: 0 }
    for (const module of modules) {
      const tests = [...module.children.allTests()]
      for (const test of tests) count[test.result().state] += 1
      // A file that could not be loaded, or whose set-up failed, ran no test that failed, and must not look like a pass.
      const ownFailure = module.state() === 'failed' && tests.every((test) => test.result().state !== 'failed')
      if (ownFailure) count.failed += 1
    }
    const skipped = count.skipped ? `, ${count.skipped} skipped` : ''
    console.log(`${count.passed} passed, ${count.failed} failed${skipped}`)
  }
}
