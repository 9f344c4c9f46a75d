import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ReportingDescriptor, Result } from 'sarif'
import { expect, test } from 'vitest'
import { folderOf, goodModule, untaggedModule } from './moduleFiles.ts'
import { kmm } from './testIo.ts'

const foreign = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c}\ndata: {a: 1}\n'
/** KMM cuts the `+` off the node's kernel, so this matches none: accepted, with a warning. */
const warned = goodModule.replace("regexp: '^.+$'", 'literal: 5.15.133+')
const files = { 'good.yaml': goodModule, 'bad.yaml': untaggedModule, 'warned.yaml': warned, 'foreign.yaml': foreign }

async function check(...argv: string[]) {
  return await kmm(['check', ...argv], { cwd: await folderOf(files) })
}

test('a sound file', async () => {
  expect(await check('good.yaml')).toEqual({
    code: 0,
    stdout: 'No problems in 1 KMM document of 1 file\n',
    stderr: '',
  })
})

test('a file with an error', async () => {
  const { code, stdout, stderr } = await check('bad.yaml', 'good.yaml')
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  const [place, line, carets, ...rest] = stdout.split('\n')
  expect(place).toMatch(/^bad\.yaml:12:27 error .+ \(kmm\/image-no-tag\)$/)
  expect(line).toBe('  12 |           containerImage: quay.io/example/pt-char-dev')
  expect(carets).toBe('     |                           ^^^^^^^^^^^^^^^^^^^^^^^^^^^')
  expect(rest.slice(-2)).toEqual(['1 error in 1 of 2 files', ''])
})

test('warnings pass, unless there are more than allowed', async () => {
  const { code, stdout } = await check('warned.yaml')
  expect(stdout).toMatch(/^warned\.yaml:\d+:\d+ warning .*\n1 warning in 1 file\n$/s)
  expect(code).toBe(0)
  expect(await check('warned.yaml', '--max-warnings', '1')).toMatchObject({ code: 0 })
  expect(await check('warned.yaml', '--max-warnings', '0')).toMatchObject({
    code: 1,
    stderr: 'kmm: there are more than 0 warnings\n',
  })
})

test('a file that cannot be read is told, and the others are checked', async () => {
  expect(await check('none.yaml', 'good.yaml')).toEqual({
    code: 2,
    stdout: 'No problems in 1 KMM document of 1 file\n',
    stderr: 'kmm: none.yaml: there is no such file\n',
  })
  expect(await check('none.yaml')).toMatchObject({ code: 2, stdout: '' })
})

test("other people's documents are named, and no error", async () => {
  expect(await check('foreign.yaml')).toEqual({
    code: 0,
    stdout: 'No KMM documents in 1 file\n',
    stderr: 'kmm: foreign.yaml: holds no KMM document\n',
  })
})

test.each(['', '\n', '---\n', ': : [', '{{ .Values.x }}', '\u0000', '- &a [*a]'])(
  'no error is made of %j',
  async (text) => {
    expect(await kmm(['check', '-'], { stdin: text || '\n' })).toMatchObject({ code: 0 })
  },
)

test('a misspelt kind is a problem, not a document of somebody else', async () => {
  const { code, stdout, stderr } = await kmm(['check', '-'], {
    stdin: goodModule.replace('kind: Module', 'kind: Modul'),
  })
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  expect(stdout).toContain('<stdin>:2:7 error')
})

test('every document of a file is checked, and a file named twice once', async () => {
  const stdin = `${untaggedModule}---\n${foreign}---\n${untaggedModule}`
  const { stdout } = await kmm(['check', '-', '-'], { stdin })
  expect(stdout).toMatch(/^2 errors in 1 file$/m)
})

test('colours come only with a terminal', async () => {
  const cwd = await folderOf(files)
  expect((await kmm(['check', 'bad.yaml'], { cwd, terminal: true })).stdout).toContain('\u001b[31m')
  expect((await kmm(['check', 'bad.yaml'], { cwd, terminal: true, env: { NO_COLOR: '1' } })).stdout).not.toContain(
    '\u001b',
  )
})

test.each([
  [[], 'name the files or folders to check'],
  [['a.yaml', '--format', 'xml'], '`--format` is text, json, sarif or github, not `xml`'],
  [['-', '--fix'], '`--fix` writes files and cannot write stdin'],
  [
    ['a.yaml', '--suppress', 'image-no-tga'],
    'there is no problem `kmm/image-no-tga` to suppress; did you mean `kmm/image-no-tag`?',
  ],
  [['a.yaml', '--max-warnings', '-1'], '`--max-warnings` needs a value'],
  [['a.yaml', '--max-warnings=few'], '`--max-warnings` needs a whole number'],
])('%j is wrong usage', async (argv, sentence) => {
  const { code, stdout, stderr } = await check(...argv)
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' })
  expect(stderr).toContain(sentence)
})

test('JSON holds every file that was named', async () => {
  const { code, stdout, stderr } = await check('--format', 'json', 'bad.yaml', 'good.yaml', 'none.yaml')
  expect({ code, stderr }).toEqual({ code: 2, stderr: 'kmm: none.yaml: there is no such file\n' })
  expect(JSON.parse(stdout)).toMatchObject({
    version: 1,
    files: [
      { file: 'bad.yaml', documents: 1, problems: [{ id: 'kmm/image-no-tag', start: { line: 12, column: 27 } }] },
      { file: 'good.yaml', documents: 1, problems: [] },
      { file: 'none.yaml', documents: 0, error: 'there is no such file', problems: [] },
    ],
    summary: { error: 1, warning: 0 },
  })
})

test('a folder is checked to its depths, and its files are named below it', async () => {
  const cwd = await folderOf({ 'sub/bad.yaml': untaggedModule, 'sub/deep/good.yml': goodModule, 'sub/x.txt': 'a: [' })
  const { code, stdout, stderr } = await kmm(['check', 'sub', 'sub/bad.yaml'], { cwd })
  expect({ code, stderr }).toEqual({ code: 1, stderr: '' })
  expect(stdout).toMatch(/^sub\/bad\.yaml:12:27 error .*\n1 error in 1 of 2 files\n$/s)
})

test('a folder without YAML is no mistake', async () => {
  expect(await kmm(['check', '.'], { cwd: await folderOf({ 'x.txt': '' }) })).toEqual({
    code: 0,
    stdout: 'No KMM documents in 0 files\n',
    stderr: '',
  })
})

test('--fix mends, tells, and reports what is left', async () => {
  const broken = goodModule.replace('selector:', 'selctor:')
  const cwd = await folderOf({ 'm.yaml': broken, 'good.yaml': goodModule })
  expect(await kmm(['check', '--fix', 'm.yaml', 'good.yaml'], { cwd })).toMatchInlineSnapshot(`
    {
      "code": 0,
      "stderr": "",
      "stdout": "m.yaml:13 fixed Rename to selector (kmm/unknown-key)
    No problems in 2 KMM documents of 2 files
    ",
    }
  `)
  expect(await readFile(join(cwd, 'm.yaml'), 'utf8')).toBe(goodModule)
  expect((await kmm(['check', '--fix', 'm.yaml'], { cwd })).stdout).toBe('No problems in 1 KMM document of 1 file\n')
})

test('--fix keeps stdout for the report of a program', async () => {
  const cwd = await folderOf({ 'm.yaml': goodModule.replace('selector:', 'selctor:') })
  const { stdout, stderr } = await kmm(['check', '--fix', '--format', 'json', 'm.yaml'], { cwd })
  expect(JSON.parse(stdout)).toMatchObject({ summary: { error: 0 } })
  expect(stderr).toMatch(/^m\.yaml:13 fixed /)
})

test('a suppressed problem is not reported, with and without kmm/', async () => {
  expect(await check('bad.yaml', '--suppress', 'image-no-tag')).toMatchObject({ code: 0 })
  expect(await check('bad.yaml', '--suppress', 'unknown-key', '--suppress', 'kmm/image-no-tag')).toMatchObject({
    code: 0,
  })
})

test('annotations for GitHub, from the root of the job', async () => {
  const cwd = await folderOf({ 'sub/bad.yaml': untaggedModule })
  const env = { GITHUB_WORKSPACE: cwd }
  const { code, stdout } = await kmm(['check', '--format', 'github', 'bad.yaml'], { cwd: join(cwd, 'sub'), env })
  expect(code).toBe(1)
  expect(stdout).toMatch(
    /^::error file=sub\/bad\.yaml,line=12,col=27,endColumn=53,title=kmm\/image-no-tag::.+\n1 error in 1 file\n$/,
  )
})

test('SARIF names every rule that was broken, and says when a file could not be read', async () => {
  const { code, stdout } = await check('--format', 'sarif', 'bad.yaml', 'none.yaml')
  expect(code).toBe(2)
  expect(JSON.parse(stdout)).toMatchObject({
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'kmm', rules: [{ id: 'kmm/image-no-tag' }] } },
        invocations: [{ executionSuccessful: false }],
        results: [{ ruleId: 'kmm/image-no-tag', ruleIndex: 0, level: 'error' }],
      },
    ],
  })
})

test('SARIF leaves out what GitHub does not take, the least severe, and says so', async () => {
  const labels = Array.from({ length: 1_000 }, (_, at) => `    key-${at}: 1\n`).join('')
  const name = '  name: pt-char-dev\n'
  const cwd = await folderOf({
    'warned.yaml': warned,
    'many.yaml': `${untaggedModule.replace(name, `${name}  labels:\n${labels}`)}---\n`.repeat(25),
  })
  const { code, stdout, stderr } = await kmm(['check', '--format', 'sarif', 'warned.yaml', 'many.yaml'], { cwd })
  expect(code).toBe(1)
  expect(stderr).toBe(
    'kmm: the report leaves out 25 errors, 1 warning: GitHub takes no file with more than 25000 results\n',
  )
  const [run] = JSON.parse(stdout).runs
  expect(run.results).toHaveLength(25_000)
  expect(new Set(run.results.map((result: Result) => result.level))).toEqual(new Set(['error']))
  const prints = run.results.map((result: Result) => result.partialFingerprints?.['kmmProblem/v1'])
  expect(new Set(prints).size).toBe(25_000)
  expect(run.tool.driver.rules.map((rule: ReportingDescriptor) => rule.id)).toEqual([
    'kmm/image-no-tag',
    'kmm/yaml11-number',
  ])
})
