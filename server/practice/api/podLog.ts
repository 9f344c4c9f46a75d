import type { KubeObject } from '../../cluster/cluster.ts'
import { type ContainerLogAnswer, parseLogQuery, type ReadContainerLog } from '../containerLogs.ts'
import { listAt, textAt } from '../json.ts'
import { badRequest } from './apiError.ts'

export type PodLogAnswer = Extract<ContainerLogAnswer, { status: 200 }>

/**
 * The log of a pod's container as `pods/log` gives it: a pod without a node has an empty one; what the kubelet refuses
 * is a 400 with its text. Throws `ApiError`.
 */
export function readPodLog(
  pod: KubeObject,
  params: URLSearchParams,
  readContainerLog: ReadContainerLog,
  signal: AbortSignal,
): PodLogAnswer {
  const container = containerOf(pod, params.get('container') ?? '')
  if (textAt(pod, 'spec', 'nodeName') === undefined) return { status: 200, lines: noLines() }
  const of = { namespace: pod.metadata.namespace ?? '', pod: pod.metadata.name, container }
  const answer = readContainerLog(parseLogQuery(params, of, Date.now()), signal)
  if (answer.status !== 200) throw badRequest(answer.text)
  return answer
}

function containerOf(pod: KubeObject, asked: string): string {
  const names = (list: string) => listAt(pod, 'spec', list).map((container) => textAt(container, 'name') ?? '')
  const containers = names('containers')
  const inits = names('initContainers')
  const { name } = pod.metadata
  if (asked === '') {
    const [only] = containers
    if (only !== undefined && containers.length === 1) return only
    const more = inits.length === 0 ? '' : ` or one of the init containers: [${inits.join(' ')}]`
    throw badRequest(
      `a container name must be specified for pod ${name}, choose one of: [${containers.join(' ')}]${more}`,
    )
  }
  if (!containers.includes(asked) && !inits.includes(asked)) {
    throw badRequest(`container ${asked} is not valid for pod ${name}`)
  }
  return asked
}

async function* noLines(): AsyncGenerator<string> {}
