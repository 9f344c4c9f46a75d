import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseKernels } from '../../../server/core/kmm/parseKernels.ts'

const wide = `NAME     STATUS   ROLES           AGE   VERSION   INTERNAL-IP   EXTERNAL-IP   OS-IMAGE                        KERNEL-VERSION                  CONTAINER-RUNTIME
cp-1     Ready    control-plane   12d   v1.34.1   10.0.0.4      <none>        Red Hat Enterprise Linux 9.6    5.14.0-570.12.1.el9_6.x86_64    cri-o://1.34.0
worker   Ready    <none>          12d   v1.34.1   10.0.0.5      <none>        Container-Optimized OS 6.6      6.6.87+                         containerd://2.0.4
worker2  Ready    <none>          12d   v1.34.1   10.0.0.6      <none>        Container-Optimized OS 6.6      6.6.87+                         containerd://2.0.4
`

test.each([
  ['a line of uname -r', '6.6.2-201.fc39.x86_64\n', ['6.6.2-201.fc39.x86_64']],
  [
    'several, one twice',
    '5.14.0-570.el9.x86_64\r\n6.8.0-31-generic\r\n5.14.0-570.el9.x86_64',
    ['5.14.0-570.el9.x86_64', '6.8.0-31-generic'],
  ],
  ['typed with commas', '6.6.87+, 6.8.0-31-generic', ['6.6.87+', '6.8.0-31-generic']],
  ['quoted', '"6.6.2-201.fc39.x86_64"', ['6.6.2-201.fc39.x86_64']],
  ['uname -a', 'Linux host 6.8.0-31-generic #31-Ubuntu SMP x86_64 GNU/Linux', ['6.8.0-31-generic']],
  ['kubectl get nodes -o wide', wide, ['5.14.0-570.12.1.el9_6.x86_64', '6.6.87+']],
  ['the same without headers', wide.split('\n').slice(1).join('\n'), ['5.14.0-570.12.1.el9_6.x86_64', '6.6.87+']],
  ['the same with its blanks collapsed', wide.replaceAll(/ +/g, ' '), ['5.14.0-570.12.1.el9_6.x86_64', '6.6.87+']],
  ['custom columns', 'NAME   KERNEL\nnode   6.8.0-31-generic\n', ['6.8.0-31-generic']],
  ['nodes as YAML', 'nodeInfo:\n  kernelVersion: 6.8.0-31-generic\n  kubeletVersion: v1.34.1', ['6.8.0-31-generic']],
  ['nodes as JSON', '"kernelVersion": "6.8.0-31-generic",', ['6.8.0-31-generic']],
])('%s', (_, text, kernels) => expect(parseKernels(text)).toEqual(kernels))

test.each([
  ['nothing', ''],
  ['prose', 'kernel 6.8 is out'],
  ['addresses', '10.0.0.1\n10.0.0.2'],
  ['a mapping', '- literal: 6.8.0-31-generic\n  containerImage: quay.io/a/b:1.0'],
  ['a version', 'v1.34.1'],
  ['nodes without kernels', 'NAME STATUS VERSION\nnode Ready v1.34.1'],
])('%s: no kernel', (_, text) => expect(parseKernels(text)).toEqual([]))

test('any text is read without an exception, and no kernel holds white space', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      expect(parseKernels(text).filter((kernel) => /\s/.test(kernel))).toEqual([])
    }),
  )
})
