import type { WordTable } from './fieldWordsTable.ts'

const server = 'Written by the server, never by you; leave it out.'

/** What every object of Kubernetes has, where its kind has no words of its own. */
export const objectWords: WordTable = {
  apiVersion: {
    title: 'API group and version',
    text: 'Which API the document is sent to: `kmm.sigs.x-k8s.io/v1beta1` for a Module, the group `hub.kmm.sigs.x-k8s.io` for a ManagedClusterModule, and `v1beta2` for a PreflightValidation since KMM 2.1. Files from before KMM 1.0 say `kmm.sigs.k8s.io`, which no cluster serves any more.',
    example: 'apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: Module',
  },
  kind: {
    title: 'Kind of object',
    text: 'What the document asks for. Together with `apiVersion` it decides which fields there are.',
  },
  metadata: {
    title: 'Name and labels',
    text: 'Standard Kubernetes metadata.',
    wrong: ['Apply refuses keys that Kubernetes does not know.'],
  },
  'metadata.name': {
    title: 'Name of the object',
    text: 'Lower-case letters, digits, `-` and `.`, unique among objects of its kind.',
  },
  'metadata.namespace': {
    title: 'Namespace of the object',
    text: 'Only for kinds that live in namespaces.',
    absent: "the kubeconfig context's namespace, else `default`",
  },
  'metadata.labels': {
    title: 'Labels of the object',
    text: 'To find it by.',
    wrong: ['Values must be strings: quote `"true"` and `"1"`.'],
  },
  'metadata.labels.*': {
    title: 'A label of the object',
    text: 'Letters, digits, `-`, `_` and `.`, at most 63 characters.',
    wrong: ['The value must be a string: quote `"true"` and `"1"`.'],
  },
  'metadata.annotations': {
    title: 'Annotations of the object',
    text: 'Free text for people and tools. KMM reads none of them.',
    wrong: ['Values must be strings: quote `"true"` and `"1"`.'],
  },
  'metadata.annotations.*': {
    title: 'An annotation of the object',
    text: 'Any text.',
    wrong: ['The value must be a string: quote `"true"` and `"1"`.'],
  },
  'metadata.generateName': {
    title: 'Prefix of a generated name',
    text: 'Only `kubectl create` can use it. Apply needs a `name`.',
  },
  'metadata.finalizers': {
    title: 'Who must agree to a deletion',
    text: 'Names that controllers take away once they have cleaned up; until none is left, a deleted object stays.',
  },
  'metadata.finalizers[]': { title: 'One finalizer', text: 'The controller that put it here takes it away.' },
  'metadata.ownerReferences': {
    title: 'Objects it belongs to',
    text: 'When all of them are gone, this one is deleted, too. Controllers write it.',
  },
  'metadata.creationTimestamp': { title: 'When it was made', text: server },
  'metadata.deletionGracePeriodSeconds': { title: 'Time left to end', text: server },
  'metadata.deletionTimestamp': { title: 'When it was deleted', text: server },
  'metadata.generation': { title: 'How often `spec` has changed', text: server },
  'metadata.managedFields': {
    title: 'Who has written which field',
    text: 'Written by the server, never by you.',
    wrong: ['Apply refuses a document with it: leave it out of what was exported from a cluster.'],
  },
  'metadata.resourceVersion': {
    title: 'Which state of the object this is',
    text: 'Written by the server, never by you.',
    wrong: ['In a file it makes apply fail as soon as the object has changed: leave it out.'],
  },
  'metadata.selfLink': { title: 'Address of the object', text: 'Gone from Kubernetes; leave it out.' },
  'metadata.uid': {
    title: 'Identity of the object',
    text: 'Written by the server, never by you.',
    wrong: ['In a file it makes apply fail once the object was made anew: leave it out.'],
  },
}
