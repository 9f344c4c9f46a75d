import { expect, it } from 'vitest'
import { kubeconfigPath } from '../../client/kubeconfigPath.ts'

it.each([
  ['/tmp/kmm-practice-1/kubeconfig', '/tmp/kmm-practice-1/kubeconfig'],
  ['export KUBECONFIG=/tmp/a b/kubeconfig.yaml', '/tmp/a b/kubeconfig.yaml'],
  ['kubeconfig: /run/user/0/kmm/kubeconfig', '/run/user/0/kmm/kubeconfig'],
  ['kubeconfig: C:\\Users\\me\\kmm\\kubeconfig', 'C:\\Users\\me\\kmm\\kubeconfig'],
  ['Use "/tmp/x/kubeconfig" as your kubeconfig', '/tmp/x/kubeconfig'],
  ['The practice cluster runs', undefined],
  ['listening on http://127.0.0.1:1234', undefined],
])('%s', (line, path) => expect(kubeconfigPath(line)).toBe(path))
