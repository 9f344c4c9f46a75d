import { expect, test } from 'vitest'
import { kindDetail } from '../../../server/core/features/kindDetail.ts'
import { kmmKinds } from '../../../server/core/schema/moduleSchema.ts'

test('a kind in one line, with who else has or writes it', () => {
  const details = kmmKinds.map(({ kind }) => `${kind}: ${kindDetail(kind)}`)
  expect([...new Set(details)].sort()).toMatchInlineSnapshot(`
    [
      "BootModuleConfig: Load a kernel module while nodes boot (OpenShift)",
      "ManagedClusterModule: Load a kernel module on many clusters from a hub",
      "Module: Load a kernel module on nodes",
      "ModuleBuildSignConfig: Which images are built or signed (written by the operator)",
      "ModuleImagesConfig: Which images a Module needs (written by the operator)",
      "NodeModulesConfig: What is loaded on one node, and what should be (written by the operator)",
      "PreflightValidation: Try all Modules with the kernel of an upgrade to come",
      "PreflightValidationOCP: Try all Modules with the kernel of an upgrade to come (OpenShift)",
    ]
  `)
})
