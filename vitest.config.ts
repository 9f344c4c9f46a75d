import { defineConfig } from 'vitest/config'

/**
 * Four projects: `unit` needs nothing but Node; `grammar` needs code-server, which has VS Code's own grammar of YAML;
 * `integration` needs the test bed (a real API server);
 * `e2e` needs the packaged VSIX, code-server and Chromium (`npm run test:e2e` makes and gets them).
 */
export default defineConfig({
  test: {
    globalSetup: ['test/support/nodeVersion.ts'],
    setupFiles: ['test/support/sameEveryTime.ts'],
    // Tests wait for events; this only ends one that waits for something that never comes, on a busy machine too.
    testTimeout: 30_000,
    reporters: ['default', './test/support/countReporter.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['test/*.test.ts', 'test/{core,cluster,session,practice,lsp,cli,client,scripts,start}/**/*.test.ts'],
        },
      },
      {
        extends: true,
        test: { name: 'grammar', include: ['test/grammar/**/*.test.ts'] },
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
      {
        extends: true,
        test: {
          name: 'e2e',
          expect: { poll: { timeout: 20_000 } },
          include: ['test/e2e/**/*.story.ts'],
          fileParallelism: false,
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
})
