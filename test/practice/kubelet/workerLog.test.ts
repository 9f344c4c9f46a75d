import { describe, expect, test } from 'vitest'
import { printWorkerStep, workerSteps } from '../../../server/practice/kubelet/workerLog.ts'
import { shared } from '../../support/shared.ts'

const config = {
  kernelVersion: '6.6.2-201.fc39.x86_64',
  modprobe: { dirName: '/opt', moduleName: 'ptemplate_char_dev', parameters: ['max_dev=5', 'default_msg=ptemplate'] },
}
const name = 'ptemplate_char_dev'

test('a line is klog s', () => {
  const [first] = workerSteps(config, 'Load')
  const line = first && printWorkerStep(first, new Date('2026-01-02T03:04:05.006Z'), 7)
  expect(line).toBe(
    'I0102 03:04:05.006007       1 funcs_kmod.go:18] "Starting worker" logger="kmm-worker" version="v2.6.0" git commit="practice"',
  )
})

describe.runIf(shared.present)("prints what KMM's worker prints", () => {
  test.each([
    ['success', 'Load', undefined],
    ['could-not-insert-exec-format-error', 'Load', `could not insert '${name}': Exec format error`],
    ['could-not-insert-no-such-device', 'Load', `could not insert '${name}': No such device`],
    ['unload-success', 'Unload', undefined],
    ['unload-in-use', 'Unload', `Module ${name} is in use.`],
  ] as const)('%s', (file, action, failure) => {
    const printed = workerSteps(config, action, failure).map((step) => printWorkerStep(step, new Date(0), 0))
    const recorded = shared.text(`kmm/worker-logs/${file}.log`).trimEnd().split('\n')
    // The first line is of how it was recorded, the last one the exit code.
    expect(inOrder(printed)).toEqual(inOrder(recorded.slice(1, -1)))
  })
})

/** What modprobe writes to its two streams comes in either order. */
function inOrder(lines: readonly string[]): readonly string[] {
  const texts = lines.map(withoutRun)
  const isOutput = (line: string) => line.includes('kmm-worker.modprobe.')
  return [...texts.filter((line) => !isOutput(line)), ...texts.filter(isOutput).sort()]
}

/** A line without its time, its process, and what differs between a pod and the recording. */
function withoutRun(line: string): string {
  return line.replace(/^(.)\d{4} [\d:.]+ +\d+ /, '$1 ').replace(/(version|git commit|path)="[^"]*"/g, '$1="…"')
}
