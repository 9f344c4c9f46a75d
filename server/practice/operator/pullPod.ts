import type { KubeObject } from '../../cluster/cluster.ts'
import { mapAt, textAt, valueAt } from '../json.ts'
import { imageOwnerLabel, pullPodTypeLabel } from './names.ts'
import { ownedBy } from './ownedBy.ts'

/**
 * The pod that finds out whether an image can be pulled: once when it could also be built or signed, else until it
 * can (`pod.ImagePuller.CreatePullPod`, 2.4 to main).
 */
export function pullPod(images: KubeObject, image: unknown): KubeObject {
  const { name, namespace = '' } = images.metadata
  const once = valueAt(image, 'build') !== undefined || valueAt(image, 'sign') !== undefined
  const pullPolicy = textAt(images, 'spec', 'imagePullPolicy')
  const secret = textAt(images, 'spec', 'imageRepoSecret', 'name')
  const tolerations = mapAt(images, 'spec').tolerations
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: '',
      generateName: `${name}-pull-pod-`,
      namespace,
      labels: { [imageOwnerLabel]: name, [pullPodTypeLabel]: once ? 'one-time-pull' : 'until-success' },
      ownerReferences: [ownedBy(images)],
    },
    spec: {
      containers: [
        {
          name: 'puller',
          image: textAt(image, 'image') ?? '',
          command: ['/bin/sh', '-c', 'exit 0'],
          ...(pullPolicy === undefined ? {} : { imagePullPolicy: pullPolicy }),
        },
      ],
      restartPolicy: 'Never',
      ...(secret === undefined ? {} : { imagePullSecrets: [{ name: secret }] }),
      ...(tolerations === undefined ? {} : { tolerations }),
    },
  }
}
