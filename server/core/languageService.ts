import { type CodeLens, codeLens } from './features/codeLens.ts'
import { completion, completionDocumentation } from './features/completion.ts'
import type { AboutField, CompletionItem } from './features/completionItem.ts'
import { type Highlight, mappingHighlights } from './features/highlights.ts'
import { type Hover, hover } from './features/hover.ts'
import { type InlayHint, inlayHints } from './features/inlayHints.ts'
import { kernelReport } from './features/kernelReport.ts'
import { type DocumentLink, links } from './features/links.ts'
import { liveHover } from './features/liveHover.ts'
import { movedRange, movedSymbol } from './features/moved.ts'
import {
  type FileEdits,
  type NamePlace,
  nameAt,
  placesOf,
  type Refused,
  renameEdits,
  renameTarget,
} from './features/namePlaces.ts'
import type { NameUse } from './features/objectNames.ts'
import { pasteKernels } from './features/pasteKernels.ts'
import type { TextEdit } from './features/problem.ts'
import { type SemanticToken, semanticTokens } from './features/semanticTokens.ts'
import { namespaceOf, type Surroundings, targetOf } from './features/surroundings.ts'
import { type OutlineSymbol, symbols } from './features/symbols.ts'
import { createFileProblems, type FileProblems, isOurs } from './fileProblems.ts'
import { selectorKey } from './kmm/clusterFacts.ts'
import { type EffectiveModule, effectiveModule } from './kmm/effectiveModule.ts'
import { kernelsAt } from './kmm/kernelsAt.ts'
import { createParsedFiles, type ModuleDocument, type TextFile } from './parsedFiles.ts'
import type { Range, YamlFile } from './yaml/yamlNode.ts'

export type { ProblemFix } from './fileProblems.ts'
export type { ModuleDocument, TextFile } from './parsedFiles.ts'

/**
 * The pure language service: what it answers depends on the text and the surroundings it is given, and nothing else.
 * It never throws. All offsets are UTF-16 code units in the file, half-open.
 */
export interface LanguageService extends FileProblems {
  /** How many documents of the file are KMM's, those whose kind or apiVersion is misspelt included. */
  countDocuments(file: TextFile): number
  completion(file: TextFile, offset: number, surroundings: Surroundings): readonly CompletionItem[]
  /** Markdown about the field of an item that came with `about`. */
  completionDocumentation(about: AboutField, surroundings: Surroundings): string | undefined
  hover(file: TextFile, offset: number, surroundings: Surroundings): Hover | undefined
  codeLens(file: TextFile, surroundings: Surroundings): readonly CodeLens[]
  inlayHints(file: TextFile, range: Range, surroundings: Surroundings): readonly InlayHint[]
  /** Colours of regexps and image templates in Modules, in order, without overlaps. */
  semanticTokens(file: TextFile): readonly SemanticToken[]
  /** The outline: one symbol for each document that holds anything. */
  symbols(file: TextFile): readonly OutlineSymbol[]
  links(file: TextFile): readonly DocumentLink[]
  /** What belongs to the mapping or the name at an offset, in this file. */
  highlights(file: TextFile, offset: number, surroundings: Surroundings): readonly Highlight[]
  /** Every place in sight that names the object named at an offset, its declarations among them; empty when none is. */
  references(file: TextFile, offset: number, surroundings: Surroundings): readonly NamePlace[]
  /** The name that can be renamed at an offset, or why none can. */
  renameTarget(file: TextFile, offset: number, surroundings: Surroundings): NameUse | Refused
  rename(file: TextFile, offset: number, name: string, surroundings: Surroundings): readonly FileEdits[] | Refused
  /** The Module at an offset as KMM uses it on nodes with a kernel; `undefined` when no Module stands there. */
  effectiveModule(
    file: TextFile,
    offset: number,
    kernel: string,
    surroundings: Surroundings,
  ): EffectiveModule | undefined
  /** A table of what the Module at an offset does for each kernel; `undefined` when no Module stands there. */
  kernelReport(
    file: TextFile,
    offset: number,
    kernels: readonly string[],
    surroundings: Surroundings,
  ): string | undefined
  /** Pasted kernels as mappings, where a line for mappings is pasted to; else `undefined`. */
  pasteKernels(file: TextFile, offset: number, pasted: string): TextEdit | undefined
  /** The Modules of a file, first to last. Their own offsets are relative to `document.start`. */
  modules(file: TextFile): readonly ModuleDocument[]
  /** The selectors (in `selectorKey` form) whose nodes would make answers about this file better. */
  selectors(file: TextFile): readonly string[]
  /** A file as the other methods see it, to hand in as a neighbour of others. */
  parse(file: TextFile): YamlFile
  /** Lets go of what is remembered of a file. */
  forget(uri: string): void
}

/** Makes a service with a cache of its own: parses are kept per file, answers per unchanged document. */
export function createLanguageService(): LanguageService {
  const parsed = createParsedFiles()
  const { fileOf, moduleOf, modulesOf, documentAt, moduleAt } = parsed
  const nameIn = (file: TextFile, offset: number, surroundings: Surroundings): NameUse | undefined =>
    nameAt(fileOf(file), offset, namespaceOf(surroundings))
  const placesIn = (file: TextFile, use: NameUse, surroundings: Surroundings): readonly NamePlace[] => {
    const others = (surroundings.neighbours ?? []).filter(({ uri }) => uri !== file.uri)
    return placesOf(use, [{ uri: file.uri, file: fileOf(file) }, ...others], namespaceOf(surroundings))
  }

  return {
    countDocuments: (file) => fileOf(file).documents.filter(isOurs).length,
    ...createFileProblems(parsed),
    completion(file, offset, surroundings) {
      const document = documentAt(file, offset)
      if (document === undefined) return []
      return completion(document, offset - document.start, { ...surroundings, target: targetOf(surroundings) }).map(
        (item) => ({
          ...item,
          range: movedRange(item.range, document.start),
        }),
      )
    },
    completionDocumentation: (about, surroundings) => completionDocumentation(about, targetOf(surroundings)),
    hover(file, offset, surroundings) {
      const { cluster } = surroundings
      const document = documentAt(file, offset)
      if (document === undefined) return undefined
      const module = moduleOf(document)
      const live =
        module === undefined ? {} : { liveHover: liveHover(module, cluster), kernels: kernelsAt(module, cluster) }
      const found = hover(document, offset - document.start, { ...live, target: targetOf(surroundings) })
      return found && { ...found, range: movedRange(found.range, document.start) }
    },
    codeLens: (file, surroundings) =>
      modulesOf(file).flatMap(({ module, document }) =>
        codeLens(module, surroundings).map((lens) => ({ ...lens, offset: lens.offset + document.start })),
      ),
    inlayHints: (file, range, { cluster }) =>
      modulesOf(file).flatMap(({ module, document }) =>
        inlayHints(module, cluster)
          .map((hint) => ({ ...hint, offset: hint.offset + document.start }))
          .filter((hint) => range.start <= hint.offset && hint.offset <= range.end),
      ),
    symbols: (file) =>
      fileOf(file).documents.flatMap((document) => {
        const outline = symbols(document)
        return outline === undefined ? [] : [movedSymbol(outline, document.start)]
      }),
    links: (file) =>
      fileOf(file).documents.flatMap((document) =>
        links(document).map((link) => ({ ...link, range: movedRange(link.range, document.start) })),
      ),
    highlights(file, offset, surroundings) {
      const found = moduleAt(file, offset)
      const start = found?.document.start ?? 0
      const mappings = found ? mappingHighlights(found.module, offset - start, surroundings.cluster) : []
      if (mappings.length > 0) return mappings.map((one) => ({ ...one, range: movedRange(one.range, start) }))
      const use = nameIn(file, offset, surroundings)
      const places = use === undefined ? [] : placesIn(file, use, { ...surroundings, neighbours: [] })
      return places.map((place) => ({ range: place.use.range, role: place.use.declares ? 'write' : 'read' }))
    },
    references(file, offset, surroundings) {
      const use = nameIn(file, offset, surroundings)
      return use === undefined ? [] : placesIn(file, use, surroundings)
    },
    renameTarget: (file, offset, surroundings) => renameTarget(nameIn(file, offset, surroundings)),
    rename(file, offset, name, surroundings) {
      const use = renameTarget(nameIn(file, offset, surroundings))
      return 'refusal' in use ? use : renameEdits(use, name, placesIn(file, use, surroundings))
    },
    effectiveModule(file, offset, kernel, surroundings) {
      const found = moduleAt(file, offset)
      return found && effectiveModule(found.module, kernel, namespaceOf(surroundings))
    },
    kernelReport(file, offset, kernels, surroundings) {
      const found = moduleAt(file, offset)
      const lineOf = (at: number) => file.text.slice(0, at + (found?.document.start ?? 0)).split('\n').length
      return found && kernelReport(found.module, kernels, namespaceOf(surroundings), lineOf)
    },
    pasteKernels(file, offset, pasted) {
      const found = moduleAt(file, offset)
      const edit = found && pasteKernels(found.module, offset - found.document.start, pasted)
      return edit && { ...edit, range: movedRange(edit.range, found.document.start) }
    },
    semanticTokens: (file) =>
      modulesOf(file).flatMap(({ module, document }) =>
        semanticTokens(module).map((token) => ({ ...token, range: movedRange(token.range, document.start) })),
      ),
    modules: modulesOf,
    selectors: (file) =>
      modulesOf(file).flatMap(({ module }) =>
        module.selector === undefined ? [] : [selectorKey(module.selector.value)],
      ),
    parse: fileOf,
    forget: parsed.forget,
  }
}
