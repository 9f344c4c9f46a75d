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
]
