import { type KmmModule, kmmModule } from './kmm/kmmModule.ts'
import { parseYaml } from './yaml/parseYaml.ts'
import type { YamlDocument, YamlFile } from './yaml/yamlNode.ts'

/** A file as an adapter holds it. `uri` is only a name to remember parses by. */
export interface TextFile {
  readonly uri: string
  readonly text: string
}

/** A Module in a file, and where its document begins there. */
export interface ModuleDocument {
  readonly module: KmmModule
  readonly document: YamlDocument
}

/** Files as they were last seen, parsed once; of a changed file only the changed documents are parsed again. */
export interface ParsedFiles {
  fileOf(file: TextFile): YamlFile
  moduleOf(document: YamlDocument): KmmModule | undefined
  modulesOf(file: TextFile): readonly ModuleDocument[]
  /** The document in which an offset of the file is. */
  documentAt(file: TextFile, offset: number): YamlDocument | undefined
  moduleAt(file: TextFile, offset: number): ModuleDocument | undefined
  forget(uri: string): void
}

/** One parse of one document's text. A document that only moved is a new object with the parse it had. */
export type Parse = YamlDocument['problems']

/** What to remember answers about a document by: the same as long as its text is. */
export function parseOf(document: YamlDocument): Parse {
  return document.problems
}

export function createParsedFiles(): ParsedFiles {
  const files = new Map<string, YamlFile>()

  const fileOf = ({ uri, text }: TextFile): YamlFile => {
    const previous = files.get(uri)
    if (previous?.text === text) return previous
    const parsed = parseYaml(text, previous)
    files.set(uri, parsed)
    return parsed
  }
  const documentAt = (file: TextFile, offset: number): YamlDocument | undefined =>
    fileOf(file).documents.findLast((document) => document.start <= offset)
  return {
    fileOf,
    moduleOf: kmmModule,
    modulesOf: (file) =>
      fileOf(file).documents.flatMap((document) => {
        const module = kmmModule(document)
        return module === undefined ? [] : [{ module, document }]
      }),
    documentAt,
    moduleAt(file, offset) {
      const document = documentAt(file, offset)
      const module = document && kmmModule(document)
      return document && module && { module, document }
    },
    forget(uri) {
      files.delete(uri)
    },
  }
}
