import { expect, it } from 'vitest'
import { createApprovals } from '../../client/approvals.ts'

const dev = { context: 'dev', server: 'https://dev.example:6443' }

function memory(values = new Map<string, unknown>()) {
  return {
    get: (key: string) => values.get(key),
    update: async (key: string, value: unknown) => void values.set(key, value),
  }
}

it('remembers a context of one server, for the next window too', async () => {
  const kept = memory()
  await createApprovals(kept).add(dev)
  const approvals = createApprovals(kept)
  expect(approvals.has(dev)).toBe(true)
  expect(approvals.has({ ...dev, server: 'https://elsewhere.example:6443' })).toBe(false)
  expect(approvals.has({ ...dev, context: 'prod' })).toBe(false)
})

it('forgets all of them', async () => {
  const approvals = createApprovals(memory())
  await approvals.add(dev)
  await approvals.add(dev)
  await approvals.add({ ...dev, context: 'other' })
  expect(await approvals.clear()).toBe(2)
  expect(approvals.has(dev)).toBe(false)
  expect(await approvals.clear()).toBe(0)
})

it.each([[undefined], ['dev https://dev.example:6443'], [[1, null]], [{}]])('takes %o for no approval', (value) => {
  expect(createApprovals(memory(new Map([['kmm.approvedClusters', value]]))).has(dev)).toBe(false)
})
