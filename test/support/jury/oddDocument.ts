import { yamlPieces } from '../yamlPieces.ts'
import type { Dice } from './dice.ts'
import { oddScalar } from './oddScalars.ts'
import { oddText, type Value } from './oddText.ts'

const sound: Value = {
  apiVersion: 'kmm.sigs.x-k8s.io/v1beta1',
  kind: 'Module',
  metadata: { name: 'drv', labels: { a: 'b', 'x/y': 'c d' } },
  spec: {
    moduleLoader: {
      container: {
        modprobe: { moduleName: 'drv', parameters: ['a=1', 'b c'], args: { load: ['-v'], unload: [] } },
        kernelMappings: [
          { literal: '5.14.0', containerImage: 'q/x:1', build: { buildArgs: [{ name: 'A', value: 'x y' }] } },
        ],
      },
    },
    n: 5,
    z: null,
    selector: { gpu: '' },
  },
}
const small: Value = { a: 'x', b: { c: 'y z', d: ['p', 'q: r', { e: 'f' }] }, g: { h: 1, i: 'k' } }

const frames = [
  (text: string) => `a: ${text}\nb: c\n`,
  (text: string) => `a:\n  - ${text}\n  - x\nb: c\n`,
  (text: string) => `a: {b: ${text}, c: d}\ne: f\n`,
  (text: string) => `a: [${text}, c]\nb: c\n`,
  (text: string) => `${text}: b\nc: d\n`,
  (text: string) => `a:\n  ${text}\nb: c\n`,
]

/** A YAML text of odd forms, of odd scalars, or one that somebody has cut and put pieces into. */
export function oddDocument(dice: Dice): string {
  const roll = dice.below(3)
  if (roll === 0) return dice.one(frames)(oddScalar(dice))
  const text = oddText(dice.chance(0.5) ? sound : small, dice, { odd: roll === 1 ? dice.one([0.2, 0.5, 1]) : 0.05 })
  return roll === 1 ? text : broken(text, dice)
}

function broken(text: string, dice: Dice): string {
  let broken = text
  for (let count = 1 + dice.below(3); count > 0; count -= 1) {
    const at = dice.below(broken.length)
    broken = broken.slice(0, at) + dice.one(pieces) + broken.slice(at + dice.one([0, 0, 1, 3]))
  }
  return broken
}

const pieces = [
  ...yamlPieces,
  '&a ',
  '*a',
  '<<: ',
  '\t',
  '${',
  '? ',
  '!!str ',
  '%',
  ',',
  '',
  'x',
  '\r',
  '!',
  '@',
  '`',
  '\\',
  '=',
  '-',
  '\u0085',
  '\u2028',
  '😀',
  '~',
]
