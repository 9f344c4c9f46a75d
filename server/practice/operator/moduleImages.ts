import type { KubeObject } from '../../cluster/cluster.ts'
import { resources } from '../../cluster/resources.ts'
import { jsonEqual, listAt, mapAt, textAt, valueAt } from '../json.ts'
import { imageSpec, type NodeTarget } from './moduleSpec.ts'
import { ownedBy } from './ownedBy.ts'

/**
 * The ModuleImagesConfig that a Module wants for its nodes: one entry per image, and where two kernels come to the same
 * image, the first one's (`mic.CreateOrPatch`, main).
 */
export function moduleImagesSpec(module: KubeObject, targets: readonly NodeTarget[]): object {
  const byImage = new Map<string, object>()
  for (const target of targets) if (!byImage.has(target.image)) byImage.set(target.image, imageSpec(module, target))
  const pullPolicy = textAt(module, 'spec', 'moduleLoader', 'container', 'imagePullPolicy')
  const secret = valueAt(module, 'spec', 'imageRepoSecret')
  const tolerations = listAt(module, 'spec', 'tolerations')
  return {
    ...(pullPolicy === undefined ? {} : { imagePullPolicy: pullPolicy }),
    ...(secret === undefined ? {} : { imageRepoSecret: secret }),
    ...(tolerations.length === 0 ? {} : { tolerations }),
    ...(byImage.size === 0 ? {} : { images: [...byImage.values()] }),
    pushBuiltImage: true,
  }
}

export function newModuleImages(module: KubeObject, spec: object): KubeObject {
  const { apiVersion } = module
  const { name, namespace = '' } = module.metadata
  const metadata = { name, namespace, ownerReferences: [ownedBy(module)] }
  return { apiVersion, kind: resources.moduleImagesConfigs.kind, metadata, spec }
}

/** Whether two specs want the same; the order of images says nothing. */
export function sameImages(a: unknown, b: unknown): boolean {
  const rest = (spec: unknown) => ({ ...mapAt(spec), images: 0 })
  const [left, right] = [listAt(a, 'images'), listAt(b, 'images')]
  const within = (item: unknown, list: readonly unknown[]) => list.some((other) => jsonEqual(other, item))
  return jsonEqual(rest(a), rest(b)) && left.length === right.length && left.every((item) => within(item, right))
}

/** What is known of an image: `Exists`, `DoesNotExist`, `NeedsBuilding`, `NeedsSigning`; absent while it is pulled. */
export function imageState(images: KubeObject | undefined, image: string): string | undefined {
  const states = listAt(images, 'status', 'imagesStates')
  return textAt(
    states.find((state) => textAt(state, 'image') === image),
    'status',
  )
}
