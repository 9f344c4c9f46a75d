import { nodeAt } from '../yaml/yamlPath.ts'
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

/** The fields that KMM expands, each with the variables that it knows there. */
export function templatedFields(module: KmmModule): readonly { field: Field<string>; variables: readonly string[] }[] {
  const images = moduleImages(module).map((field) => ({ field, variables: allVariables }))
  const owners = [module.containerPath, ...module.kernelMappings.map((mapping) => mapping.path)]
  const signed = owners.flatMap((owner) => {
    const path = [...owner, 'sign']
    const sign = nodeAt(module.root, path)
    const unsigned = stringField(sign, 'unsignedImage', path)
    return [...(unsigned === undefined ? [] : [unsigned]), ...stringFields(sign, 'filesToSign', path)]
  })
  const paths = signed.filter((field) => !isTemplated(field))
  return [...images, ...paths.map((field) => ({ field, variables: signVariables }))]
}
