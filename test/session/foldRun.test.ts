import { describe, expect, test } from 'vitest'
import type { KubeObject, NodeRow } from '../../server/cluster/cluster.ts'
import { foldRun, type RunInput, type RunState, startRun } from '../../server/session/foldRun.ts'
import { listAt, stringAt } from '../../server/session/jsonRead.ts'
import { loadSpec } from '../../server/session/loadSpec.ts'
import { runFact } from '../../server/session/runFact.ts'
import { type RecordedEvent, type RecordedLine, recording } from '../support/recording.ts'
import { shared } from '../support/shared.ts'

/** What a person would have read while the scenario ran: each change of the nodes' phases, once. */
function story(scenario: string, lines = recording(scenario)): string {
  const told: string[] = []
  let state: RunState | undefined
  for (const line of lines) {
    if ('step' in line) {
      told.push(`# ${line.step}`)
      continue
    }
    if (line.object.kind === 'Module') state = respec(state, line)
    if (state === undefined) continue
    const input = inputOf(line, state.spec.name)
    if (input !== undefined) state = foldRun(state, input)
    const { nodes, failures } = runFact(state)
    const text = nodes.map(({ node, phase }) => `${node} ${phase}`).join(', ')
    const causes = failures.map((failure) => `  ! ${failure.nodes.join('+')} ${failure.id} ${failure.field}`)
    const now = [text, ...causes].join('\n')
    if (text !== '' && told.at(-1) !== now) told.push(now)
  }
  return told.join('\n')
}

const nodeRows: readonly NodeRow[] = [
  { name: 'node-a', kernel: '6.6.2-201.fc39.x86_64', ready: true },
  { name: 'node-b', kernel: '5.14.0-427.13.1.el9_4.x86_64', ready: true },
  { name: 'node-c', kernel: '5.15.133+', ready: true },
]

function respec(state: RunState | undefined, line: RecordedEvent): RunState {
  const spec = loadSpec(line.object, 'default')
  const selects = spec.selector['node-role.kubernetes.io/worker'] === ''
  const started = startRun(spec, true)
  return state === undefined
    ? foldRun(started, { from: 'nodes', event: { type: 'sync', items: selects ? nodeRows : [] } })
    : { ...state, spec }
}

function inputOf({ type, object }: RecordedEvent, module: string): RunInput | undefined {
  const from = sourceOf(object, module)
  const kinds = { ADDED: 'added', MODIFIED: 'modified', DELETED: 'deleted' } as const
  return from && { from, event: { type: kinds[type], item: object } }
}

function sourceOf(object: KubeObject, module: string): 'nodeConfigs' | 'workers' | 'pullPods' | undefined {
  if (object.kind === 'NodeModulesConfig') return 'nodeConfigs'
  if (object.kind !== 'Pod') return undefined
  if (stringAt(object, 'metadata', 'labels', 'kmm.node.kubernetes.io/image-owner') === module) return 'pullPods'
  const component = stringAt(object, 'metadata', 'labels', 'app.kubernetes.io/component')
  return component === 'worker' ? 'workers' : undefined
}

describe.runIf(shared.present)('recorded runs of the real operator', () => {
  test.each(['load-prebuilt', 'some-kernels', 'modprobe-fails', 'image-missing', 'change-parameters', 'no-node'])(
    '%s',
    (scenario) => {
      expect(story(scenario)).toMatchSnapshot()
    },
  )

  test('a node that has loaded stays so while the watch of its status lags behind that of its pod', () => {
    const lines = recording('load-prebuilt')
    const isStatus = (line: RecordedLine) =>
      'object' in line &&
      line.object.kind === 'NodeModulesConfig' &&
      listAt(line.object, 'status', 'modules').length > 0
    const late = [...lines.filter((line) => !isStatus(line)), ...lines.filter(isStatus)]
    expect(lines.filter(isStatus).length).toBeGreaterThanOrEqual(3)
    expect(story('load-prebuilt', late)).toBe(story('load-prebuilt'))
  })
})
