import type { Scaffold } from '../yaml/yamlEdit.ts'
import type { FieldSchema } from './fieldSchema.ts'
import { propertyOf } from './schemaAt.ts'

const image = 'quay.io/example/driver:${KERNEL_FULL_VERSION}'

/** What to begin with where a field must not be empty: values that KMM takes, for a person to replace. */
const samples: Readonly<Record<string, Scaffold>> = {
  apiVersion: 'kmm.sigs.x-k8s.io/v1beta1',
  kind: 'Module',
  name: 'example',
  selector: { 'node-role.kubernetes.io/worker': '""' },
  containerImage: `"${image}"`,
  image: 'quay.io/example/device-plugin:latest',
  kernelMappings: [{ regexp: "'^.+$'", containerImage: `"${image}"` }],
  modprobe: { moduleName: 'example' },
  driverName: 'driver.example.com',
  driver: 'driver.example.com',
  expression: 'device.driver == "driver.example.com"',
  parameters: '{}',
  value: '""',
  mountPath: '/example',
  path: '/var/example',
}

/** The least text that a required key may begin with. */
export function scaffoldOf(key: string, schema: FieldSchema | undefined): Scaffold {
  if (key === 'expression') return `'${String(samples[key])}'`
  const sample = samples[key]
  const fits =
    typeof sample === 'string' ? schema?.type === 'string' || schema === undefined || schema.open === true : true
  if (sample !== undefined && fits) return sample
  if (schema?.type === 'object') {
    const required = schema.required ?? []
    if (required.length > 0) {
      return Object.fromEntries(required.map((name) => [name, scaffoldOf(name, propertyOf(schema, name))]))
    }
    return propertyOf(schema, 'name') === undefined ? '{}' : { name: 'example' }
  }
  if (schema?.type === 'array') return schema.items === undefined ? '[]' : [scaffoldOf('', schema.items)]
  if (schema?.type === 'boolean') return 'false'
  if (schema?.type === 'integer' || schema?.type === 'number' || schema?.type === 'intOrString') return '0'
  return '""'
}
