import { expect, test } from 'vitest'
import { pathFromRoot, uriOf } from '../../server/cli/pathFromRoot.ts'

test.each([
  ['a.yaml', {}, 'a.yaml'],
  ['./sub/a b.yaml', {}, 'sub/a%20b.yaml'],
  ['/repo/deploy/a.yaml', {}, 'a.yaml'],
  ['../a.yaml', {}, 'file:///repo/a.yaml'],
  ['..a.yaml', {}, '..a.yaml'],
  ['a.yaml', { GITHUB_WORKSPACE: '/repo' }, 'deploy/a.yaml'],
  ['../a.yaml', { GITHUB_WORKSPACE: '/repo' }, 'a.yaml'],
  ['a.yaml', { GITHUB_WORKSPACE: '/other' }, 'a.yaml'],
  ['ä#1.yaml', {}, '%C3%A4%231.yaml'],
])('%s with %j is %s', (file, env, uri) => {
  expect(uriOf(pathFromRoot({ cwd: '/repo/deploy', env })(file))).toBe(uri)
})
