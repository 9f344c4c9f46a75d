import { checkKind } from './features/checkKind.ts'
import { problems as staticProblems } from './features/diagnostics.ts'
import { documentKind } from './features/documentKind.ts'
import { ignoreFixes } from './features/ignoreFixes.ts'
import { movedProblem } from './features/moved.ts'
import type { Fix, Problem, TextEdit } from './features/problem.ts'
import { crossProblems } from './features/rules/crossRules.ts'
import { liveProblems } from './features/rules/live.ts'
import type { Sight } from './features/rules/rule.ts'
import { createSoundMappings } from './features/rules/soundMappings.ts'
import { isAsSeen, rememberingSight, type Seen, sightOf } from './features/sight.ts'
import { quietProblems, type Suppression, suppressionsOf } from './features/suppression.ts'
import { type NeighbourFile, namespaceOf, type Surroundings, targetOf } from './features/surroundings.ts'
import type { KmmModule } from './kmm/kmmModule.ts'
import { type Parse, type ParsedFiles, parseOf, type TextFile } from './parsedFiles.ts'
import type { Range, YamlDocument } from './yaml/yamlNode.ts'

export interface ProblemFix {
  readonly problem: Problem
  readonly fix: Fix
}

/** Problems of files, with answers kept for every document that is as it was. */
export interface FileProblems {
  /** Every problem of every KMM document that nobody suppresses, in the file's order and at its offsets. */
  problems(file: TextFile, surroundings: Surroundings): readonly Problem[]
  /** Fixes of the problems that touch the range, and those that would replace a piece of a line there. */
  fixes(file: TextFile, range: Range, surroundings: Surroundings): readonly ProblemFix[]
}

/** What was found in a document, and what it was judged for. */
interface Judgement {
  readonly namespace: string
  readonly elsewhere: boolean
  readonly release: string
  readonly served: Surroundings['served']
  readonly problems: readonly Problem[]
}

interface CrossJudgement {
  readonly namespace: string
  readonly seen: readonly Seen[]
  readonly problems: readonly Problem[]
}

export function createFileProblems({ fileOf, moduleOf, documentAt }: ParsedFiles): FileProblems {
  const judged = new WeakMap<Parse, Judgement>()
  const crossed = new WeakMap<Parse, CrossJudgement>()
  const suppressions = new WeakMap<Parse, readonly Suppression[]>()
  const soundMappings = createSoundMappings()

  /** What the document alone gives reason to say. */
  const ownProblemsOf = (document: YamlDocument, namespace: string, surroundings: Surroundings): readonly Problem[] => {
    const target = targetOf(surroundings)
    const elsewhere = surroundings.client.yamlErrorsElsewhere
    const release = target === undefined ? '' : `${target.edition} ${target.version}`
    const served = target?.served
    const known = judged.get(parseOf(document))
    if (known?.namespace === namespace && known.elsewhere === elsewhere && known.release === release)
      if (known.served === served) return known.problems
    const problems = staticProblems(document, { namespace, target, soundMappings }).filter(
      (problem) => !elsewhere || !problem.id.startsWith('kmm/yaml-'),
    )
    judged.set(parseOf(document), { namespace, elsewhere, release, served, problems })
    return problems
  }
  const problemsOf = (document: YamlDocument, own: NeighbourFile, surroundings: Surroundings): readonly Problem[] => {
    const { cluster } = surroundings
    const module = moduleOf(document)
    const namespace = module?.namespace?.value ?? namespaceOf(surroundings)
    const problems = ownProblemsOf(document, namespace, surroundings)
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
    const known = crossed.get(parseOf(document))
    if (known?.namespace === namespace && isAsSeen(inSight, known.seen)) return known.problems
    const { sight, seen } = rememberingSight(inSight)
    const problems = crossProblems(module, { namespace, inSight: sight })
    crossed.set(parseOf(document), { namespace, seen, problems })
    return problems
  }
  const suppressionsIn = (document: YamlDocument): readonly Suppression[] => {
    const known = suppressions.get(parseOf(document)) ?? suppressionsOf(document)
    suppressions.set(parseOf(document), known)
    return known
  }
  const problemsIn = (file: TextFile, surroundings: Surroundings): readonly Problem[] => {
    const own = { uri: file.uri, file: fileOf(file) }
    const found = own.file.documents.map((document) => {
      const suppressing = suppressionsIn(document)
      const problems = problemsOf(document, own, surroundings)
      return { document, problems, suppressions: suppressing, isOurs: suppressing.length > 0 && isOurs(document) }
    })
    const quiet = quietProblems(found, surroundings.suppressed ?? [])
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
    problems: problemsIn,
    fixes: (file, range, surroundings) => {
      const found = problemsIn(file, surroundings)
      const here = found.flatMap((problem) => {
        const { fixes = [] } = problem
        const own = touches(problem.range, range)
          ? fixes
          : fixes.filter(({ edits }) => edits.some((edit) => replacesAt(edit, range, file.text)))
        return own.map((fix) => ({ problem, fix }))
      })
      const ignoring = found
        .filter((problem) => touches(problem.range, range))
        .flatMap((problem) => ignoreFixesIn(file, problem).map((fix) => ({ problem, fix })))
      return distinctFixes([...here, ...ignoring])
    },
  }
}

/** Each fix once: problems of one kind at one place share what mends them, and the comment that ignores them. */
export function distinctFixes(fixes: readonly ProblemFix[]): readonly ProblemFix[] {
  const seen = new Set<string>()
  return fixes.filter(({ problem, fix }) => {
    const key = JSON.stringify([problem.id, problem.range.start, fix.title, fix.edits])
    return !seen.has(key) && seen.add(key)
  })
}

function touches(one: Range, other: Range): boolean {
  return one.start <= other.end && other.start <= one.end
}

/** Whether an edit replaces text within one line at a place: a person at that text looks for the fix there. */
function replacesAt({ range, newText }: TextEdit, place: Range, text: string): boolean {
  if (range.start === range.end || newText === '' || !touches(range, place)) return false
  return !text.slice(range.start, range.end).includes('\n')
}

/** Whether a document is KMM's by its kind or apiVersion, a misspelt one included. */
export function isOurs(document: YamlDocument): boolean {
  return documentKind(document) !== undefined || checkKind(document).length > 0
}

/** What is in sight when nobody hands in other files; always the same, so that what is found in it is remembered. */
const noNeighbours: readonly NeighbourFile[] = []
