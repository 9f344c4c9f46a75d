import { resolve } from 'node:path'
import type { Cluster } from '../cluster/cluster.ts'
import { ClusterError } from '../cluster/clusterError.ts'
import { type Connection, clusterOf } from '../cluster/connection.ts'
import { createCluster } from '../cluster/createCluster.ts'
import { readKubeconfig } from '../cluster/readKubeconfig.ts'
import { dependsOnKmm, type Problem } from '../core/features/problem.ts'
import { bareSurroundings } from '../core/features/surroundings.ts'
import { type ClusterFacts, noClusterFacts } from '../core/kmm/clusterFacts.ts'
import {
  createLanguageService,
  type LanguageService,
  type ModuleDocument,
  type TextFile,
} from '../core/languageService.ts'
import type { ServedKind } from '../core/schema/servedSchema.ts'
import { defaults } from '../session/defaults.ts'
import { readInstalledKmm } from '../session/installedKmm.ts'
import { planApply } from '../session/planApply.ts'
import { isProtected } from '../session/protectedContext.ts'
import { type ApplyOptions, parseApplyOptions } from './applyOptions.ts'
import { type ApplyReport, applyReport } from './applyReport.ts'
import { chooseModule } from './chooseModule.ts'
import { confirmApply } from './confirm.ts'
import { followApply } from './followApply.ts'
import { type ExitCode, exitCodes, type Io, sayAndExit } from './io.ts'
import type { Arguments } from './parseArguments.ts'
import { readInput } from './readInput.ts'
import { sourceText } from './sourceText.ts'

/** `kmm apply`: check, dry run, question, apply, follow. Whatever goes wrong before the apply leaves the cluster as it was. */
export async function runApply(io: Io, given: Arguments, version: string): Promise<ExitCode> {
  const options = parseApplyOptions(io, given)
  if ('sentence' in options) return sayAndExit(io, exitCodes.couldNot, options.sentence)
  const input = await readInput(io, options.path)
  if ('unreadable' in input) return sayAndExit(io, exitCodes.couldNot, `${input.file}: ${input.unreadable}`)

  const source = sourceText(input.file, input.text)
  const service = createLanguageService()
  const file = { uri: options.path, text: input.text }
  const choice = chooseModule(source, service.modules(file), { name: options.name, number: options.document })
  if ('sentence' in choice) return sayAndExit(io, exitCodes.couldNot, choice.sentence)
  const connection = await connect(io, options, choice)
  if ('sentence' in connection) return sayAndExit(io, exitCodes.couldNot, connection.sentence)

  const report = applyReport(io, source, choice.document)
  const cluster = createCluster(connection, { version, onPluginOutput: (text) => io.stderr.write(text) })
  try {
    const problems = await problemsOf(cluster, { service, file, choice }, options, io.signal)
    report.problems(problems)
    if (choice.document.templated) {
      return sayAndExit(
        io,
        exitCodes.bad,
        `${source.file}: holds \`{{ … }}\` templates; render it first, then apply that`,
      )
    }
    if (problems.some(({ severity }) => severity === 'error')) {
      return sayAndExit(io, exitCodes.bad, 'the Module has errors; nothing was sent to the cluster')
    }
    return await planAndApply(io, options, { cluster, choice, report })
  } catch (error) {
    return report.refused(error, connection.target, 'nothing was changed')
  } finally {
    cluster.close()
  }
}

interface Meant {
  readonly service: LanguageService
  readonly file: TextFile
  readonly choice: ModuleDocument
}

/** The problems of the chosen document. What only some KMM refuse is asked of the one that the cluster runs. */
async function problemsOf(
  cluster: Cluster,
  { service, file, choice }: Meant,
  { target }: ApplyOptions,
  signal: AbortSignal,
): Promise<readonly Problem[]> {
  const { start, text } = choice.document
  const problemsFor = (facts: Partial<ClusterFacts>, served: readonly ServedKind[]) =>
    service
      .problems(file, {
        ...bareSurroundings,
        cluster: { ...noClusterFacts, target: cluster.target, ...facts },
        served,
        ...(target && { target }),
      })
      .filter(({ range }) => start <= range.start && range.start <= start + text.length)
  const problems = problemsFor({}, [])
  const errors = problems.filter(({ severity }) => severity === 'error')
  if (errors.length === 0 || !errors.every(dependsOnKmm)) return problems
  const { release, served } = await readInstalledKmm(cluster, signal)
  return release.state === 'known' ? problemsFor({ installed: release }, served) : problems
}

interface Prepared {
  readonly cluster: Cluster
  readonly choice: ModuleDocument
  readonly report: ApplyReport
}

async function planAndApply(io: Io, options: ApplyOptions, { cluster, choice, report }: Prepared): Promise<ExitCode> {
  const { signal } = io
  const guarded = isProtected(cluster.target, defaults.protectedContexts)
  if (guarded && options.yes && options.context === undefined && !options.dryRun) {
    const { context } = cluster.target
    const sentence = `\`${context}\` is a protected context: --yes counts there only together with --context ${context}`
    return sayAndExit(io, exitCodes.couldNot, sentence)
  }
  const plan = await planApply(cluster, choice.module, { fieldManager: defaults.fieldManager, signal })
  report.plan(plan)
  if (options.dryRun) {
    io.stdout.write('Dry run: the server would take this; nothing was changed\n')
    return exitCodes.good
  }
  const agreed = options.yes || (await confirmApply(io, plan, guarded))
  if (signal.aborted) return sayAndExit(io, exitCodes.stopped, 'stopped; nothing was changed')
  if (!agreed) return sayAndExit(io, exitCodes.couldNot, 'not applied; nothing was changed')
  return await followApply(io, cluster, plan, options, report)
}

/** Where the Module goes, as kubectl decides it: `--namespace` must not contradict the document. */
async function connect(
  io: Io,
  { context, kubeconfig, namespace }: ApplyOptions,
  { module }: ModuleDocument,
): Promise<Connection | { readonly sentence: string }> {
  const own = module.namespace?.value
  if (namespace !== undefined && own !== undefined && namespace !== own) {
    const sentence = `the Module names the namespace \`${own}\`, and --namespace is \`${namespace}\`; leave one of them out, or make them agree`
    return { sentence }
  }
  const setting = kubeconfig === undefined ? undefined : resolve(io.cwd, kubeconfig)
  try {
    const connection = clusterOf(await readKubeconfig({ env: io.env, home: io.home, setting }), context)
    return namespace === undefined ? connection : { ...connection, target: { ...connection.target, namespace } }
  } catch (error) {
    if (error instanceof ClusterError) return { sentence: error.message }
    throw error
  }
}
