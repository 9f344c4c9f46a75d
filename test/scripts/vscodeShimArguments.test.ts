import { describe, expect, test } from 'vitest'
import { parseShimArguments, workbenchAddress } from '../support/vscodeShimArguments.ts'

const argv = [
  '/some/folder',
  '--disable-extensions',
  '--user-data-dir',
  '/data',
  '--extensionTestsPath=/tests/index.cjs',
]

describe('arguments of the stand-in for VS Code', () => {
  test('are taken with `=` and as the next word', () => {
    expect(parseShimArguments(argv)).toEqual({
      dataDir: '/data',
      extensionsDir: undefined,
      extensions: [],
      tests: '/tests/index.cjs',
      withoutOtherExtensions: true,
      open: ['/some/folder'],
    })
  })

  test('must name tests', () => {
    expect(() => parseShimArguments(['--disable-extensions'])).toThrow('--extensionTestsPath')
  })

  test('become an address of the workbench', () => {
    const wanted = { ...parseShimArguments(argv), open: [import.meta.dirname] }
    const { host, searchParams } = new URL(workbenchAddress(4711, wanted))
    expect(host).toBe('127.0.0.1:4711')
    expect(searchParams.get('folder')).toBe(import.meta.dirname)
    expect(JSON.parse(searchParams.get('payload') ?? '')).toEqual([
      ['extensionTestsPath', 'vscode-remote://127.0.0.1:4711/tests/index.cjs'],
      ['skipWelcome', 'true'],
      ['skipReleaseNotes', 'true'],
      ['disableExtensions', 'true'],
    ])
  })
})
