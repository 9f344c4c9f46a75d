import { expect, test } from 'vitest'
import { modprobeLoad, modprobeUnload } from '../../../server/core/kmm/modprobe.ts'

test.each([
  [
    { moduleName: 'ptemplate_char_dev', dirName: '/opt', parameters: ['max_dev=5', 'default_msg=ptemplate'] },
    'modprobe -vd /tmp/opt ptemplate_char_dev max_dev=5 default_msg=ptemplate',
  ],
  [{ moduleName: 'drv', argsLoad: ['--first-time'] }, 'modprobe -vd /tmp/opt --first-time drv'],
  [{ rawArgsLoad: ['-vd', '/tmp/opt', 'drv'] }, 'modprobe -vd /tmp/opt drv'],
  [{}, undefined],
])('load %o', (spec, expected) => {
  expect(modprobeLoad(spec)?.join(' ')).toBe(expected)
})

test('unload', () => {
  expect(modprobeUnload({ moduleName: 'drv', dirName: '/kmods' })?.join(' ')).toBe('modprobe -rvd /tmp/kmods drv')
})
