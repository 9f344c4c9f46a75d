import { copyFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../server/cluster/clock.ts'
import { createSession, type Session } from '../../server/session/session.ts'
import { practiceCluster } from '../support/practiceCluster.ts'
import { temporaryFolder } from '../support/temporaryFolder.ts'

const workers = 'node-role.kubernetes.io/worker='

/** A session and a way to wait until something holds, asked again on every change. */
function sessionWith(selectors: readonly string[] = [workers]): {
  session: Session
  until: (holds: () => boolean) => Promise<void>
} {
  let wake = Promise.withResolvers<void>()
  const session = createSession({
    env: {},
    home: '/nowhere',
    version: '0',
    clock: systemClock,
    settleMs: 0,
    onPluginOutput: () => undefined,
    selectors: () => new Set(selectors),
    onChange: () => {
      wake.resolve()
      wake = Promise.withResolvers()
    },
  })
  onTestFinished(() => session.close())
  const until = async (holds: () => boolean) => {
    while (!holds()) await wake.promise
  }
  return { session, until }
}

function nodeNames(session: Session, selector = workers): readonly string[] | undefined {
  const fact = session.facts.nodes.get(selector)
  return fact === undefined || fact.state === 'unknown' ? undefined : fact.value.map((node) => node.name)
}

test('nothing is known before connecting, and nothing remains after', async () => {
  const practice = await practiceCluster()
  const { session, until } = sessionWith()
  expect(session.facts.target).toBeUndefined()
  expect(await session.connect({ kubeconfig: practice.kubeconfigPath })).toMatchObject({
    state: 'connected',
    target: { context: 'practice' },
  })
  await until(() => nodeNames(session)?.length === 3)
  session.disconnect()
  expect(session.facts.nodes.size).toBe(0)
  expect(session.connection).toEqual({ state: 'disconnected' })
})

test('what a run failed on can be dismissed: how its nodes stand is kept, and a later run tells anew', async () => {
  const practice = await practiceCluster()
  const { session } = sessionWith()
  await session.connect({ kubeconfig: practice.kubeconfigPath })
  const failure = { id: 'kmm/run-wrong-kernel', field: 'spec', nodes: ['a'], message: 'm', advice: 'b' } as const
  const node = { node: 'a', kernel: '6.6.2', phase: 'failing' } as const
  const run = { namespace: 'default', name: 'drv', state: 'failed', nodes: [node], failures: [failure] } as const
  session.setRun(run)
  session.dismissRun('default/other')
  expect(session.facts.modules).toEqual(new Map([['default/drv', run]]))
  session.dismissRun('default/drv')
  expect(session.facts.modules.get('default/drv')).toEqual({ ...run, failures: [] })
  session.setRun(run)
  expect(session.facts.modules.get('default/drv')).toEqual(run)
})

test('the fields that the cluster serves are known while connected', async () => {
  const practice = await practiceCluster()
  const { session, until } = sessionWith()
  await session.connect({ kubeconfig: practice.kubeconfigPath })
  await until(() => session.facts.installed?.state === 'known')
  expect(session.facts.installed).toEqual({ state: 'known', value: { version: '2.7', edition: 'upstream' } })
  expect(session.served.map(({ kind }) => kind)).toContain('Module')
  session.disconnect()
  expect(session.served).toEqual([])
})

test('a selector without nodes makes the labels of the cluster known', async () => {
  const practice = await practiceCluster()
  const { session, until } = sessionWith(['node-role.kubernetes.io/worker=worker'])
  await session.connect({ kubeconfig: practice.kubeconfigPath })
  await until(() => session.facts.labels.state === 'known')
  const { labels } = session.facts
  expect(labels.state === 'known' && labels.value.get('node-role.kubernetes.io/worker')).toEqual(new Map([['', 3]]))
})

test('a cluster that went away leaves stale facts, not wrong ones', async () => {
  const practice = await practiceCluster()
  const { session, until } = sessionWith()
  await session.connect({ kubeconfig: practice.kubeconfigPath })
  await until(() => nodeNames(session)?.length === 3)
  await practice.stop()
  await until(() => session.connection.state === 'stale')
  expect(session.facts.nodes.get(workers)).toMatchObject({ state: 'stale' })
  expect(nodeNames(session)).toEqual(['node-a', 'node-b', 'node-c'])
})

test('an expired token is said as such', async () => {
  const practice = await practiceCluster()
  practice.expireToken(practice.tokens.admin)
  const { session } = sessionWith()
  const outcome = await session.connect({ kubeconfig: practice.kubeconfigPath })
  expect(outcome).toMatchObject({ state: 'failed' })
  expect(outcome.detail).toContain('did not accept your credentials')
})

test('a kubeconfig that is mended is tried again by itself', async () => {
  const practice = await practiceCluster()
  const folder = await temporaryFolder()
  const kubeconfig = join(folder, 'config')
  await writeFile(kubeconfig, 'clusters: [')
  const { session, until } = sessionWith()
  const outcome = await session.connect({ kubeconfig })
  expect(outcome.state).toBe('failed')
  expect(outcome.detail).toContain(kubeconfig)
  await copyFile(practice.kubeconfigPath, join(folder, 'new'))
  await rename(join(folder, 'new'), kubeconfig)
  await until(() => session.connection.state === 'connected')
})

test('without trust nothing connects; taking trust away disconnects', async () => {
  const practice = await practiceCluster()
  const { session } = sessionWith()
  session.setTrusted(false)
  expect(await session.connect({ kubeconfig: practice.kubeconfigPath })).toEqual({ state: 'untrusted' })
  session.setTrusted(true)
  expect(await session.connect({ kubeconfig: practice.kubeconfigPath })).toMatchObject({ state: 'connected' })
  session.setTrusted(false)
  expect(session.cluster).toBeUndefined()
})

test('selectors that are no longer wanted are no longer watched', async () => {
  const practice = await practiceCluster()
  const { session, until } = sessionWith()
  await session.connect({ kubeconfig: practice.kubeconfigPath })
  await until(() => nodeNames(session)?.length === 3)
  session.wantSelectors(new Set(['kubernetes.io/hostname=node-a']))
  await until(() => nodeNames(session, 'kubernetes.io/hostname=node-a')?.length === 1)
  expect(session.facts.nodes.has(workers)).toBe(false)
})
