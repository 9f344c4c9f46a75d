import type { ModuleDocument } from '../core/languageService.ts'
import type { SourceText } from './sourceText.ts'

export interface ModuleChoice {
  readonly name: string | undefined
  /** place among the Modules, from 1 */
  readonly number: string | undefined
}

/** The one Module of a file that is meant, or a sentence on why that cannot be said. */
export function chooseModule(
  source: SourceText,
  found: readonly ModuleDocument[],
  choice: ModuleChoice,
): ModuleDocument | { readonly sentence: string } {
  const modules = found.filter(({ module }) => module.kind === 'Module')
  const { file } = source
  if (modules.length === 0) {
    if (found.length === 0) return { sentence: `${file}: holds no Module of \`kmm.sigs.x-k8s.io\`` }
    return {
      sentence: `${file}: holds a ManagedClusterModule, which is applied on a hub with \`kubectl apply\`; kmm applies Modules`,
    }
  }
  const list = listModules(source, modules)
  const picked = modules.filter(
    ({ module }, index) =>
      (choice.name === undefined || module.name?.value === choice.name) &&
      (choice.number === undefined || String(index + 1) === choice.number),
  )
  const [first] = picked
  if (first === undefined) return { sentence: `${file}: no Module is the one you chose; there is ${list}` }
  if (picked.length === 1) return first
  const how = choice.name === undefined ? 'choose one with --name or --document' : 'choose one with --document'
  return { sentence: `${file}: several Modules could be meant: ${list}; ${how}` }
}

function listModules(source: SourceText, modules: readonly ModuleDocument[]): string {
  return modules
    .map(({ module, document }, index) => {
      const { line } = source.positionAt(document.start + module.root.range.start)
      return `${index + 1}: \`${module.name?.value ?? 'without name'}\` (line ${line})`
    })
    .join(', ')
}
