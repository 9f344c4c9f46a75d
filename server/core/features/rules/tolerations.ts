import type { KmmModule } from '../../kmm/kmmModule.ts'
import { labelValueFault, qualifiedNameFault } from '../../schema/labelSyntax.ts'
import { nearestKey } from '../../schema/nearestKey.ts'
import type { Path, YamlMap } from '../../yaml/yamlNode.ts'
import { childOf, nodeAt } from '../../yaml/yamlPath.ts'
import { isSet, keyRange, mapsOf, removeKeyFix, replaceText, textOrEmpty } from './fieldText.ts'
import type { Finding, Rule } from './rule.ts'

const source = 'validateTolerations, internal/webhook/module.go'
const operators = ['Exists', 'Equal']
const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']

/** Which tainted nodes a Module may use. */
export const tolerationRules: readonly Rule[] = [
  rule('kmm/toleration-key', 'A toleration with a key that no taint can have', 201, {
    why: 'Keys of taints are qualified names. An empty key stands for every taint and then needs the operator `Exists`. The webhook refuses others.',
    bad: '- key: "my key"\n  operator: Exists',
    good: '- key: example.com/my-key\n  operator: Exists',
    find(module, map, path) {
      const key = textOrEmpty(map, 'key')
      const operator = textOrEmpty(map, 'operator')
      if (key === undefined) return []
      if (key === '') {
        if (operator === undefined || operator === 'Exists') return []
        const message =
          'A toleration without `key` needs `operator: Exists`, which KMM insists on: set it, or name a key'
        return [{ range: keyRange(module, [...path, 'operator']), path, message }]
      }
      const fault = qualifiedNameFault(key)
      if (fault === undefined) return []
      return [at(module, path, 'key', `\`${key}\` cannot be the key of a taint, which KMM refuses: ${fault}`)]
    },
  }),
  rule('kmm/toleration-seconds', 'tolerationSeconds with another effect than NoExecute', 202, {
    why: 'Only `NoExecute` evicts pods, so only there can a time be tolerated; the webhook refuses it elsewhere.',
    bad: '- key: a\n  effect: NoSchedule\n  tolerationSeconds: 5',
    good: '- key: a\n  effect: NoExecute\n  tolerationSeconds: 5',
    find(module, map, path) {
      const effect = textOrEmpty(map, 'effect')
      if (!isSet(map, 'tolerationSeconds') || effect === undefined || effect === 'NoExecute') return []
      const message =
        '`tolerationSeconds` goes with `effect: NoExecute` only, which KMM insists on: remove it or change the effect'
      const key = [...path, 'tolerationSeconds']
      return [{ range: keyRange(module, key), path: key, message, fixes: removeKeyFix(module, key) }]
    },
  }),
  rule('kmm/toleration-value', 'A value that does not go with the operator', 203, {
    why: '`Equal` compares the value with that of the taint, so it must be one that a taint can have; `Exists` takes none. The webhook refuses the rest.',
    bad: '- key: a\n  operator: Exists\n  value: b',
    good: '- key: a\n  operator: Equal\n  value: b',
    find(module, map, path) {
      const operator = textOrEmpty(map, 'operator')
      const value = textOrEmpty(map, 'value')
      if (value === undefined || operator === undefined) return []
      if (operator === 'Exists' && value !== '') {
        const key = [...path, 'value']
        const message = '`Exists` takes no `value`, which KMM refuses: remove it, or use `operator: Equal`'
        return [{ range: keyRange(module, key), path: key, message, fixes: removeKeyFix(module, key) }]
      }
      const fault = operator === '' || operator === 'Equal' ? labelValueFault(value) : undefined
      return fault === undefined
        ? []
        : [at(module, path, 'value', `\`${value}\` cannot be the value of a taint, which KMM refuses: ${fault}`)]
    },
  }),
  rule('kmm/toleration-operator', 'An operator that does not exist', 204, {
    why: 'KMM takes `Equal` (the default) and `Exists`, letter by letter; the webhook refuses others, which the schema lets through.',
    bad: '- key: a\n  operator: exists',
    good: '- key: a\n  operator: Exists',
    find: (module, map, path) => oneOf(module, map, path, 'operator', operators),
  }),
  rule('kmm/toleration-effect', 'An effect that does not exist', 205, {
    why: 'The effects of taints are `NoSchedule`, `PreferNoSchedule` and `NoExecute`; an empty one stands for all. The webhook compares letter by letter and refuses others.',
    bad: '- key: a\n  effect: noschedule',
    good: '- key: a\n  effect: NoSchedule',
    find: (module, map, path) => oneOf(module, map, path, 'effect', effects),
  }),
]

type RuleWords = Pick<Rule, 'why' | 'bad' | 'good'> & {
  find(module: KmmModule, map: YamlMap, path: Path): readonly Finding[]
}

function rule(id: Rule['id'], title: string, webhookOrder: number, words: RuleWords): Rule {
  const { why, bad, good, find } = words
  return {
    id,
    title,
    why,
    bad,
    good,
    severity: 'error',
    releases: { since: '2.3' },
    source,
    webhookOrder,
    check(module, _context, report) {
      for (const { map, path } of mapsOf(module, [...module.specPath, 'tolerations'])) {
        for (const finding of find(module, map, path)) report(finding)
      }
    },
  }
}

function at(module: KmmModule, path: Path, key: string, message: string): Finding {
  const node = childOf(nodeAt(module.root, path), key)
  return { range: node?.alias ?? node?.range ?? keyRange(module, path), path: [...path, key], message }
}

function oneOf(module: KmmModule, map: YamlMap, path: Path, key: string, known: readonly string[]): readonly Finding[] {
  const text = textOrEmpty(map, key)
  if (text === undefined || text === '' || known.includes(text)) return []
  const near = nearestKey(text, known)
  const hint =
    near === undefined ? `: use ${known.map((one) => `\`${one}\``).join(', ')}` : `: did you mean \`${near}\`?`
  const finding = at(module, path, key, `\`${text}\` is no ${key} of a toleration, which KMM refuses${hint}`)
  const fix =
    near && replaceText(module, { value: text, range: finding.range, path: finding.path }, near, `Use ${near}`)
  return [{ ...finding, ...(fix ? { fixes: [{ ...fix, preferred: true }] } : {}) }]
}
