import { type Field, type KmmModule, stringField } from '../../kmm/kmmModule.ts'
import { nearestKey } from '../../schema/nearestKey.ts'
import { nodeAt } from '../../yaml/yamlPath.ts'
import { replaceText } from './fieldText.ts'
import type { Rule } from './rule.ts'

/** When images are pulled. */
export const pullPolicyRules: readonly Rule[] = [
  {
    id: 'kmm/pull-policy',
    title: 'A pull policy that does not exist',
    why: "Neither the schema nor KMM's webhook looks at this word. The API server does when KMM creates the pod or the DaemonSet, and refuses it: nothing is pulled, and only the operator's log says why.",
    bad: 'modprobe: {moduleName: driver}\nimagePullPolicy: always',
    good: 'modprobe: {moduleName: driver}\nimagePullPolicy: Always',
    severity: 'warning',
    releases: { since: '1.0' },
    source: 'ours',
    check(module, _context, report) {
      for (const field of pullPolicies(module)) {
        // An empty text is as good as none.
        if (field.value === '' || policies.includes(field.value) || field.value.includes('{{')) continue
        const near = nearestPolicy(field.value)
        const message = `KMM accepts \`${field.value}\`, and the pods that need the image are refused: it is \`Always\`, \`IfNotPresent\` or \`Never\``
        const fix = near === undefined ? undefined : replaceText(module, field, near, `Use ${near}`)
        report({ range: field.range, path: field.path, message, fixes: fix ? [{ ...fix, preferred: true }] : [] })
      }
    },
  },
]

const policies: readonly string[] = ['Always', 'IfNotPresent', 'Never']

function pullPolicies(module: KmmModule): readonly Field<string>[] {
  const pods = ['devicePlugin', 'dra'].flatMap((owner) =>
    ['container', 'initContainer'].map((key) => [...module.specPath, owner, key]),
  )
  return [module.containerPath, ...pods].flatMap(
    (path) => stringField(nodeAt(module.root, path), 'imagePullPolicy', path) ?? [],
  )
}

function nearestPolicy(word: string): string | undefined {
  const bare = word.trim().toLowerCase()
  return policies.find((one) => one.toLowerCase() === bare) ?? nearestKey(word, policies)
}
