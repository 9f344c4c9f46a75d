import { expect, test } from 'vitest'
import { createRunLog, runLogLines } from '../../server/session/runLog.ts'
import type { RunEvent } from '../../server/session/runModule.ts'

const stderr =
  'I1123 15:15:31.629398       1 cmdlog.go:70] "modprobe: ERROR: could not insert \'drv\': Exec format error" logger="kmm-worker.modprobe.stderr"'

function logged(text: string): RunEvent {
  return { type: 'log', line: { node: 'node-a', pod: 'p', container: 'worker', containerId: 'c', text } }
}

test("what a pod printed stands behind its node and container, in modprobe's own words", () => {
  expect(runLogLines(logged(stderr))).toEqual([
    "[node-a/worker] modprobe: ERROR: could not insert 'drv': Exec format error",
  ])
  expect(runLogLines(logged('plain text'))).toEqual(['[node-a/worker] plain text'])
})

test('a log that grows without end keeps its newest lines and says how many went', () => {
  const log = createRunLog(100)
  for (let count = 0; count < 1_000; count += 1) log.append(`line ${count}`)
  const lines = log.text().split('\n')
  expect(lines.length).toBeLessThanOrEqual(126)
  expect(lines.at(-1)).toBe('line 999')
  const dropped = Number(/— (\d+) older/.exec(lines[0] ?? '')?.[1])
  expect(lines[1]).toBe(`line ${dropped}`)
})

test('a printed line is found again where the text shows it, also after lines were dropped', () => {
  const log = createRunLog(10)
  for (let count = 0; count < 30; count += 1) log.append(`— ${count}`)
  for (const line of runLogLines(logged(stderr))) log.append(line)
  expect(log.text().split('\n')[log.lineOf(stderr) ?? -1]).toContain('Exec format error')
  expect(log.lineOf('never printed')).toBeUndefined()
})
