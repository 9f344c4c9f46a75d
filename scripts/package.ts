import { createVSIX } from '@vscode/vsce'
import { readVsix } from './readVsix.ts'
import { vsixFile } from './vsixFile.ts'

const sizeLimit = 1.5 * 1024 * 1024

/** What may be in the VSIX: `.vscodeignore` chooses, this says what the choice must come to. */
const allowed = [
  /^\[Content_Types\]\.xml$/,
  /^extension\.vsixmanifest$/,
  /^extension\/package\.json$/,
  /^extension\/(readme|changelog)\.md$/,
  /^extension\/LICENSE\.txt$/,
  /^extension\/dist\/(client|authProviders|(server|cli)(\.main)?)\.cjs$/,
  /^extension\/syntaxes\/[\w.-]+\.json$/,
  /^extension\/language-configuration[\w.-]*\.json$/,
  /^extension\/images\/[\w-]+\.png$/,
  /^extension\/docs\/rules\.md$/,
]

/** What must be in it. */
const required = [
  'extension/package.json',
  'extension/readme.md',
  'extension/changelog.md',
  'extension/LICENSE.txt',
  'extension/dist/client.cjs',
  'extension/dist/server.cjs',
  'extension/dist/server.main.cjs',
  'extension/dist/cli.cjs',
  'extension/dist/cli.main.cjs',
  'extension/images/icon.png',
  'extension/docs/rules.md',
]

/**
 * Packs what `dist/` and the manifest hold into `kmm-<version>.vsix` and returns its path.
 * Throws when a file is in it that must not ship, one that must is missing, or it weighs more than 1.5 MB.
 */
export async function packageExtension(): Promise<string> {
  const file = vsixFile()
  await createVSIX({
    packagePath: file,
    dependencies: false,
    allowMissingRepository: true,
    rewriteRelativeLinks: false,
  })
  const { bytes, names } = readVsix(file)
  const faults = [
    ...names.filter((name) => !allowed.some((pattern) => pattern.test(name))).map((name) => `must not ship: ${name}`),
    ...required.filter((name) => !names.includes(name)).map((name) => `is missing: ${name}`),
  ]
  if (bytes > sizeLimit) faults.push(`weighs ${bytes} bytes, over the limit of ${sizeLimit}`)
  if (faults.length > 0) throw new Error(faults.map((fault) => `${file}: ${fault}`).join('\n'))
  console.log(`${file}  ${(bytes / 1024).toFixed(0)} of ${sizeLimit / 1024} KB, ${names.length} files`)
  return file
}

if (import.meta.main) {
  await packageExtension().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  })
}
