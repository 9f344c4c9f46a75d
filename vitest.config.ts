import { defineConfig } from 'vitest/config'

/** Two projects: `unit` needs nothing but Node; `integration` needs the test bed (a real API server). */
export default defineConfig({
  test: {
    globalSetup: ['test/support/nodeVersion.ts'],
    reporters: ['default', './test/support/countReporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/*.test.ts', 'test/{core,cluster,session,practice,lsp,cli}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          fileParallelism: false,
          testTimeout: 60_000,
          hookTimeout: 120_000,
        },
      },
    ],
  },
})
