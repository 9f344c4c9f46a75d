import { buildMergeRules } from './buildMerge.ts'
import { buildReferenceRules } from './buildReferences.ts'
import { dirNameRules } from './dirName.ts'
import { draRules } from './dra.ts'
import { hostPathRules } from './hostPath.ts'
import { hubRules } from './hub.ts'
import { ignoredFieldRules } from './ignoredFields.ts'
import { imageKernelRules } from './imageKernels.ts'
import { imageSyntaxRules } from './imageSyntax.ts'
import { imageRules } from './images.ts'
import { inTreeRules } from './inTree.ts'
import { kernelMappingRules } from './kernelMappings.ts'
import { literalRules } from './literals.ts'
import { mappingOrderRules } from './mappingOrder.ts'
import { modprobeRules } from './modprobe.ts'
import { modprobeArgumentRules } from './modprobeArguments.ts'
import { moduleNameRules } from './moduleNames.ts'
import { nameRules } from './name.ts'
import { pullPolicyRules } from './pullPolicy.ts'
import { rawArgumentRules } from './rawArguments.ts'
import { regexpRules } from './regexps.ts'
import type { Rule } from './rule.ts'
import { selectorRules } from './selector.ts'
import { signRules } from './sign.ts'
import { templateFieldRules } from './templateFields.ts'
import { tolerationRules } from './tolerations.ts'
import { versionRules } from './version.ts'
import { volumeRules } from './volumes.ts'

/** Every rule about what a Module means that the document alone can break, as KMM's webhook comes to them. */
export const ruleTable: readonly Rule[] = [
  ...nameRules,
  ...tolerationRules,
  ...draRules,
  ...hostPathRules,
  ...volumeRules,
  ...inTreeRules,
  ...kernelMappingRules,
  ...regexpRules,
  ...mappingOrderRules,
  ...literalRules,
  ...imageRules,
  ...imageSyntaxRules,
  ...imageKernelRules,
  ...pullPolicyRules,
  ...templateFieldRules,
  ...modprobeRules,
  ...rawArgumentRules,
  ...modprobeArgumentRules,
  ...moduleNameRules,
  ...dirNameRules,
  ...signRules,
  ...buildReferenceRules,
  ...buildMergeRules,
  ...versionRules,
  ...hubRules,
  ...ignoredFieldRules,
  ...selectorRules,
]
