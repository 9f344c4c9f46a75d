import { expect, test } from 'vitest'
import { folderOf, goodModule, untaggedModule } from './moduleFiles.ts'
import { kmm } from './testIo.ts'

const module = goodModule.replace(
  "- regexp: '^.+$'\n          containerImage: quay.io/example/pt-char-dev:${KERNEL_FULL_VERSION}",
  () =>
    [
      "- regexp: '^5\\.14\\..+$'",
      '          containerImage: quay.io/example/pt-char-dev:${KERNEL_FULL_VERSION}',
      '        - literal: 6.6.2-201.fc39.x86_64',
      '          containerImage: quay.io/example/${MOD_NAMESPACE}/${MOD_NAME}:${KERNEL_XYZ}',
    ].join('\n'),
)
const nodes = `NAME     STATUS   ROLES    AGE   VERSION   INTERNAL-IP   EXTERNAL-IP   OS-IMAGE             KERNEL-VERSION              CONTAINER-RUNTIME
node-a   Ready    worker   1d    v1.34.1   10.0.0.1      <none>        Fedora Linux 39      6.6.2-201.fc39.x86_64       cri-o://1.34
node-b   Ready    worker   1d    v1.34.1   10.0.0.2      <none>        CentOS Stream 9      5.14.0-570.el9.x86_64+      cri-o://1.34
`

async function kernels(argv: readonly string[], stdin = '', text = module) {
  return await kmm(['kernels', ...argv], { cwd: await folderOf({ 'm.yaml': text, 'nodes.txt': nodes }), stdin })
}

test('a table of kernels, mappings and images', async () => {
  const all = ['-k', '5.14.0-5.el9.x86_64', '-k', '6.12.0-1.el10.x86_64', '--kernel', '6.6.2-201.fc39.x86_64']
  expect(await kernels(['m.yaml', ...all])).toMatchInlineSnapshot(`
    {
      "code": 1,
      "stderr": "",
      "stdout": "KERNEL                 MAPPING                                 IMAGE
    5.14.0-5.el9.x86_64    line 11: regexp ^5\\.14\\..+$             quay.io/example/pt-char-dev:5.14.0-5.el9.x86_64
    6.12.0-1.el10.x86_64   ✘ none matches
    6.6.2-201.fc39.x86_64  line 13: literal 6.6.2-201.fc39.x86_64  quay.io/example/default/pt-char-dev:6.6.2

    Not served: 1 of 3 kernels
    ",
    }
  `)
})

test('those of a cluster, from a file and from stdin', async () => {
  const fromFile = await kernels(['m.yaml', '--kernels-from', 'nodes.txt'])
  expect(fromFile).toMatchInlineSnapshot(`
    {
      "code": 0,
      "stderr": "",
      "stdout": "KERNEL                  MAPPING                                 IMAGE
    6.6.2-201.fc39.x86_64   line 13: literal 6.6.2-201.fc39.x86_64  quay.io/example/default/pt-char-dev:6.6.2
    5.14.0-570.el9.x86_64+  line 11: regexp ^5\\.14\\..+$             quay.io/example/pt-char-dev:5.14.0-570.el9.x86_64

    Served: all 2 kernels
    ",
    }
  `)
  expect(await kernels(['m.yaml', '--kernels-from', '-'], nodes)).toEqual(fromFile)
})

test('JSON, for programs', async () => {
  const { code, stdout } = await kernels([
    'm.yaml',
    '--format',
    'json',
    '-k',
    '5.14.0-5.el9.x86_64',
    '-k',
    '4.18.0-1.el8',
  ])
  expect(code).toBe(1)
  expect(JSON.parse(stdout)).toEqual({
    version: 1,
    file: 'm.yaml',
    modules: [
      {
        name: 'pt-char-dev',
        namespace: 'default',
        line: 1,
        kernels: [
          {
            kernel: '5.14.0-5.el9.x86_64',
            mapping: { index: 0, line: 11, regexp: '^5\\.14\\..+$' },
            image: 'quay.io/example/pt-char-dev:5.14.0-5.el9.x86_64',
          },
          { kernel: '4.18.0-1.el8', mapping: null, image: null },
        ],
      },
    ],
  })
})

test('every Module of a file has its table', async () => {
  const two = `${module}---\n${goodModule.replace('pt-char-dev', 'other')}`
  expect((await kernels(['m.yaml', '-k', '6.12.0-1.el10.x86_64'], '', two)).stdout).toMatchInlineSnapshot(`
    "pt-char-dev (m.yaml:1)
    KERNEL                MAPPING         IMAGE
    6.12.0-1.el10.x86_64  ✘ none matches

    other (m.yaml:18)
    KERNEL                MAPPING               IMAGE
    6.12.0-1.el10.x86_64  line 28: regexp ^.+$  quay.io/example/pt-char-dev:6.12.0-1.el10.x86_64

    Not served: 1 of 1 kernel
    "
  `)
})

test('a mapping that has no image to give does not serve', async () => {
  const unclosed = module.replace('${KERNEL_FULL_VERSION}', '${KERNEL_FULL_VERSION')
  const { code, stdout } = await kernels(['m.yaml', '-k', '5.14.0-5.el9.x86_64'], '', unclosed)
  expect(code).toBe(1)
  expect(stdout).toContain('✘ no image, or one that cannot be expanded')
})

test('a Module that would be refused is tried all the same, with a word about it', async () => {
  const refused = module.replace('kernelMappings:', 'kernelMapings:').concat('  x: 1\n')
  const { stdout, stderr } = await kernels(['m.yaml', '-k', '5.14.0-5.el9.x86_64'], '', refused)
  expect(stdout).toContain('Not served: 1 of 1 kernel')
  expect(stderr).toBe('kmm: m.yaml: apply would refuse pt-char-dev: it has 3 errors; run `kmm check m.yaml`\n')
})

test('which Module of a file would be refused', async () => {
  const preflight = 'apiVersion: kmm.sigs.x-k8s.io/v1beta2\nkind: PreflightValidation\nmetadata: {name: p}\nspec: {}\n'
  const text = [goodModule, untaggedModule.replace('pt-char-dev', 'other'), preflight].join('---\n')
  const { code, stderr } = await kernels(['-', '-k', '6.6.2-201.fc39.x86_64'], text)
  expect(code).toBe(0)
  expect(stderr).toBe('kmm: <stdin>: apply would refuse other: it has an error; run `kmm check -`\n')
})

test.each([
  [[], 'name one file with a Module'],
  [['m.yaml', 'n.yaml'], 'name one file with a Module'],
  [['m.yaml'], 'name kernels with `--kernel` or `--kernels-from`'],
  [['m.yaml', '-k', '5', '--format', 'sarif'], '`--format` is text or json'],
  [['none.yaml', '-k', '5'], 'none.yaml: there is no such file'],
  [['nodes.txt', '-k', '5'], 'nodes.txt: holds no Module'],
  [['m.yaml', '--kernels-from', 'none'], 'none: there is no such file'],
  [['m.yaml', '--kernels-from', 'm.yaml'], 'm.yaml: holds no kernel'],
  [['-', '--kernels-from', '-'], 'only one of FILE and `--kernels-from` can be stdin'],
])('%j cannot be done', async (argv, sentence) => {
  const { code, stdout, stderr } = await kernels(argv)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(sentence)
})
