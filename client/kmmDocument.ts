/** Kinds that only KMM has names for: a document without an apiVersion is KMM's when it is of one of them. */
export const kmmKinds: readonly string[] = [
  'Module',
  'ManagedClusterModule',
  'PreflightValidation',
  'PreflightValidationOCP',
  'NodeModulesConfig',
  'ModuleImagesConfig',
  'ModuleBuildSignConfig',
  'BootModuleConfig',
]

/**
 * Whether one of the YAML documents in the text is KMM's: its apiVersion is of a group that KMM has or had (upstream,
 * hub, and the one before 1.0), or its kind is KMM's and the apiVersion is absent or still being typed. Reads lines,
 * parses nothing: it runs on every YAML file that is opened.
 */
export function isKmmText(text: string): boolean {
  if (kmmGroup.test(text)) return true
  if (!kmmKind.test(text)) return false
  return text.split(documentStart).some((document) => kmmKind.test(document) && !hasOtherGroup(document))
}

const kmmGroup = /^[^#\n]*\bapiVersion["']?[ \t]*:[ \t]*["']?(?:hub\.)?kmm\.sigs\.(?:x-)?k8s\.io\b/m
const kmmKind = new RegExp(
  `^[ \\t]*["']?kind["']?[ \\t]*:[ \\t]*["']?(?:${kmmKinds.join('|')})\\b["']?[ \\t]*(?:#|,|\\r?$)`,
  'm',
)
const documentStart = /^---(?=\s)/m
const apiVersion = /^[ \t]*["']?apiVersion["']?[ \t]*:[ \t]*["']?([^\s"'#,]+)/m

/** A group and version that is whole and not ours; `km` and `kmm.sigs` are on their way to ours. */
function hasOtherGroup(document: string): boolean {
  const value = apiVersion.exec(document)?.[1]
  return value !== undefined && (value.includes('/') || /^v\d/.test(value))
}
