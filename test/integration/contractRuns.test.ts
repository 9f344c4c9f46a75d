import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { Cluster, KubeObject, LogOptions } from '../../server/cluster/cluster.ts'
import { ClusterError } from '../../server/cluster/clusterError.ts'
import { resources } from '../../server/cluster/resources.ts'
import { listAt, numberAt } from '../../server/practice/json.ts'
import { type Practice, startPractice } from '../../server/practice/practice.ts'
import type { PracticeControl } from '../../server/practice/practiceControl.ts'
import { readFirstLines } from '../support/askApi.ts'
import { moduleText } from '../support/moduleText.ts'
import { storyOf } from '../support/recordedStates.ts'
import { startTestbed, type Testbed } from '../support/testbed.ts'
import { findTestbedParts } from '../support/testbedParts.ts'
import { startTestbedSimulators, type TestbedSimulators } from '../support/testbedSimulators.ts'

const { binary, crdFolder, skipped } = await findTestbedParts()
const worker = 'kmm-worker-node-b-pt-char-dev'

interface Side {
  readonly cluster: Cluster
  readonly control: PracticeControl
}

/** The same operator and kubelet behind the practice API server and behind a real one: the same runs. */
describe.skipIf(skipped !== undefined)(skipped ?? 'a run on the practice cluster is a run on a real API server', () => {
  let dir: string
  let practice: Practice
  let bed: Testbed
  let behind: TestbedSimulators

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'kmm-contract-'))
    practice = await startPractice({ dir, delay: quick })
    bed = await startTestbed({ binary })
    behind = await startTestbedSimulators(bed, { crdFolder, delay: quick })
  })
  afterAll(async () => {
    behind?.stop()
    await Promise.all([bed?.stop(), practice?.stop()])
    await rm(dir, { recursive: true, force: true })
  })
  const onBoth = <T>(act: (side: Side) => Promise<T>) => Promise.all([act(practice), act(behind)])

  test('loads on three nodes, reloads with other parameters, and goes away', async () => {
    const [ours, theirs] = await onBoth(async (side) => {
      const seen = watchEverything(side.cluster)
      await apply(side.cluster, moduleText())
      await seen.until(availableOn(3))
      const changed = moduleText((text) => text.replace('max_dev=5', 'max_dev=9'))
      await apply(side.cluster, changed)
      // The counters are those of the old parameters until the operator has looked.
      await seen.until(
        (object) => object.metadata.generation === 2 && !availableOn(3)(object) && object.kind === 'Module',
      )
      await seen.until(availableOn(3))
      await side.cluster.delete(resources.modules, 'pt-char-dev')
      await seen.until((object, type) => object.kind === 'ModuleImagesConfig' && type === 'DELETED')
      seen.stop()
      return Object.fromEntries([...storyOf(seen.events)].sort(([a], [b]) => (a < b ? -1 : 1)))
    })
    expect(Object.keys(ours)).toContain(`Pod ${worker}`)
    expect(ours).toEqual(theirs)
  })

  test('fails on one node, with the same logs for the same questions', async () => {
    const [ours, theirs] = await onBoth(async ({ cluster, control }) => {
      const seen = watchEverything(cluster)
      await control.setScenario('modprobe-fails', 'node-b')
      await apply(cluster, moduleText())
      await seen.until(restarted(3))
      seen.stop()
      const answers: Record<string, unknown> = {}
      for (const [name, question] of Object.entries(logQuestions)) answers[name] = await askLog(cluster, question)
      await cluster.delete(resources.modules, 'pt-char-dev')
      return answers
    })
    expect(ours.all).toContainEqual(expect.stringContaining('Exec format error'))
    expect(ours).toEqual(theirs)
  })

  test('tells of an expired resource version the same way', async () => {
    practice.store.forgetHistory()
    const path = '/api/v1/nodes?watch=1&resourceVersion=1'
    const [line = ''] = await readFirstLines({ server: practice.url, token: practice.tokens.admin }, { path }, 1)
    expect(JSON.parse(line)).toEqual({
      type: 'ERROR',
      object: {
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: expect.stringMatching(/^too old resource version: 1 \(\d+\)$/),
        reason: 'Expired',
        code: 410,
      },
    })
  })
})

const logQuestions: Readonly<Record<string, Partial<LogOptions>>> = {
  all: {},
  previous: { previous: true },
  timestamps: { timestamps: true },
  'last line': { tailLines: 1 },
  'no lines': { tailLines: 0 },
  'some bytes': { limitBytes: 30 },
  'from the future': { sinceTime: '2100-01-01T00:00:00Z' },
  'init container': { container: 'image-extractor' },
  'no such container': { container: 'frob' },
  'no such pod': { pod: 'absent' },
  'previous run of a container that ran once': { container: 'image-extractor', previous: true },
}

/** Lines without their times, or how it was refused. */
async function askLog(cluster: Cluster, question: Partial<LogOptions>): Promise<unknown> {
  const lines: string[] = []
  try {
    for await (const line of cluster.logs({ namespace: 'default', pod: worker, container: 'worker', ...question })) {
      lines.push(line.replace(/^\d{4}-\d\d-\d\dT[\d:.]+Z /, 'STAMP ').replace(/\b([IE])\d{4} [\d:.]+/, '$1'))
    }
    return question.limitBytes === undefined ? lines : lines.map((line) => line.length)
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error
    return { kind: error.kind, status: error.status, reason: error.reason }
  }
}

async function apply(cluster: Cluster, text: string): Promise<void> {
  await cluster.apply(resources.modules, 'pt-char-dev', text, { fieldManager: 'contract' })
}

function availableOn(nodes: number) {
  return (object: KubeObject): boolean =>
    object.kind === 'Module' && numberAt(object, 'status', 'moduleLoader', 'availableNumber') === nodes
}

function restarted(times: number) {
  return (object: KubeObject): boolean =>
    object.metadata.name === worker &&
    numberAt(listAt(object, 'status', 'containerStatuses')[0], 'restartCount') === times
}

interface Watched {
  readonly events: readonly { readonly type: string; readonly object: KubeObject }[]
  /** Resolves at the next event that fits; rejects after 20 s. */
  until(fits: (object: KubeObject, type: string) => boolean): Promise<void>
  stop(): void
}

/** Follows every kind that a run touches; what is there at first does not count. */
function watchEverything(cluster: Cluster): Watched {
  const ending = new AbortController()
  const events: { type: string; object: KubeObject }[] = []
  const waiting = new Set<(object: KubeObject, type: string) => void>()
  const follow = async (resource: (typeof watched)[number]) => {
    for await (const event of cluster.watch(resource, { signal: ending.signal })) {
      if (!('item' in event)) continue
      const seen = { type: event.type.toUpperCase(), object: event.item }
      events.push(seen)
      for (const look of [...waiting]) look(seen.object, seen.type)
    }
  }
  for (const resource of watched) follow(resource).catch((error: unknown) => ending.abort(error))
  return {
    events,
    stop: () => ending.abort(),
    until: (fits) =>
      new Promise((done, fail) => {
        const late = setTimeout(() => fail(new Error('it does not happen')), 20_000)
        const look = (object: KubeObject, type: string) => {
          if (!fits(object, type)) return
          clearTimeout(late)
          waiting.delete(look)
          done()
        }
        waiting.add(look)
      }),
  }
}

const watched = [
  resources.modules,
  resources.moduleImagesConfigs,
  resources.nodeModulesConfigs,
  resources.pods,
  resources.nodes,
  resources.events,
  resources.namespaces,
]

/** A tenth of the time; a pause of two seconds and more is where a failing pod stands still. */
function quick(delayMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((done) => {
    if (signal.aborted) return done()
    const timer = delayMs >= 2_000 ? undefined : setTimeout(done, delayMs / 10)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      done()
    })
  })
}
