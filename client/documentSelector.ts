import type { DocumentSelector, TextDocument } from 'vscode'

const languages: readonly string[] = ['yaml', 'helm']
const schemes: readonly string[] = ['file', 'untitled', 'vscode-vfs']

/** Where Modules are written: not the read-only sides of a comparison, not the output of a tool. */
export const documentSelector = languages.flatMap((language) =>
  schemes.map((scheme) => ({ language, scheme })),
) satisfies DocumentSelector

/** Whether a document's language and place are such that its text is worth looking at. */
export function isCandidate({ languageId, uri }: TextDocument): boolean {
  return languages.includes(languageId) && schemes.includes(uri.scheme)
}
