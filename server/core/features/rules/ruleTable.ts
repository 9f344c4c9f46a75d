import { draRules } from './dra.ts'
import { hostPathRules } from './hostPath.ts'
import { imageRules } from './images.ts'
import { inTreeRules } from './inTree.ts'
import { kernelMappingRules } from './kernelMappings.ts'
import { modprobeRules } from './modprobe.ts'
import { nameRules } from './name.ts'
import type { Rule } from './rule.ts'
import { signRules } from './sign.ts'
import { tolerationRules } from './tolerations.ts'
import { versionRules } from './version.ts'

/** Every rule about what a Module means that the document alone can break, as KMM's webhook comes to them. */
export const ruleTable: readonly Rule[] = [
  ...nameRules,
  ...tolerationRules,
  ...draRules,
  ...hostPathRules,
  ...inTreeRules,
  ...kernelMappingRules,
  ...imageRules,
  ...modprobeRules,
  ...signRules,
  ...versionRules,
]
