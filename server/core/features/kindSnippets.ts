import { kindDetail } from './kindDetail.ts'
import type { Snippet } from './moduleSnippets.ts'

/** Whole documents of the kinds that administrators write beside Modules, each sound as it stands. */
export const kindSnippets: readonly Snippet[] = [
  {
    label: 'PreflightValidation',
    detail: kindDetail('PreflightValidation'),
    lines: preflight('PreflightValidation', []),
  },
  {
    label: 'PreflightValidationOCP',
    detail: kindDetail('PreflightValidationOCP'),
    lines: preflight('PreflightValidationOCP', [
      ['  dtkImage: ', { stop: 'quay.io/example/driver-toolkit@sha256:digest-of-the-release' }],
    ]),
  },
  {
    label: 'BootModuleConfig',
    detail: kindDetail('BootModuleConfig'),
    lines: [
      ['apiVersion: kmm.sigs.x-k8s.io/v1beta1'],
      ['kind: BootModuleConfig'],
      ['metadata:'],
      ['  name: ', { stop: 'my-driver' }],
      ['  namespace: ', { stop: 'openshift-machine-config-operator' }],
      ['spec:'],
      ['  machineConfigName: ', { stop: '99-worker-my-driver' }],
      ['  machineConfigPoolName: ', { stop: 'worker' }],
      ['  kernelModuleName: ', { stop: 'my_driver' }],
      ['  kernelModuleImage: ', { stop: 'quay.io/example/my-driver' }],
    ],
  },
]

function preflight(kind: string, more: Snippet['lines']): Snippet['lines'] {
  return [
    ['apiVersion: kmm.sigs.x-k8s.io/v1beta2'],
    [`kind: ${kind}`],
    ['metadata:'],
    ['  name: ', { stop: 'next-kernel' }],
    ['spec:'],
    ['  kernelVersion: ', { stop: '5.14.0-570.12.1.el9_6.x86_64' }],
    ...more,
    ['  pushBuiltImage: ', { stop: 'true' }],
  ]
}
