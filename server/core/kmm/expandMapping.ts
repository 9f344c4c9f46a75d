import type { JsonValue } from '../yaml/jsonValue.ts'
import type { Path } from '../yaml/yamlNode.ts'
import { expandTemplate, type TemplateVariables } from './imageTemplate.ts'
import { type JsonObject, listOf, objectOf } from './mergeMapping.ts'

/**
 * The mapping with its templated fields expanded; those of `sign` know no `MOD_` variables (measured on KMM main).
 * `note` is told what each came from, at a path from the mapping.
 */
export function expandMapping(
  mapping: JsonObject,
  values: TemplateVariables,
  note: (path: Path, text: string) => void,
): JsonObject {
  const { MOD_NAME: _, MOD_NAMESPACE: __, ...signValues } = values
  const expand = (value: JsonValue | undefined, of: TemplateVariables, path: Path): JsonValue => {
    if (typeof value !== 'string') return value ?? null
    const text = expandTemplate(value, of)
    if (text === undefined) note(path, 'KMM fails to expand this: a closing brace is missing')
    else if (text !== value) note(path, `from ${value.replaceAll(/[\r\n]/g, ' ')}`)
    return text ?? value
  }
  const sign = objectOf(mapping.sign)
  return {
    ...mapping,
    ...('containerImage' in mapping && {
      containerImage: expand(mapping.containerImage, values, ['containerImage']),
    }),
    ...(sign !== undefined && {
      sign: {
        ...sign,
        ...('unsignedImage' in sign && {
          unsignedImage: expand(sign.unsignedImage, signValues, ['sign', 'unsignedImage']),
        }),
        ...('filesToSign' in sign && {
          filesToSign: listOf(sign.filesToSign).map((file, at) =>
            expand(file, signValues, ['sign', 'filesToSign', at]),
          ),
        }),
      },
    }),
  }
}
