import { examplePlace } from '../../scripts/examplePlace.ts'

/** Values of a Module in which nothing is wrong. */
interface Fields {
  readonly [key: string]: string | Fields | readonly Fields[]
}

const sound: Fields = {
  apiVersion: 'kmm.sigs.x-k8s.io/v1beta1',
  kind: 'Module',
  metadata: { name: 'driver', namespace: 'default' },
  spec: {
    selector: { 'node-role.kubernetes.io/worker': '' },
    moduleLoader: {
      container: {
        modprobe: { moduleName: 'driver' },
        kernelMappings: [{ regexp: '^.+$', containerImage: 'quay.io/example/driver:${KERNEL_FULL_VERSION}' }],
      },
    },
  },
}

/** What stands beside an example in parts that not every Module has. */
const optional: Fields = {
  devicePlugin: { container: { image: 'quay.io/example/plugin:1.0' } },
  dra: { driverName: 'gpu.example.com', container: { image: 'quay.io/example/dra:1.0' } },
}

/** The Module of an example: the example at the place of `model` (its sound form), all that it leaves open sound. */
export function exampleModule(example: string, model: string): string {
  // In brackets an example can only be all of it.
  if (model.startsWith('{')) return example
  return moduleLines(sound, examplePlace(model), example).join('\n')
}

function moduleLines(fields: Fields, [step, ...rest]: readonly string[], example: string): string[] {
  if (step === undefined) {
    const own = new Set([...example.matchAll(/^([\w.-]+)\b/gm)].map(([, key]) => key))
    const others = Object.entries(fields).filter(([key]) => !own.has(key))
    const lines = example.split('\n')
    const beside = example.startsWith('- ') ? [] : others.map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
    return /^(%|apiVersion)/.test(example) ? [...lines, ...beside] : [...beside, ...lines]
  }
  const beside = Object.entries(fields).filter(([key]) => key !== step)
  const inner = fields[step] ?? optional[step] ?? {}
  const below = moduleLines(typeof inner === 'object' && !isList(inner) ? inner : {}, rest, example)
  return [
    ...beside.map(([key, value]) => `${key}: ${JSON.stringify(value)}`),
    `${step}:`,
    ...below.map((line) => `  ${line}`),
  ]
}

function isList(value: Fields | readonly Fields[]): value is readonly Fields[] {
  return Array.isArray(value)
}
