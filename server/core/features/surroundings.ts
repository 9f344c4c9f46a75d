import type { ClusterFacts } from '../kmm/clusterFacts.ts'
import { noClusterFacts } from '../kmm/clusterFacts.ts'
import { newestRelease, type TargetRelease } from '../kmm/release.ts'
import type { ServedKind } from '../schema/servedSchema.ts'
import type { YamlFile } from '../yaml/yamlNode.ts'
import type { TargetKmm } from './targetKmm.ts'

/** Everything outside the text that an answer depends on, as plain data. */
export interface Surroundings {
  readonly cluster: ClusterFacts
  readonly client: ClientTraits
  /** the KMM that documents are judged for; the newest when nobody says otherwise */
  readonly target?: TargetRelease
  /** what the connected cluster serves of KMM's, as far as it could be read */
  readonly served?: readonly ServedKind[]
  /** other files of the workspace: what a Module names may stand there. What is not in sight is not wrong */
  readonly neighbours?: readonly NeighbourFile[]
  /** ids of problems that nobody wants to see, by setting */
  readonly suppressed?: readonly string[]
}

/**
 * The KMM that counts: the release of the connected cluster where it is known, else the one that somebody named, with
 * the fields that the cluster serves.
 */
export function targetOf({ cluster, target, served = [] }: Surroundings): TargetKmm | undefined {
  const { installed } = cluster
  const release = installed === undefined || installed.state === 'unknown' ? target : installed.value
  return served.length === 0 ? release : { ...(release ?? newestRelease), served }
}

/** Where documents go that name no namespace. */
export function namespaceOf({ cluster }: Surroundings): string {
  return cluster.target?.namespace ?? 'default'
}

/** A file beside the one that is asked about, parsed. */
export interface NeighbourFile {
  readonly uri: string
  readonly file: YamlFile
}

/** What the client said about itself when it started. */
export interface ClientTraits {
  /** ids of the commands that lenses and hints carry: the server's own, or what the client registered over them */
  readonly commands: CommandNames
  /** lens titles may hold `$(name)` for an icon */
  readonly icons: boolean
  /** another YAML extension is active, so its syntax errors are not ours to repeat */
  readonly yamlErrorsElsewhere: boolean
}

export interface CommandNames {
  readonly applyAndLoad: string
  readonly connect: string
  readonly showLog: string
  readonly stopRun: string
}

/** No cluster, no client: what the command line and most tests use. */
export const bareSurroundings: Surroundings = {
  cluster: noClusterFacts,
  client: {
    commands: {
      applyAndLoad: 'kmm.server.applyAndLoad',
      connect: 'kmm.server.connect',
      showLog: 'kmm.server.showLog',
      stopRun: 'kmm.server.stopRun',
    },
    icons: false,
    yamlErrorsElsewhere: false,
  },
}
