import { allBlocks } from './buildSign.ts'
import { templateVariables } from './imageTemplate.ts'
import { type Field, type KmmModule, stringField, stringFields } from './kmmModule.ts'

/** The images with the kernel module: the container's and each mapping's. Those that a template renders are left out. */
export function moduleImages(module: KmmModule): readonly Field<string>[] {
  const mappings = module.kernelMappings.map((mapping) => mapping.containerImage)
  return [module.containerImage, ...mappings]
    .filter((field) => field !== undefined)
    .filter((field) => !isTemplated(field))
}

/** What a template fills in later is not known yet. */
function isTemplated(field: Field<string>): boolean {
  return field.value.includes('{{')
}

const allVariables = Object.keys(templateVariables)
const signVariables = allVariables.filter((name) => !name.startsWith('MOD_'))

/** A field that KMM expands, and the variables that it knows there. */
export interface TemplatedField {
  readonly field: Field<string>
  readonly variables: readonly string[]
}

/** The fields that KMM expands; several rules ask for them, so those of a Module are found once. */
export function templatedFields(module: KmmModule): readonly TemplatedField[] {
  const known = found.get(module) ?? findTemplated(module)
  found.set(module, known)
  return known
}

const found = new WeakMap<KmmModule, readonly TemplatedField[]>()

function findTemplated(module: KmmModule): readonly TemplatedField[] {
  const images = moduleImages(module).map((field) => ({ field, variables: allVariables }))
  const signed = allBlocks(module, 'sign').flatMap(({ map, path }) => [
    ...[stringField(map, 'unsignedImage', path)].filter((field) => field !== undefined),
    ...stringFields(map, 'filesToSign', path),
  ])
  const paths = signed.filter((field) => !isTemplated(field))
  return [...images, ...paths.map((field) => ({ field, variables: signVariables }))]
}
