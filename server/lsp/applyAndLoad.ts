import type { Connection, TextDocuments } from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import { ClusterError } from '../cluster/clusterError.ts'
import { resources } from '../cluster/resources.ts'
import { dependsOnKmm } from '../core/features/problem.ts'
import type { Surroundings } from '../core/features/surroundings.ts'
import type { LanguageService, ModuleDocument } from '../core/languageService.ts'
import { explain } from '../session/explain.ts'
import { loadSpec } from '../session/loadSpec.ts'
import { planApply } from '../session/planApply.ts'
import { isProtected } from '../session/protectedContext.ts'
import type { Session } from '../session/session.ts'
import { askToApply } from './ask.ts'
import type { Client } from './clientTraits.ts'
import { type ModuleRuns, moduleKey } from './moduleRuns.ts'
import type { ModuleArgument, Settings } from './protocol.ts'
import type { Refusals } from './refusals.ts'
import { tell } from './tell.ts'

export interface ModuleCommandParts {
  readonly connection: Connection
  readonly client: Client
  readonly session: Session
  readonly service: LanguageService
  readonly documents: TextDocuments<TextDocument>
  readonly runs: ModuleRuns
  readonly refusals: Refusals
  readonly settings: () => Settings
  readonly surroundings: () => Surroundings
  /** connects when nothing is connected; false when that did not come about */
  readonly ensureConnected: () => Promise<boolean>
}

interface MeantModule extends ModuleDocument {
  readonly text: TextDocument
}

/**
 * Apply and Load: the text that the person sees is tried on the server, shown as a difference, confirmed, applied and
 * followed. Refuses, with a sentence, a document with errors and one that changed on the way. Nothing is written before
 * the confirmation.
 */
export async function applyAndLoad(parts: ModuleCommandParts, argument: ModuleArgument): Promise<void> {
  const { connection, session, service, documents, client, runs } = parts
  const meant = meantModule(parts, argument)
  if (meant === undefined) return
  const { module, document, text } = meant
  // The document object is updated in place while the server is asked: remember which text was meant.
  const { version } = text
  if (argument.version !== undefined && argument.version !== version) return tellChanged(connection)
  const file = { uri: text.uri, text: text.getText() }
  if (document.templated) {
    tell(connection, 'error', 'Nothing was applied: the document holds `{{ … }}` templates; render it first')
    return
  }
  const within = (offset: number) => offset >= document.start && offset <= document.start + document.text.length
  const errorsNow = () =>
    service
      .problems(file, parts.surroundings())
      .filter((problem) => problem.severity === 'error' && within(problem.range.start))
  let errors = errorsNow()
  // The cluster's own KMM may take what the one that is guessed does not.
  if (errors.length > 0 && errors.every(dependsOnKmm) && session.cluster === undefined) {
    if (!(await parts.ensureConnected())) return
    await session.kmmKnown()
    errors = errorsNow()
  }
  if (errors[0] !== undefined) {
    const count = errors.length === 1 ? 'an error' : `${errors.length} errors`
    tell(connection, 'error', `Nothing was applied: the document has ${count}, such as "${errors[0].message}"`)
    return
  }
  if (!(await parts.ensureConnected()) || session.cluster === undefined) return
  const { target } = session.cluster
  try {
    const settings = parts.settings()
    const signal = AbortSignal.timeout(planDeadlineMs)
    const plan = await planApply(session.cluster, module, { fieldManager: settings.apply.fieldManager, signal })
    const unchanged = () => documents.get(text.uri)?.version === version
    if (!unchanged()) return tellChanged(connection)
    const guarded = isProtected(target, settings.cluster.protectedContexts)
    const agreed = (argument.confirmed && !guarded) || (await askToApply(connection, client, plan, guarded))
    if (!agreed) return
    if (!unchanged()) return tellChanged(connection)
    runs.start(plan, settings.follow.failAfterSeconds * 1000)
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error
    parts.refusals.set({ uri: text.uri, version }, document, error)
    tell(connection, 'error', `Nothing was applied. ${explain(error, target)}`)
  }
}

/** Follows a Module as it is on the cluster, without applying anything. */
export async function followModule(parts: ModuleCommandParts, argument: ModuleArgument): Promise<void> {
  const { connection, session, runs } = parts
  const meant = meantModule(parts, argument)
  if (meant === undefined || !(await parts.ensureConnected()) || session.cluster === undefined) return
  const { target } = session.cluster
  const namespace = meant.module.namespace?.value ?? target.namespace
  try {
    const live = await session.cluster.get(resources.modules, meant.module.name?.value ?? '', { namespace })
    runs.follow(session.cluster, loadSpec(live, namespace), parts.settings().follow.failAfterSeconds * 1000)
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error
    const absent = error.kind === 'notFound'
    const name = `${namespace}/${meant.module.name?.value}`
    tell(
      connection,
      'error',
      absent ? `${name} is not on \`${target.context}\`: apply it first` : explain(error, target),
    )
  }
}

/** The key of the run that a command's argument means, `undefined` when it names no Module or nothing is connected. */
export function runKey(parts: ModuleCommandParts, argument: ModuleArgument): string | undefined {
  const meant = meantModule(parts, argument)
  const target = parts.session.facts.target
  if (meant?.module.name === undefined || target === undefined) return undefined
  return moduleKey(target.context, meant.module.namespace?.value ?? target.namespace, meant.module.name.value)
}

/** How long the questions before an apply may take in all. */
const planDeadlineMs = 30_000

function meantModule(
  { connection, service, documents }: ModuleCommandParts,
  { uri, line }: ModuleArgument,
): MeantModule | undefined {
  const text = documents.get(uri)
  const modules = (text && service.modules({ uri, text: text.getText() })) ?? []
  const offset = line === undefined ? undefined : text?.offsetAt({ line: line + 1, character: 0 })
  const at = offset === undefined ? modules[0] : (modules.findLast((one) => one.document.start < offset) ?? modules[0])
  if (text === undefined || at === undefined) {
    tell(
      connection,
      'error',
      'There is no Module in this file: open one with `kind: Module` and `apiVersion: kmm.sigs.x-k8s.io/v1beta1`',
    )
    return undefined
  }
  if (at.module.kind !== 'Module') {
    tell(connection, 'error', `A ${at.module.kind} cannot be loaded from here: its hub hands it to the spoke clusters`)
    return undefined
  }
  return { ...at, text }
}

function tellChanged(connection: Connection): void {
  tell(connection, 'warning', 'Nothing was applied: the document changed while the server was asked. Run it again')
}
