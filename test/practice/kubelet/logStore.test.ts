import { expect, test } from 'vitest'
import type { ContainerLogAnswer, ContainerLogQuery } from '../../../server/practice/containerLogs.ts'
import { createLogStore } from '../../../server/practice/kubelet/logStore.ts'

const pod = { namespace: 'default', name: 'p' }

function ask(change: Partial<ContainerLogQuery> = {}): ContainerLogQuery {
  const plain = {
    namespace: 'default',
    pod: 'p',
    container: 'worker',
    follow: false,
    previous: false,
    timestamps: false,
  }
  return { ...plain, sinceMs: undefined, tailLines: undefined, limitBytes: undefined, ...change }
}

async function linesOf(answer: ContainerLogAnswer): Promise<readonly string[] | string> {
  if (answer.status !== 200) return answer.text
  const lines: string[] = []
  for await (const line of answer.lines) lines.push(line)
  return lines
}

const signal = new AbortController().signal

test('a container that has not started says what it waits for', async () => {
  const logs = createLogStore()
  expect(await linesOf(logs.read(ask(), signal))).toBe(
    'container "worker" in pod "p" is waiting to start: ContainerCreating',
  )
  logs.wait(pod, 'worker', 'PodInitializing')
  expect(await linesOf(logs.read(ask(), signal))).toBe(
    'container "worker" in pod "p" is waiting to start: PodInitializing',
  )
})

test('lines can be cut by number, size and time, and stamped', async () => {
  const logs = createLogStore()
  const run = logs.start(pod, 'worker')
  run.print('one', new Date('2026-01-01T00:00:01Z'))
  run.print('two', new Date('2026-01-01T00:00:02Z'))
  expect(await linesOf(logs.read(ask(), signal))).toEqual(['one', 'two'])
  expect(await linesOf(logs.read(ask({ tailLines: 1 }), signal))).toEqual(['two'])
  expect(await linesOf(logs.read(ask({ tailLines: 0 }), signal))).toEqual([])
  expect(await linesOf(logs.read(ask({ limitBytes: 6 }), signal))).toEqual(['one', 'tw'])
  expect(await linesOf(logs.read(ask({ sinceMs: Date.parse('2026-01-01T00:00:02Z') }), signal))).toEqual(['two'])
  expect(await linesOf(logs.read(ask({ timestamps: true, tailLines: 1 }), signal))).toEqual([
    expect.stringMatching(/^2026-01-01T00:00:02\.\d{9}Z two$/),
  ])
})

test('following goes on until the container ends', async () => {
  const logs = createLogStore()
  const run = logs.start(pod, 'worker')
  run.print('before')
  const lines = linesOf(logs.read(ask({ follow: true }), signal))
  run.print('after')
  run.end()
  expect(await lines).toEqual(['before', 'after'])
})

test('following ends with the pod, and with the reader', async () => {
  const logs = createLogStore()
  logs.start(pod, 'worker')
  const ofPod = linesOf(logs.read(ask({ follow: true }), signal))
  const reader = new AbortController()
  const ofReader = linesOf(logs.read(ask({ follow: true }), reader.signal))
  reader.abort()
  expect(await ofReader).toEqual([])
  logs.remove(pod)
  expect(await ofPod).toEqual([])
  expect(await linesOf(logs.read(ask(), signal))).toMatch(/waiting to start/)
})

test('the previous run is the one before, and the last one while the container waits', async () => {
  const logs = createLogStore()
  const first = logs.start(pod, 'worker')
  first.print('first')
  expect(await linesOf(logs.read(ask({ previous: true }), signal))).toMatch(/^previous terminated container "worker"/)
  first.end()
  expect(await linesOf(logs.read(ask({ previous: true }), signal))).toEqual(['first'])
  logs.start(pod, 'worker').print('second')
  expect(await linesOf(logs.read(ask({ previous: true }), signal))).toEqual(['first'])
  expect(await linesOf(logs.read(ask(), signal))).toEqual(['second'])
})
