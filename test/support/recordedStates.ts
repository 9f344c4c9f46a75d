import type { KubeObject } from '../../server/cluster/cluster.ts'
import { isJsonObject, listAt, mapAt, textAt, textsAt, valueAt } from '../../server/practice/json.ts'

/** What counts of an object's state, by the name it goes by in every run; `undefined` when it is gone. */
interface ObjectState {
  readonly key: string
  readonly state: unknown
}

/**
 * Projects a watch event onto what does not change from run to run: no times, ids or versions, lists whose order is
 * free sorted, generated names replaced by what the pod is for.
 */
function stateOf(type: string, object: KubeObject): ObjectState | undefined {
  const key = keyOf(object)
  if (key === undefined) return undefined
  return { key, state: type === 'DELETED' ? undefined : viewOf(object) }
}

/** The states that each object went through, without repetitions. */
export function storyOf(
  events: readonly { readonly type: string; readonly object: KubeObject }[],
): Map<string, unknown[]> {
  const story = new Map<string, unknown[]>()
  const spare = new Set<string | undefined>()
  for (const { type, object } of events) {
    const found = stateOf(type, object)
    if (found === undefined) continue
    // When its cache lags, the real operator makes a second pull pod for an image that has one.
    const isPullPod = found.key.startsWith('pull pod')
    if (isPullPod && type === 'ADDED' && story.get(found.key)?.at(-1) !== undefined) spare.add(object.metadata.uid)
    if (spare.has(object.metadata.uid)) continue
    const states = story.get(found.key) ?? []
    if (states.length === 0 || JSON.stringify(states.at(-1)) !== JSON.stringify(found.state)) states.push(found.state)
    story.set(found.key, states)
  }
  return story
}

function keyOf({ kind, metadata, ...rest }: KubeObject): string | undefined {
  if (kind === 'Namespace') return metadata.name === 'default' ? 'Namespace' : undefined
  // The operator may tell the same twice; the API server counts then.
  if (kind === 'Event') return `Event ${textAt(rest, 'involvedObject', 'name')} ${textAt(rest, 'reason')}`
  if (metadata.labels?.['kmm.node.kubernetes.io/image-owner'] === undefined) return `${kind} ${metadata.name}`
  return `pull pod ${textAt(rest, 'spec', 'containers', 0, 'image')}`
}

function viewOf(object: KubeObject): unknown {
  const { kind, metadata } = object
  const about = {
    deleting: metadata.deletionTimestamp !== undefined,
    finalizers: metadata.finalizers ?? [],
    owners: (metadata.ownerReferences ?? []).map((owner) => `${owner.kind} ${owner.name} ${owner.controller ?? false}`),
  }
  switch (kind) {
    case 'Module':
      return about
    case 'Namespace':
      return Object.keys(metadata.labels ?? {}).filter((label) => label.startsWith('kmm'))
    case 'Node':
      return {
        labels: kmmLabels(object),
        kernel: valueAt(object, 'status', 'nodeInfo', 'kernelVersion'),
        boot: boot(object),
      }
    case 'Event':
      return { message: textAt(object, 'message'), annotations: metadata.annotations, type: textAt(object, 'type') }
    case 'ModuleImagesConfig':
      return {
        ...about,
        images: sorted(listAt(object, 'spec', 'images')),
        rest: { ...mapAt(object, 'spec'), images: 0 },
      }
    case 'NodeModulesConfig':
      return { ...about, labels: kmmLabels(object), spec: valueAt(object, 'spec'), status: entries(object, 'status') }
    case 'Pod':
      return { ...about, ...podView(object) }
    default:
      return about
  }
}

function podView(pod: KubeObject): object {
  const { labels, annotations = {} } = pod.metadata
  const { 'kmm.node.kubernetes.io/worker-hash': _hash, ...told } = annotations
  const status = (list: string) => listAt(pod, 'status', list).map(containerView)
  return {
    labels,
    annotations: told,
    phase: textAt(pod, 'status', 'phase'),
    init: status('initContainerStatuses'),
    main: status('containerStatuses'),
    containers: ['initContainers', 'containers'].flatMap((list) => listAt(pod, 'spec', list).map(essence)),
    restartPolicy: textAt(pod, 'spec', 'restartPolicy'),
    // Which node a pull pod lands on is the scheduler's choice.
    node: labels?.['kmm.node.kubernetes.io/image-owner'] === undefined ? textAt(pod, 'spec', 'nodeName') : undefined,
  }
}

function essence(container: unknown): unknown {
  return Object.fromEntries(
    ['name', 'image', 'command', 'args', 'imagePullPolicy', 'resources', 'volumeMounts', 'securityContext'].map(
      (key) => [key, valueAt(container, key) ?? (key === 'resources' ? {} : null)],
    ),
  )
}

function containerView(status: unknown): string {
  const [kind = '-', state] = Object.entries(mapAt(status, 'state'))[0] ?? []
  const reason = textAt(state, 'reason') ?? ''
  const exit = valueAt(state, 'exitCode') ?? ''
  const last = valueAt(status, 'lastState', 'terminated', 'exitCode') ?? ''
  // A killed container's restarts are the recording kubelet's own invention.
  const killed = reason === 'ContainerStatusUnknown'
  return `${textAt(status, 'name')} ${kind} ${reason} ${exit} ${killed ? '' : `${valueAt(status, 'restartCount')} ${last}`}`
}

function entries(object: KubeObject, part: string): unknown {
  return listAt(object, part, 'modules').filter(isJsonObject)
}

function kmmLabels(object: KubeObject): unknown {
  return Object.fromEntries(
    Object.entries(textsAt(object, 'metadata', 'labels')).filter(([key]) => key.includes('kmm')),
  )
}

function boot(node: KubeObject): string {
  return textAt(node, 'status', 'nodeInfo', 'bootID') ?? ''
}

function sorted(list: readonly unknown[]): readonly unknown[] {
  return [...list].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}
