import { expect, test } from 'vitest'
import { unsupportedNode } from '../../server/cli/nodeVersion.ts'

test.each(['v22.15.0', 'v22.20.1', 'v24.0.0'])('%s will do', (version) => {
  expect(unsupportedNode(version)).toBeUndefined()
})

test.each(['v22.14.0', 'v20.19.5', 'v18.0.0'])('%s is told what is needed', (version) => {
  expect(unsupportedNode(version)).toContain(`kmm needs Node 22.15 or newer, and this is ${version}`)
})
