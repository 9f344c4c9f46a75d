import { parseDocument } from './parseDocument.ts'
import { splitDocuments } from './splitDocuments.ts'
import type { YamlDocument, YamlFile } from './yamlNode.ts'

/**
 * Parses a file of YAML documents; never throws, whatever the text. Documents whose text is one of `previous`'s are
 * taken over: the same object when they also stand at the same place, else a copy with another `start` that shares
 * `root` and `problems` (so caches of answers about a document are best keyed by its `problems`).
 */
export function parseYaml(text: string, previous?: YamlFile): YamlFile {
  if (previous?.text === text) return previous
  const known = new Map<string, YamlDocument>()
  for (const document of previous?.documents ?? []) known.set(document.text, document)
  const slices = splitDocuments(text)
  const isEdited = previous?.documents.length === slices.length
  const documents = slices.map(({ start, end }, at) => {
    const part = text.slice(start, end)
    const old = known.get(part)
    if (old === undefined) return parseDocument(part, start, isEdited ? previous.documents[at] : undefined)
    return old.start === start ? old : { ...old, start }
  })
  return { text, documents }
}
