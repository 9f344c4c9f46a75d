import { createHash } from 'node:crypto'
import type { KubeObject } from '../../cluster/cluster.ts'
import { isJsonObject, type JsonObject, listAt, textAt, valueAt } from '../json.ts'
import { writeSortedYaml } from '../sortedYaml.ts'
import {
  componentLabel,
  moduleNameLabel,
  modulesOrderAnnotation,
  podFinalizer,
  workerActionLabel,
  workerConfigAnnotation,
  workerHashAnnotation,
  workerPodName,
  workerTolerationsAnnotation,
  workerVersionAnnotation,
} from './names.ts'
import { moduleNameOf } from './nodeModules.ts'
import { ownedBy } from './ownedBy.ts'

export type WorkerAction = 'Load' | 'Unload'

/** The image that runs modprobe: the operator's own. */
const workerImage = 'registry.example/kmm-worker:v2.6'

/**
 * The pod that loads or unloads one Module on one node (`podManager.LoaderPodTemplate` and `UnloaderPodTemplate`,
 * main). Load and unload share a name, so that only one of them can be there.
 */
export function workerPod(nodeModules: KubeObject, entry: JsonObject, action: WorkerAction): KubeObject {
  const module = moduleNameOf(entry)
  const node = nodeModules.metadata.name
  const config = entry.config
  const spec = podSpec(node, entry, action)
  const annotations: Record<string, string> = {
    [workerConfigAnnotation]: writeSortedYaml(config),
    [workerTolerationsAnnotation]: writeSortedYaml(listAt(entry, 'tolerations')),
  }
  const version = textAt(entry, 'version')
  if (version !== undefined) annotations[workerVersionAnnotation] = version
  const order = listAt(config, 'modprobe', 'modulesLoadingOrder')
  if (order.length > 0) annotations[modulesOrderAnnotation] = softdeps(order)
  annotations[workerHashAnnotation] = hashOf([annotations, spec])
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: workerPodName(node, module),
      namespace: module.namespace,
      labels: {
        [componentLabel]: 'worker',
        'app.kubernetes.io/name': 'kmm',
        'app.kubernetes.io/part-of': 'kmm',
        [moduleNameLabel]: module.name,
        [workerActionLabel]: action,
      },
      annotations,
      ownerReferences: [ownedBy(nodeModules)],
      finalizers: [podFinalizer],
    },
    spec,
  }
}

function podSpec(node: string, entry: JsonObject, action: WorkerAction): JsonObject {
  const config = entry.config
  const image = textAt(config, 'containerImage') ?? ''
  const pullPolicy = textAt(config, 'imagePullPolicy')
  const secret = textAt(entry, 'imageRepoSecret', 'name')
  const firmware = valueAt(config, 'modprobe', 'firmwarePath') !== undefined
  const account = textAt(entry, 'serviceAccountName') ?? 'default'
  return {
    volumes: [
      { name: 'config', downwardAPI: { items: [{ path: 'config.yaml', fieldRef: annotationRef }], defaultMode: 420 } },
      { name: 'lib-modules', hostPath: { path: '/lib/modules', type: 'Directory' } },
      { name: 'tmp', emptyDir: {} },
    ],
    initContainers: [
      {
        name: 'image-extractor',
        image,
        command: ['/bin/sh', '-c'],
        args: [extractScript(config)],
        resources: workerResources,
        volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
        ...(pullPolicy === undefined ? {} : { imagePullPolicy: pullPolicy }),
      },
    ],
    containers: [
      {
        name: 'worker',
        image: workerImage,
        args: ['kmod', action.toLowerCase(), '/etc/kmm-worker/config.yaml'],
        resources: workerResources,
        volumeMounts: [
          { name: 'config', readOnly: true, mountPath: '/etc/kmm-worker' },
          { name: 'lib-modules', readOnly: true, mountPath: '/lib/modules' },
          { name: 'lib-modules', readOnly: true, mountPath: '/host/lib/modules' },
          { name: 'tmp', readOnly: true, mountPath: '/tmp' },
        ],
        imagePullPolicy: 'IfNotPresent',
        securityContext: firmware ? { privileged: true } : moduleSecurity,
      },
    ],
    restartPolicy: 'OnFailure',
    serviceAccountName: account,
    nodeName: node,
    tolerations: listAt(entry, 'tolerations'),
    ...(secret === undefined ? {} : { imagePullSecrets: [{ name: secret }] }),
  }
}

const annotationRef = { apiVersion: 'v1', fieldPath: `metadata.annotations['${workerConfigAnnotation}']` }
const workerResources = { limits: { cpu: '1', memory: '128Mi' }, requests: { cpu: '500m', memory: '64Mi' } }
const moduleSecurity = { capabilities: { add: ['SYS_MODULE'] }, seLinuxOptions: { type: 'spc_t' }, runAsUser: 0 }

/** What the init container runs: it copies the kernel's modules, and the firmware, into the volume that both share. */
function extractScript(config: unknown): string {
  const dirName = textAt(config, 'modprobe', 'dirName') ?? '/opt'
  const kernel = textAt(config, 'kernelVersion') ?? ''
  const firmware = textAt(config, 'modprobe', 'firmwarePath')
  const copy = (from: string, to: string) => `mkdir -p ${to};\ncp -R ${from} ${to};\n`
  const modules = copy(`${dirName}/lib/modules/${kernel}`, `/tmp${dirName}/lib/modules`)
  return `\n${modules}${firmware === undefined ? '' : copy(`${firmware}/*`, `/tmp${firmware}`)}`
}

/** `softdep A pre: B` for each pair of neighbours of a loading order. */
function softdeps(order: readonly unknown[]): string {
  return order
    .slice(1)
    .map((module, at) => `softdep ${String(order[at])} pre: ${String(module)}\n`)
    .join('')
}

/** A number in decimal that changes with the template. */
function hashOf(value: unknown): string {
  return createHash('sha256').update(JSON.stringify(value)).digest().readBigUInt64BE().toString()
}

/** Whether a worker pod was made for what is wanted now. */
export function hasHashOf(pod: KubeObject, template: KubeObject): boolean {
  const hash = (object: KubeObject) => object.metadata.annotations?.[workerHashAnnotation]
  return isJsonObject(pod) && hash(pod) === hash(template)
}
