import type { Cluster, KubeObject } from '../../cluster/cluster.ts'
import { resources } from '../../cluster/resources.ts'
import { listAt, textAt } from '../json.ts'
import type { OperatorCaches } from './caches.ts'
import { imageState } from './moduleImages.ts'
import { imageOwnerLabel, type ModuleName, pullPodTypeLabel } from './names.ts'
import { pullPod } from './pullPod.ts'

/**
 * One pass over a ModuleImagesConfig: what finished pull pods found out goes into its status and they go away; an
 * image that nothing is known of gets a pull pod (`micReconciler.Reconcile`, 2.4 to main). A one-time pull that fails
 * leaves `NeedsBuilding` or `NeedsSigning`; nothing builds or signs here. Throws `ClusterError`.
 */
export async function reconcileImages(cluster: Cluster, caches: OperatorCaches, name: ModuleName): Promise<void> {
  const images = caches.images.get(name.namespace, name.name)
  if (images === undefined || images.metadata.deletionTimestamp !== undefined) return
  const wanted = listAt(images, 'spec', 'images')
  const pods = caches.pods.all().filter((pod) => isPullPodOf(pod, name))
  const finished = pods.flatMap((pod) => {
    const spec = wanted.find((image) => textAt(image, 'image') === imageOf(pod))
    const state = spec === undefined ? 'Obsolete' : foundState(pod, spec)
    return state === undefined || pod.metadata.deletionTimestamp !== undefined ? [] : [{ pod, state }]
  })
  const known = await writeStates(cluster, caches, images, finished)
  for (const { pod } of finished) await cluster.delete(resources.pods, pod.metadata.name, { namespace: name.namespace })

  const pulling = new Set(pods.filter((pod) => !finished.some((done) => done.pod === pod)).map(imageOf))
  for (const image of wanted) {
    const text = textAt(image, 'image') ?? ''
    if (imageState(known, text) !== undefined || pulling.has(text)) continue
    caches.pods.observe(await cluster.create(resources.pods, pullPod(known, image), { namespace: name.namespace }))
    pulling.add(text)
  }
}

async function writeStates(
  cluster: Cluster,
  caches: OperatorCaches,
  images: KubeObject,
  finished: readonly { readonly pod: KubeObject; readonly state: string }[],
): Promise<KubeObject> {
  const states = [...listAt(images, 'status', 'imagesStates')]
  for (const { pod, state } of finished) {
    if (state === 'Obsolete' || imageState(images, imageOf(pod)) === state) continue
    states.push({ image: imageOf(pod), status: state })
  }
  if (states.length === listAt(images, 'status', 'imagesStates').length) return images
  const { name, namespace = '' } = images.metadata
  const status = { imagesStates: states }
  const written = await cluster.patchStatus(resources.moduleImagesConfigs, name, { status }, { namespace })
  caches.images.observe(written)
  return written
}

/** What a pull pod has found out; `undefined` while it is still at it. */
function foundState(pod: KubeObject, image: unknown): string | undefined {
  if (textAt(pod, 'status', 'phase') === 'Succeeded') return 'Exists'
  if (pod.metadata.labels?.[pullPodTypeLabel] !== 'one-time-pull') return undefined
  const reason = textAt(pod, 'status', 'containerStatuses', 0, 'state', 'waiting', 'reason')
  if (reason !== 'ErrImagePull' && reason !== 'ImagePullBackOff') return undefined
  return textAt(image, 'build', 'dockerfileConfigMap', 'name') === undefined ? 'NeedsSigning' : 'NeedsBuilding'
}

function isPullPodOf(pod: KubeObject, { namespace, name }: ModuleName): boolean {
  return pod.metadata.namespace === namespace && pod.metadata.labels?.[imageOwnerLabel] === name
}

function imageOf(pod: KubeObject): string {
  return textAt(pod, 'spec', 'containers', 0, 'image') ?? ''
}
