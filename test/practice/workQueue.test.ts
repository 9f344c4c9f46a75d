import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ClusterError } from '../../server/cluster/clusterError.ts'
import { createWorkQueue } from '../../server/practice/workQueue.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a key that waits already is not done twice, one that is being done is done again', async () => {
  const done: string[] = []
  const queue = createWorkQueue(
    async (key) => {
      done.push(key)
      if (done.length === 1) queue.enqueue(key)
    },
    { signal: new AbortController().signal, onError: () => {} },
  )
  queue.enqueue('a')
  queue.enqueue('b')
  queue.enqueue('b')
  await vi.runAllTimersAsync()
  expect(done.toSorted()).toEqual(['a', 'a', 'b'])
})

test('what fails is tried again, later each time; a race is not worth a word', async () => {
  const errors: unknown[] = []
  let tries = 0
  const queue = createWorkQueue(
    async () => {
      tries += 1
      if (tries === 1) throw new ClusterError('conflict', 'somebody else was faster')
      if (tries === 2) throw new Error('broken')
    },
    { signal: new AbortController().signal, onError: (error) => errors.push(error) },
  )
  queue.enqueue('a')
  await vi.advanceTimersByTimeAsync(19)
  expect(tries).toBe(1)
  await vi.advanceTimersByTimeAsync(1)
  expect(tries).toBe(2)
  await vi.advanceTimersByTimeAsync(40)
  expect(tries).toBe(3)
  expect(errors).toEqual([new Error('broken')])
})

test('nothing is done after the end', async () => {
  const ending = new AbortController()
  const reconcile = vi.fn(async () => {})
  const queue = createWorkQueue(reconcile, { signal: ending.signal, onError: () => {} })
  ending.abort()
  queue.enqueue('a')
  await vi.runAllTimersAsync()
  expect(reconcile).not.toHaveBeenCalled()
})
