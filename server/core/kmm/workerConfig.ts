import { type JsonValue, jsonValue } from '../yaml/jsonValue.ts'
import { parseYaml } from '../yaml/parseYaml.ts'

/**
 * The configuration a worker pod was made for: its annotation `kmm.node.kubernetes.io/worker-config`, YAML of the
 * NodeModulesConfig's `config` (`podManager.LoaderPodTemplate`, internal/pod, 2.0 to main).
 */
export function parseWorkerConfig(annotation: string): JsonValue {
  const document = parseYaml(annotation).documents[0]
  return document === undefined ? null : jsonValue(document)
}
