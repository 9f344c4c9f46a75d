import type { Snippet } from './moduleSnippets.ts'

/** Whole documents of the kinds that administrators write beside Modules, each sound as it stands. */
export const kindSnippets: readonly Snippet[] = [
  {
    label: 'PreflightValidation',
    detail: 'Try all Modules with the kernel of an upgrade to come',
    lines: preflight('PreflightValidation', []),
  },
  {
    label: 'PreflightValidationOCP',
    detail: 'Try all Modules with the kernel of an upgrade to come (OpenShift)',
    lines: preflight('PreflightValidationOCP', [
      ['  dtkImage: ', { stop: 'quay.io/example/driver-toolkit@sha256:digest-of-the-release' }],
    ]),
  },
  {
    label: 'BootModuleConfig',
    detail: 'Load a kernel module while nodes boot (OpenShift)',
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
