import { describe, expect, test } from 'vitest'
import { loadFailure } from '../../../server/core/kmm/loadFailure.ts'
import { parseWorkerLine } from '../../../server/core/kmm/workerLog.ts'
import { shared } from '../../support/shared.ts'

const running =
  'I1123 15:15:31.627707       1 modprobe.go:33] "Running modprobe" logger="kmm-worker" command="/sbin/modprobe -vd /tmp/opt drv a=1"'
const stderr = (text: string) =>
  `I1123 15:15:31.629398       1 cmdlog.go:70] "modprobe: ERROR: could not insert 'drv': ${text}" logger="kmm-worker.modprobe.stderr"`
const fatal =
  'E1123 15:15:31.629611       1 cmdutils.go:13] "Fatal error" err="error while waiting on the command: exit status 1" logger="kmm-worker"'

test('a line of the worker', () => {
  expect(parseWorkerLine(running)).toEqual({
    level: 'info',
    message: 'Running modprobe',
    logger: 'kmm-worker',
    command: '/sbin/modprobe -vd /tmp/opt drv a=1',
  })
  expect(parseWorkerLine("cp: can't stat '/opt'")).toEqual({ level: 'info', message: "cp: can't stat '/opt'" })
})

test.each([
  ['Exec format error', 'kmm/run-wrong-kernel', 'containerImage'],
  ['Invalid argument', 'kmm/run-bad-parameter', 'modprobe.parameters'],
  ['Required key not available', 'kmm/run-not-signed', 'containerImage'],
  ['No such device', 'kmm/run-no-device', 'modprobe.moduleName'],
  ['something nobody has seen', 'kmm/run-failed', 'modprobe'],
])('%s', (text, id, field) => {
  expect(loadFailure([running, stderr(text), fatal])).toMatchObject({ id, field })
})

test('what modprobe said is quoted without the trimmings of the log', () => {
  expect(loadFailure([stderr('Exec format error'), fatal])?.said).toBe("could not insert 'drv': Exec format error")
})

test('a healthy log has no failure', () => {
  expect(loadFailure([running])).toBeUndefined()
})

describe.runIf(shared.present)('logs of the real worker', () => {
  test.each(shared.present ? shared.files('kmm/worker-logs') : [])('%s', (name) => {
    const lines = shared.text(`kmm/worker-logs/${name}`).trimEnd().split('\n')
    const failed = lines.at(-1) !== 'exit 0'
    const failure = loadFailure(lines.slice(0, -1))
    expect(failure !== undefined).toBe(failed)
    // Every failure that was recorded has a cause of its own, not the general one.
    expect(failure?.id).not.toBe('kmm/run-failed')
  })
})
