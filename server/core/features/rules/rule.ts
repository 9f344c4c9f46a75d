import type { ClusterFacts } from '../../kmm/clusterFacts.ts'
import type { KmmModule } from '../../kmm/kmmModule.ts'
import type { TargetRelease } from '../../kmm/release.ts'
import type { Path, Range, YamlDocument } from '../../yaml/yamlNode.ts'
import type { Fix, Problem, Severity } from '../problem.ts'

/** KMM releases that enforce a rule; both ends are included, `until` absent means up to the newest. */
export interface ReleaseRange {
  readonly since: string
  readonly until?: string
  readonly editions?: readonly ('upstream' | 'openshift')[]
}

/** One found place. Range and path are the narrowest thing that is wrong. */
export interface Finding {
  readonly range: Range
  readonly path: Path
  readonly message: string
  readonly fixes?: readonly Fix[]
  readonly related?: NonNullable<Problem['related']>
  readonly severity?: Severity
}

export interface RuleContext {
  /** namespace the document would be sent to: its own, else the context's, else `default` */
  readonly namespace: string
  /** what is known of the connected cluster; rules that need it stay silent where it is unknown */
  readonly cluster?: ClusterFacts
  /** the KMM that the document is judged for; the newest when absent */
  readonly target?: TargetRelease
  /** objects in sight that a Module may name; absent where nobody looked. What is not found is not wrong */
  readonly inSight?: Sight
}

/** Objects of the Module's own file and of the workspace. */
export interface Sight {
  /** the object of a kind, namespace and name; the namespace of a Namespace does not count */
  find(kind: 'ConfigMap' | 'Secret' | 'Namespace', namespace: string, name: string): InSight | undefined
}

/** An object in sight. */
export interface InSight {
  /** its file; absent for the Module's own */
  readonly uri?: string
  readonly document: YamlDocument
  /** added to a range of `document` it gives the place in the Module's document, or in the file `uri` */
  readonly shift: number
}

export interface Rule {
  readonly id: `kmm/${string}`
  readonly title: string
  readonly why: string
  readonly bad: string
  readonly good: string
  readonly severity: Severity
  readonly releases: ReleaseRange
  /** Go function and file of KMM that it mirrors, or 'ours' */
  readonly source: string
  /** order in which KMM's webhook would come to it; absent when the webhook does not check it */
  readonly webhookOrder?: number
  /**
   * What it finds in a kernel mapping depends on that mapping, on what stands outside of all mappings, and on the
   * context. Then a mapping in which nothing was found is not shown to it again before one of these changes: where a
   * person types, `kernelMappings` holds the others only.
   */
  readonly eachMapping?: true
  check(module: KmmModule, context: RuleContext, report: (finding: Finding) => void): void
}
