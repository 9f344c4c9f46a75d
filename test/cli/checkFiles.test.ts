import { expect, test } from 'vitest'
import { folderOf, goodModule } from './moduleFiles.ts'
import { kmm } from './testIo.ts'

const namespace = `# first
apiVersion: v1
kind: Namespace
metadata:
  name: drivers
  labels:
    pod-security.kubernetes.io/enforce: restricted
`
const files = {
  'module.yaml': goodModule.replace('metadata:', 'metadata:\n  namespace: drivers'),
  'namespace.yaml': namespace,
}

test('files that are checked together see each other', async () => {
  const cwd = await folderOf(files)
  expect((await kmm(['check', 'module.yaml'], { cwd })).stdout).toBe('No problems in 1 KMM document of 1 file\n')
  expect((await kmm(['check', '.'], { cwd })).stdout).toMatchInlineSnapshot(`
    "module.yaml:4:14 warning The Namespace \`drivers\` enforces Pod Security \`restricted\`, which refuses KMM's worker pods: it must be \`privileged\` (kmm/namespace-pod-security)
       4 |   namespace: drivers
         |              ^^^^^^^
      namespace.yaml:7:41 note: the label
    1 warning in 1 of 2 files
    "
  `)
})

test('places in another file are told as such by every format', async () => {
  const cwd = await folderOf(files)
  const json = JSON.parse((await kmm(['check', '--format', 'json', '.'], { cwd })).stdout)
  expect(json.files[0].problems[0].related).toMatchObject([{ file: 'namespace.yaml', start: { line: 7 } }])
  const sarif = JSON.parse((await kmm(['check', '--format', 'sarif', '.'], { cwd })).stdout)
  expect(sarif.runs[0].results[0].relatedLocations).toMatchObject([
    { physicalLocation: { artifactLocation: { uri: 'namespace.yaml' }, region: { startLine: 7 } } },
  ])
})

test('a comment suppresses', async () => {
  const text = goodModule.replace(/:\$\{KERNEL_FULL_VERSION\}/, ' # kmm-ignore: image-no-tag')
  expect(await kmm(['check', '-'], { stdin: text })).toMatchObject({ code: 0 })
})

test('a found file that is no text is passed over unless it names KMM, and one that was named is not', async () => {
  const bytes = Buffer.from([0xff, 0xfe, 0x00])
  const cwd = await folderOf({ 'module.yaml': goodModule, 'data.yaml': bytes })
  expect(await kmm(['check', '.'], { cwd })).toMatchObject({ code: 0, stderr: '' })
  expect(await kmm(['check', 'data.yaml'], { cwd })).toMatchObject({ code: 2 })
  const utf16 = await folderOf({ 'module.yaml': Buffer.from(`\ufeff${goodModule}`, 'utf16le') })
  expect(await kmm(['check', '.'], { cwd: utf16 })).toMatchObject({ code: 2 })
})
