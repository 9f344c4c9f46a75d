import { existsSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What a caller such as `@vscode/test-electron` asks of VS Code's executable. */
export interface ShimArguments {
  dataDir: string | undefined
  extensionsDir: string | undefined
  extensions: string[]
  tests: string
  withoutOtherExtensions: boolean
  /** Folders, workspace files and files to open. */
  open: string[]
}

const withValue = new Set([
  'user-data-dir',
  'extensions-dir',
  'extensionDevelopmentPath',
  'extensionTestsPath',
  'folder-uri',
  'file-uri',
  'locale',
  'log',
  'profile',
])

/** Reads the arguments of `code`; throws without a path of tests, since running tests is all that the shim does. */
export function parseShimArguments(argv: string[]): ShimArguments {
  const values = new Map<string, string[]>()
  const open: string[] = []
  for (let index = 0; index < argv.length; index += 1) {
    const argument = argv[index] ?? ''
    const [, name, value] = /^--([^=]+)(?:=([\s\S]*))?$/.exec(argument) ?? []
    if (name === undefined) {
      open.push(toPath(argument))
      continue
    }
    const separate = value === undefined && withValue.has(name)
    if (separate) index += 1
    const given = separate ? argv[index] : value
    values.set(name, [...(values.get(name) ?? []), given ?? 'true'])
  }
  const last = (name: string): string | undefined => values.get(name)?.at(-1)
  const tests = last('extensionTestsPath')
  if (tests === undefined) throw new Error('vscodeShim: --extensionTestsPath is missing')
  return {
    dataDir: last('user-data-dir'),
    extensionsDir: last('extensions-dir'),
    extensions: (values.get('extensionDevelopmentPath') ?? []).map(toPath),
    tests: toPath(tests),
    withoutOtherExtensions: values.has('disable-extensions'),
    open: [...(values.get('folder-uri') ?? []).map(toPath), ...open],
  }
}

/** The workbench's address for these arguments: the same choices, as keys of its query. */
export function workbenchAddress(port: number, wanted: ShimArguments): string {
  const authority = `127.0.0.1:${port}`
  const remote = (path: string): string => `vscode-remote://${authority}${encodeURI(path)}`
  const payload = [
    ...wanted.extensions.map((path) => ['extensionDevelopmentPath', remote(path)]),
    ['extensionTestsPath', remote(wanted.tests)],
    ['skipWelcome', 'true'],
    ['skipReleaseNotes', 'true'],
    ...(wanted.withoutOtherExtensions ? [['disableExtensions', 'true']] : []),
  ]
  const query = new URLSearchParams()
  for (const path of wanted.open) {
    if (path.endsWith('.code-workspace')) query.set('workspace', path)
    else if (existsSync(path) && statSync(path).isDirectory()) query.set('folder', path)
    else payload.push(['openFile', remote(path)])
  }
  if (query.size === 0) query.set('ew', 'true')
  query.set('payload', JSON.stringify(payload))
  return `http://${authority}/?${query}`
}

function toPath(argument: string): string {
  return resolve(argument.startsWith('file:') ? fileURLToPath(argument) : argument)
}
