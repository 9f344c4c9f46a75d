import { checkKind } from './features/checkKind.ts'
import { type CodeLens, codeLens } from './features/codeLens.ts'
import { completion, completionDocumentation } from './features/completion.ts'
import type { AboutField, CompletionItem } from './features/completionItem.ts'
import { problems as staticProblems } from './features/diagnostics.ts'
import { documentKind } from './features/documentKind.ts'
import { type Highlight, mappingHighlights } from './features/highlights.ts'
import { type Hover, hover } from './features/hover.ts'
import { ignoreFixes } from './features/ignoreFixes.ts'
import { type InlayHint, inlayHints } from './features/inlayHints.ts'
import { kernelReport } from './features/kernelReport.ts'
import { type DocumentLink, links } from './features/links.ts'
import { liveHover } from './features/liveHover.ts'
import { movedProblem, movedRange, movedSymbol } from './features/moved.ts'
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
import type { Fix, Problem, TextEdit } from './features/problem.ts'
import { crossProblems } from './features/rules/crossRules.ts'
import { liveProblems } from './features/rules/live.ts'
import type { Sight } from './features/rules/rule.ts'
import { type SemanticToken, semanticTokens } from './features/semanticTokens.ts'
import { isAsSeen, rememberingSight, type Seen, sightOf } from './features/sight.ts'
import { quietProblems, type Suppression, suppressionsOf } from './features/suppression.ts'
import { type NeighbourFile, type Surroundings, targetOf } from './features/surroundings.ts'
import { type OutlineSymbol, symbols } from './features/symbols.ts'
import { selectorKey } from './kmm/clusterFacts.ts'
import { type EffectiveModule, effectiveModule } from './kmm/effectiveModule.ts'
import { kernelsAt } from './kmm/kernelsAt.ts'
import { type KmmModule, kmmModule } from './kmm/kmmModule.ts'
import { parseYaml } from './yaml/parseYaml.ts'
import type { Range, YamlDocument, YamlFile } from './yaml/yamlNode.ts'

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

/**
 * The pure language service: what it answers depends on the text and the surroundings it is given, and nothing else.
 * It never throws. All offsets are UTF-16 code units in the file, half-open.
 */
export interface LanguageService {
  /** How many documents of the file are KMM's, those whose kind or apiVersion is misspelt included. */
  countDocuments(file: TextFile): number
  /** Every problem of every KMM document, in the file's order. */
  problems(file: TextFile, surroundings: Surroundings): readonly Problem[]
  completion(file: TextFile, offset: number, surroundings: Surroundings): readonly CompletionItem[]
  /** Markdown about the field of an item that came with `about`. */
  completionDocumentation(about: AboutField): string | undefined
  hover(file: TextFile, offset: number, surroundings: Surroundings): Hover | undefined
  /** Fixes of the problems that touch the range. */
  fixes(file: TextFile, range: Range, surroundings: Surroundings): readonly ProblemFix[]
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

export interface ProblemFix {
  readonly problem: Problem
  readonly fix: Fix
}

/** Makes a service with a cache of its own: parses are kept per file, answers per unchanged document. */
export function createLanguageService(): LanguageService {
  const files = new Map<string, YamlFile>()
  const modules = new WeakMap<Parse, KmmModule | null>()
  const crossed = new WeakMap<Parse, { namespace: string; seen: readonly Seen[]; problems: readonly Problem[] }>()
  const suppressions = new WeakMap<Parse, readonly Suppression[]>()
  const known = new WeakMap<
    Parse,
    { namespace: string; elsewhere: boolean; release: string; problems: readonly Problem[] }
  >()

  const fileOf = ({ uri, text }: TextFile): YamlFile => {
    const previous = files.get(uri)
    if (previous?.text === text) return previous
    const parsed = parseYaml(text, previous)
    files.set(uri, parsed)
    return parsed
  }
  const moduleOf = (document: YamlDocument): KmmModule | undefined => {
    let module = modules.get(parseOf(document))
    if (module === undefined) {
      module = kmmModule(document) ?? null
      modules.set(parseOf(document), module)
    }
    return module ?? undefined
  }
  const modulesOf = (file: TextFile): readonly ModuleDocument[] =>
    fileOf(file).documents.flatMap((document) => {
      const module = moduleOf(document)
      return module === undefined ? [] : [{ module, document }]
    })
  const documentAt = (file: TextFile, offset: number): YamlDocument | undefined =>
    fileOf(file).documents.findLast((document) => document.start <= offset)
  const moduleAt = (file: TextFile, offset: number): ModuleDocument | undefined => {
    const document = documentAt(file, offset)
    const module = document && moduleOf(document)
    return document && module && { module, document }
  }
  const nameIn = (file: TextFile, offset: number, surroundings: Surroundings): NameUse | undefined =>
    nameAt(fileOf(file), offset, namespaceOf(surroundings))
  const placesIn = (file: TextFile, use: NameUse, surroundings: Surroundings): readonly NamePlace[] => {
    const others = (surroundings.neighbours ?? []).filter(({ uri }) => uri !== file.uri)
    return placesOf(use, [{ uri: file.uri, file: fileOf(file) }, ...others], namespaceOf(surroundings))
  }

  const problemsOf = (document: YamlDocument, own: NeighbourFile, surroundings: Surroundings): readonly Problem[] => {
    const { cluster, client } = surroundings
    const module = moduleOf(document)
    const namespace = module?.namespace?.value ?? cluster.target?.namespace ?? 'default'
    const elsewhere = client.yamlErrorsElsewhere
    const remembered = known.get(parseOf(document))
    const target = targetOf(surroundings)
    const release = target === undefined ? '' : `${target.edition} ${target.version}`
    const isFresh =
      remembered?.namespace === namespace && remembered.elsewhere === elsewhere && remembered.release === release
    const fresh = isFresh ? remembered : undefined
    const problems =
      fresh?.problems ??
      staticProblems(document, { namespace, target }).filter(
        (problem) => !elsewhere || !problem.id.startsWith('kmm/yaml-'),
      )
    known.set(parseOf(document), { namespace, elsewhere, release, problems })
    if (module === undefined) return problems
    const inSight = sightOf(document, own, surroundings.neighbours ?? noNeighbours, namespaceOf(surroundings))
    const context = { namespace, cluster, inSight }
    return [...problems, ...crossProblemsOf(document, module, context), ...liveProblems(module, context)]
  }
  /** What objects in sight give reason to say, as long as they are what they were. */
  const crossProblemsOf = (
    document: YamlDocument,
    module: KmmModule,
    { namespace, inSight }: { readonly namespace: string; readonly inSight: Sight },
  ): readonly Problem[] => {
    const remembered = crossed.get(parseOf(document))
    if (remembered?.namespace === namespace && isAsSeen(inSight, remembered.seen)) return remembered.problems
    const { sight, seen } = rememberingSight(inSight)
    const problems = crossProblems(module, { namespace, inSight: sight })
    crossed.set(parseOf(document), { namespace, seen, problems })
    return problems
  }
  const suppressionsIn = (document: YamlDocument): readonly Suppression[] => {
    const remembered = suppressions.get(parseOf(document)) ?? suppressionsOf(document)
    suppressions.set(parseOf(document), remembered)
    return remembered
  }
  const problemsIn = (file: TextFile, surroundings: Surroundings): readonly Problem[] => {
    const own = { uri: file.uri, file: fileOf(file) }
    const judged = own.file.documents.map((document) => {
      const found = suppressionsIn(document)
      const problems = problemsOf(document, own, surroundings)
      return { document, problems, suppressions: found, isOurs: found.length > 0 && isOurs(document) }
    })
    const quiet = quietProblems(judged, surroundings.suppressed ?? [])
    return own.file.documents.flatMap((document, at) =>
      (quiet[at] ?? [])
        .map((problem) => movedProblem(problem, document.start))
        .sort((a, b) => a.range.start - b.range.start),
    )
  }

  const ignoreFixesIn = (file: TextFile, problem: Problem): readonly Fix[] => {
    const document = documentAt(file, problem.range.start)
    if (document === undefined) return []
    const { fixes = [] } = movedProblem(
      { ...problem, fixes: ignoreFixes(document, movedProblem(problem, -document.start)) },
      document.start,
    )
    return fixes
  }

  return {
    countDocuments: (file) => fileOf(file).documents.filter(isOurs).length,
    problems: problemsIn,
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
    completionDocumentation,
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
    fixes: (file, range, surroundings) =>
      problemsIn(file, surroundings)
        .filter((problem) => problem.range.start <= range.end && range.start <= problem.range.end)
        .flatMap((problem) =>
          [...(problem.fixes ?? []), ...ignoreFixesIn(file, problem)].map((fix) => ({ problem, fix })),
        ),
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
    forget(uri) {
      files.delete(uri)
    },
  }
}

/** What is in sight when nobody hands in other files; always the same, so that what is found in it is remembered. */
const noNeighbours: readonly NeighbourFile[] = []

/** Whether a document is KMM's by its kind or apiVersion, a misspelt one included. */
function isOurs(document: YamlDocument): boolean {
  return documentKind(document) !== undefined || checkKind(document).length > 0
}

/** One parse of one document's text. A document that only moved is a new object with the parse it had. */
type Parse = YamlDocument['problems']

function parseOf(document: YamlDocument): Parse {
  return document.problems
}

/** Where documents go that name no namespace. */
function namespaceOf({ cluster }: Surroundings): string {
  return cluster.target?.namespace ?? 'default'
}
