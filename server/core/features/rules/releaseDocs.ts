import type { ProblemDoc } from './problemDoc.ts'

/** Words for what depends on which KMM is installed, and on kinds other than Modules. */
export const releaseDocs: readonly ProblemDoc[] = [
  {
    id: 'kmm/field-newer',
    title: 'A field that the KMM in question does not have',
    why: 'KMM gains fields with most releases, and a few went. The API server refuses those that the installed release does not have. `kmm.targetVersion` and `kmm.targetEdition` (`--kmm-version` and `--kmm-edition`) say which release is meant; a connected cluster says it by itself.',
    bad: 'apiVersion: kmm.sigs.x-k8s.io/v1beta2\nkind: PreflightValidationOCP\nmetadata: {name: next}\nspec:\n  kernelVersion: 5.14.0-427.13.1.el9_4.x86_64\n  releaseImage: quay.io/example/release:1.0',
    good: 'apiVersion: kmm.sigs.x-k8s.io/v1beta2\nkind: PreflightValidationOCP\nmetadata: {name: next}\nspec:\n  kernelVersion: 5.14.0-427.13.1.el9_4.x86_64',
    severity: 'error',
  },
  {
    id: 'kmm/kind-not-served',
    title: 'A kind or version that the KMM in question does not have',
    why: 'The API server answers that nothing of this kind and version exists. OpenShift has kinds of its own, and some came with later releases.',
    advice:
      'Say which KMM is meant with `kmm.targetVersion` and `kmm.targetEdition`, or use a version of the kind that it serves.',
    severity: 'error',
  },
  {
    id: 'kmm/old-key',
    title: 'A key of KMM before 1.0',
    why: 'Files from before the first release have keys that were renamed or moved since; the API server refuses them. A Dockerfile, once written into the Module, stands in a ConfigMap today.',
    bad: 'build:\n  dockerfileConfigMap: {name: driver-dockerfile}\n  pull: {insecure: true}',
    good: 'build:\n  dockerfileConfigMap: {name: driver-dockerfile}\n  baseImageRegistryTLS: {insecure: true}',
    severity: 'error',
  },
  {
    id: 'kmm/operator-owned',
    title: 'An object that KMM writes itself',
    why: 'KMM makes these objects from Modules: what each node shall load, which images exist, what is to be built. Changes by others are overwritten.',
    advice: 'Change the Module instead; read these objects to see what KMM made of it.',
    severity: 'information',
  },
  {
    id: 'kmm/kernel-version',
    title: 'A preflight for something that is no kernel',
    why: 'A preflight asks whether every Module is ready for one kernel, named as `uname -r` prints it. Since KMM 2.4 the webhook refuses an empty name and one of fewer than three parts.',
    bad: 'apiVersion: kmm.sigs.x-k8s.io/v1beta2\nkind: PreflightValidation\nmetadata: {name: next}\nspec:\n  kernelVersion: el9',
    good: 'apiVersion: kmm.sigs.x-k8s.io/v1beta2\nkind: PreflightValidation\nmetadata: {name: next}\nspec:\n  kernelVersion: 5.14.0-427.13.1.el9_4.x86_64',
    severity: 'error',
    releases: { since: '2.4' },
    source: 'validatePreflight, internal/webhook/preflightvalidation.go',
  },
  {
    id: 'kmm/kernel-version-plus',
    title: 'A preflight for a kernel with a plus at its end',
    why: "KMM cuts one `+` from the end of a node's kernel before it looks for a mapping and fills in image names. It does not cut it from the kernel of a preflight, which then looks for other images than the nodes do after the upgrade.",
    bad: 'apiVersion: kmm.sigs.x-k8s.io/v1beta2\nkind: PreflightValidation\nmetadata: {name: next}\nspec:\n  kernelVersion: 6.6.2-cos+',
    good: 'apiVersion: kmm.sigs.x-k8s.io/v1beta2\nkind: PreflightValidation\nmetadata: {name: next}\nspec:\n  kernelVersion: 6.6.2-cos',
    severity: 'warning',
    source: 'ours',
  },
  {
    id: 'kmm/version-deprecated',
    title: 'A version of a kind that is deprecated',
    why: 'KMM 2.1 brought `v1beta2` of PreflightValidation, whose status is a list. The old version is still served; the webhook does not look at it, so a kernel that is none is accepted and fails later.',
    bad: 'apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: PreflightValidation\nmetadata: {name: next}\nspec:\n  kernelVersion: 5.14.0-427.13.1.el9_4.x86_64',
    good: 'apiVersion: kmm.sigs.x-k8s.io/v1beta2\nkind: PreflightValidation\nmetadata: {name: next}\nspec:\n  kernelVersion: 5.14.0-427.13.1.el9_4.x86_64',
    severity: 'information',
    releases: { since: '2.1' },
    source: 'ours',
  },
  {
    id: 'kmm/boot-image-tag',
    title: 'An image with a tag in a BootModuleConfig',
    why: 'A node that boots takes its own kernel for the tag, so that one name serves every kernel. A tag or digest that is there already makes a name that no image has, and the node boots without the module.',
    bad: 'apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: BootModuleConfig\nmetadata: {name: driver}\nspec:\n  machineConfigName: 99-worker-driver\n  machineConfigPoolName: worker\n  kernelModuleName: driver\n  kernelModuleImage: quay.io/example/driver:1.0',
    good: 'apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: BootModuleConfig\nmetadata: {name: driver}\nspec:\n  machineConfigName: 99-worker-driver\n  machineConfigPoolName: worker\n  kernelModuleName: driver\n  kernelModuleImage: quay.io/example/driver',
    severity: 'warning',
    source: 'ours',
  },
]
