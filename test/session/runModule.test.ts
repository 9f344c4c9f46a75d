import { expect, test } from 'vitest'
import { systemClock } from '../../server/cluster/clock.ts'
import type { Cluster } from '../../server/cluster/cluster.ts'
import { resources } from '../../server/cluster/resources.ts'
import { type LoadSpec, loadSpec } from '../../server/session/loadSpec.ts'
import { type ApplyPlan, planApply } from '../../server/session/planApply.ts'
import { runLogLines } from '../../server/session/runLog.ts'
import { type RunEvent, type RunOptions, runModule } from '../../server/session/runModule.ts'
import { moduleOf, moduleText } from '../support/moduleText.ts'
import { asViewer, practiceCluster } from '../support/practiceCluster.ts'

const signal = new AbortController().signal

async function plan(cluster: Cluster, text = moduleText()): Promise<ApplyPlan> {
  return await planApply(cluster, moduleOf(text).module, { fieldManager: 'vscode-kmm', signal })
}

async function run(
  cluster: Cluster,
  planned: ApplyPlan,
  options: Partial<RunOptions> = {},
): Promise<readonly RunEvent[]> {
  return await runOf(cluster, planned.spec, { apply: () => planned.apply(signal), ...options })
}

/** Follows what is on the cluster already. */
async function follow(cluster: Cluster): Promise<readonly RunEvent[]> {
  return await runOf(cluster, loadSpec(await cluster.get(resources.modules, 'pt-char-dev'), 'default'), {})
}

async function runOf(cluster: Cluster, spec: LoadSpec, options: Partial<RunOptions>): Promise<readonly RunEvent[]> {
  const events: RunEvent[] = []
  const settings = { signal, clock: systemClock, failAfterMs: 60_000, ...options }
  for await (const event of runModule(cluster, spec, settings)) events.push(event)
  // Whatever a person saw last is what was judged.
  const told = events.findLast((event) => event.type === 'fact')
  if (told !== undefined) expect(verdictOf(events)?.nodes).toEqual(told.fact.nodes)
  return events
}

function verdictOf(events: readonly RunEvent[]) {
  const last = events.at(-1)
  return last?.type === 'verdict' ? last.fact : undefined
}

function logOf(events: readonly RunEvent[]): readonly string[] {
  return events.flatMap((event) => runLogLines(event))
}

test('a Module loads on every node, and the log of every worker is seen whole', async () => {
  const { cluster } = await practiceCluster()
  const events = await run(cluster, await plan(cluster))
  expect(verdictOf(events)).toMatchObject({ state: 'loaded', failures: [] })
  expect(verdictOf(events)?.nodes.map(({ node, phase }) => `${node} ${phase}`)).toEqual([
    'node-a loaded',
    'node-b loaded',
    'node-c loaded',
  ])
  for (const node of ['node-a', 'node-b', 'node-c']) {
    const lines = logOf(events).filter((line) => line.startsWith(`[${node}/worker]`))
    expect(lines.some((line) => line.includes('$ /sbin/modprobe -vd /tmp/opt ptemplate_char_dev max_dev=5'))).toBe(true)
    expect(lines.filter((line) => line.includes('insmod'))).toHaveLength(1)
  }
  expect(logOf(events)[0]).toBe('— Created default/pt-char-dev')
})

test('whoever reads the difference for longer than planning may take can still apply', async () => {
  const { cluster } = await practiceCluster()
  const planning = new AbortController()
  const settings = { fieldManager: 'vscode-kmm', signal: planning.signal }
  const planned = await planApply(cluster, moduleOf(moduleText()).module, settings)
  planning.abort()
  expect(await planned.apply(signal)).toMatchObject({ status: 201 })
})

test('modprobe that fails on one node is the verdict, with the line at fault', async () => {
  const { cluster, control } = await practiceCluster()
  await control.setScenario('modprobe-fails', 'node-b')
  const fact = verdictOf(await run(cluster, await plan(cluster)))
  expect(fact).toMatchObject({ state: 'failed' })
  expect(fact?.nodes.map(({ node, phase }) => `${node} ${phase}`)).toEqual([
    'node-a loaded',
    'node-b failing',
    'node-c loaded',
  ])
  expect(fact?.failures).toMatchObject([
    {
      id: 'kmm/run-wrong-kernel',
      nodes: ['node-b'],
      field: 'spec.moduleLoader.container.kernelMappings[0].containerImage',
    },
  ])
})

test('an image that cannot be pulled fails the run once patience is over', async () => {
  const { cluster, control } = await practiceCluster()
  await control.setScenario('image-missing', 'node-a')
  const fact = verdictOf(await run(cluster, await plan(cluster), { failAfterMs: 1_500 }))
  expect(fact).toMatchObject({ state: 'failed', failures: [{ id: 'kmm/run-image-pull', nodes: ['node-a'] }] })
})

test('changed parameters are unloaded and loaded again; the old state is not taken for the new', async () => {
  const { cluster } = await practiceCluster()
  await run(cluster, await plan(cluster))
  const changed = await plan(
    cluster,
    moduleText((text) => text.replace('max_dev=5', 'max_dev=9')),
  )
  expect(changed.diff.changed).toBe(true)
  const events = await run(cluster, changed)
  expect(verdictOf(events)).toMatchObject({ state: 'loaded' })
  const commands = logOf(events).filter((line) => line.startsWith('[node-a/worker] $'))
  expect(commands.map((line) => line.replace(/^.*modprobe /, ''))).toEqual([
    '-rvd /tmp/opt ptemplate_char_dev',
    '-vd /tmp/opt ptemplate_char_dev max_dev=9 default_msg=ptemplate',
  ])
})

test('applying what is there already is loaded at once', async () => {
  const { cluster } = await practiceCluster()
  await run(cluster, await plan(cluster))
  const again = await plan(cluster)
  expect(again).toMatchObject({ isNew: false, diff: { changed: false } })
  expect(verdictOf(await run(cluster, again))).toMatchObject({ state: 'loaded' })
})

test('what comes after the verdict is not told: a node that has just booted has its status still', async () => {
  const { cluster, control } = await practiceCluster()
  await run(cluster, await plan(cluster))
  await control.setScenario('image-missing', 'node-b')
  await control.upgradeNode({ name: 'node-b', kernel: '5.14.0-427.13.1.el9_4.x86_64' })
  expect(verdictOf(await run(cluster, await plan(cluster), { failAfterMs: 1_500 }))?.state).toMatch(/loaded|failed/)
})

test('a selector without nodes does not look like success', async () => {
  const { cluster } = await practiceCluster()
  const planned = await plan(
    cluster,
    moduleText((text) => text.replace('worker: ""', 'worker: "worker"')),
  )
  expect(verdictOf(await run(cluster, planned))).toMatchObject({
    state: 'failed',
    failures: [{ id: 'kmm/run-no-node', field: 'spec.selector' }],
  })
})

test('a run can be stopped, and picked up again', async () => {
  const { cluster } = await practiceCluster()
  const planned = await plan(cluster)
  const stop = new AbortController()
  const events: RunEvent[] = []
  for await (const event of runModule(cluster, planned.spec, {
    signal: stop.signal,
    clock: systemClock,
    failAfterMs: 60_000,
    apply: () => planned.apply(signal),
  })) {
    events.push(event)
    if (event.type === 'told') stop.abort()
  }
  expect(verdictOf(events)).toMatchObject({ state: 'stopped' })
  expect(verdictOf(await follow(cluster))).toMatchObject({ state: 'loaded' })
})

test('what had failed before is no verdict: it is followed until it fails again, or loads', async () => {
  const { cluster, control } = await practiceCluster()
  await control.setScenario('modprobe-fails', 'node-b')
  await run(cluster, await plan(cluster))
  const again = await follow(cluster)
  expect(verdictOf(again)).toMatchObject({ state: 'failed', failures: [{ id: 'kmm/run-wrong-kernel' }] })
  await control.setScenario('loads')
  expect(verdictOf(await follow(cluster))).toMatchObject({ state: 'loaded', failures: [] })
})

test('the same, when what is there is applied again', async () => {
  const { cluster, control } = await practiceCluster()
  await control.setScenario('modprobe-fails', 'node-b')
  await run(cluster, await plan(cluster))
  await control.setScenario('loads')
  expect(verdictOf(await run(cluster, await plan(cluster)))).toMatchObject({ state: 'loaded', failures: [] })
})

test('a refused apply throws what the server said, and nothing is created', async () => {
  const { cluster } = await practiceCluster()
  const text = moduleText((one) => one.replace(':${KERNEL_FULL_VERSION}', ''))
  await expect(plan(cluster, text)).rejects.toMatchObject({ name: 'ClusterError', kind: 'denied', status: 403 })
  await expect(cluster.get(resources.modules, 'pt-char-dev')).rejects.toMatchObject({ kind: 'notFound' })
})

test('who may not list nodes or write Modules is told so', async () => {
  const viewer = await asViewer(await practiceCluster())
  await expect(plan(viewer)).rejects.toMatchObject({ kind: 'forbidden', status: 403 })
})
