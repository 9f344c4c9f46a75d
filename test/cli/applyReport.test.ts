import { expect, test } from 'vitest'
import { applyReport } from '../../server/cli/applyReport.ts'
import { sourceText } from '../../server/cli/sourceText.ts'
import { ClusterError } from '../../server/cluster/clusterError.ts'
import type { NodePhase } from '../../server/core/kmm/clusterFacts.ts'
import { createLanguageService } from '../../server/core/languageService.ts'
import { goodModule } from './moduleFiles.ts'
import { testIo } from './testIo.ts'

const comment = '# first\n---\n'
const target = { context: 'dev', server: 'https://api.example.com', user: 'me', namespace: 'default' }

function reported(signal?: AbortSignal) {
  const text = `a: 1\n${comment}${goodModule}`
  const [found] = createLanguageService().modules({ uri: 'm.yaml', text })
  if (found === undefined) throw new Error('there is a Module')
  const { io, written } = testIo(signal === undefined ? {} : { signal })
  return { report: applyReport(io, sourceText('m.yaml', text), found.document), written }
}

function fact(...phases: readonly (NodePhase | [NodePhase, string])[]) {
  const nodes = phases.map((phase, at) => {
    const node = { node: `node-${at}`, kernel: '6.6.2' }
    return typeof phase === 'string' ? { ...node, phase } : { ...node, phase: phase[0], detail: phase[1] }
  })
  return { namespace: 'default', name: 'pt-char-dev', state: 'running', nodes, failures: [] } as const
}

test('a state is told when it is new, and a reason once', () => {
  const { report, written } = reported()
  report.fact(fact('loading', 'loading'))
  report.fact(fact('loading', 'loading'))
  report.fact(fact('loading', ['failing', 'Exec format error']))
  report.fact(fact('loaded', ['failing', 'Exec format error']))
  expect(written().stdout).toBe(
    [
      '— 2 nodes: 2 loading',
      '— 2 nodes: 1 failing, 1 loading (node-1: Exec format error)',
      '— 2 nodes: 1 loaded, 1 failing',
      '',
    ].join('\n'),
  )
})

test('a failure stands on its line of the file, whatever comes before the document', () => {
  const { report, written } = reported()
  const failure = {
    id: 'kmm/run-not-found',
    field: 'spec.moduleLoader.container.modprobe.moduleName',
    nodes: ['node-a', 'node-b'],
    message: 'no such module',
    advice: 'Look into the image',
    logLine: 'FATAL: \u001b[31mnot found',
  } as const
  report.verdict('✘ pt-char-dev did not load everywhere', [failure])
  expect(written().stdout).toMatchInlineSnapshot(`
    "m.yaml:12:21 error node-a, node-b: no such module (kmm/run-not-found)
      12 |         moduleName: ptemplate_char_dev
         |                     ^^^^^^^^^^^^^^^^^^
      advice: Look into the image
      log: FATAL: ␛[31mnot found
    ✘ pt-char-dev did not load everywhere
    "
  `)
})

test.each([
  ['about the document', new ClusterError('denied', 'admission webhook "v" denied the request: no'), 1],
  ['about the user', new ClusterError('forbidden', 'User "me" cannot patch'), 2],
  ['about the connection', new ClusterError('timeout', 'no answer within 30 s'), 2],
])('an error %s', (_, error, code) => {
  const { report, written } = reported()
  expect(report.refused(error, target, 'nothing was changed')).toBe(code)
  expect(written().stderr).toMatch(/; nothing was changed\n$/)
  expect(written().stderr).toMatch(code === 1 ? /^m\.yaml:7:9 error The server refused this: no/ : /^kmm: /)
})

test('an error that Ctrl-C made is none', () => {
  const { report, written } = reported(AbortSignal.abort())
  expect(report.refused(new ClusterError('cancelled', 'cancelled'), target, 'nothing was changed')).toBe(130)
  expect(written().stderr).toBe('kmm: stopped; nothing was changed\n')
})

test('what is no answer of a cluster is a mistake of ours and goes on', () => {
  const { report } = reported()
  expect(() => report.refused(new TypeError('x is not a function'), target, '')).toThrow(TypeError)
})
