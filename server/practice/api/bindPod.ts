import { resources } from '../../cluster/resources.ts'
import { mapAt, textAt } from '../json.ts'
import { ApiError, notFound } from './apiError.ts'
import { seconds } from './objectStore.ts'
import type { WriteContext } from './writeContext.ts'

/** Puts a pod on a node, as a scheduler's Binding does. */
export function bindPod(context: WriteContext, namespace: string, name: string, node: string): void {
  const pod = context.store.get(resources.pods, namespace, name)
  if (pod === undefined) throw notFound('pods', '', name)
  if (textAt(pod, 'spec', 'nodeName') !== undefined) {
    throw new ApiError(409, 'Conflict', `pod ${name} is already assigned to a node`, { name, kind: 'pods/binding' })
  }
  const scheduled = {
    type: 'PodScheduled',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: seconds(context.now()),
  }
  const spec = { ...mapAt(pod, 'spec'), nodeName: node }
  context.store.update(resources.pods, { ...pod, spec, status: { ...mapAt(pod, 'status'), conditions: [scheduled] } })
}
