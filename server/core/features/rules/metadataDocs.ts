import type { ProblemDoc } from './problemDoc.ts'

/** Words for what is wrong with kind, name, labels and the fields that are the API server's own. */
export const metadataDocs: readonly ProblemDoc[] = [
  {
    id: 'kmm/kind',
    title: 'A kind that the API server does not know',
    why: 'Kinds are compared letter by letter. Without a known one the API server cannot tell what the document is and refuses it.',
    bad: 'apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: module',
    good: 'apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: Module',
    severity: 'error',
  },
  {
    id: 'kmm/api-version',
    title: 'An apiVersion under which the kind is not served',
    why: 'KMM serves its kinds under `kmm.sigs.x-k8s.io`, on a hub under `hub.kmm.sigs.x-k8s.io`. A frequent slip leaves out the `x-`. `kubectl` answers that there is no match for the kind.',
    bad: 'apiVersion: kmm.sigs.k8s.io/v1beta1\nkind: Module',
    good: 'apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: Module',
    severity: 'error',
  },
  {
    id: 'kmm/name-missing',
    title: 'An object without a name',
    why: 'Apply addresses the object by its name; `generateName` works with create only.',
    bad: 'metadata:\n  generateName: driver-',
    good: 'metadata:\n  name: driver',
    severity: 'error',
  },
  {
    id: 'kmm/name-invalid',
    title: 'A name that no object can have',
    why: 'Names are DNS subdomains: lower-case letters, digits, `-` and `.`, beginning and ending with a letter or digit, at most 253 characters.',
    bad: 'metadata:\n  name: My_Driver',
    good: 'metadata:\n  name: my-driver',
    severity: 'error',
  },
  {
    id: 'kmm/namespace-mismatch',
    title: 'Another namespace than that of the request',
    why: 'Where the request says into which namespace it goes (`kubectl --namespace`), the API server refuses a document that names another.',
    bad: 'metadata:\n  name: driver\n  namespace: other # sent to namespace default',
    good: 'metadata:\n  name: driver',
    severity: 'error',
  },
  {
    id: 'kmm/server-field',
    title: 'A field that belongs to the API server',
    why: '`managedFields` and `uid` come with objects that were read from a cluster, for example by `kubectl get -o yaml`. Apply refuses to be given them.',
    bad: 'metadata:\n  name: driver\n  uid: 8d2f6d0e-6f6e-4a53-9f0b-0d4a4a3a8c11',
    good: 'metadata:\n  name: driver',
    severity: 'error',
  },
  {
    id: 'kmm/label-key',
    title: 'A key that no label or annotation can have',
    why: 'Keys are names of at most 63 letters, digits, `-`, `_` and `.`, with an optional DNS name and `/` before them.',
    bad: 'metadata:\n  name: driver\n  labels:\n    my team: storage',
    good: 'metadata:\n  name: driver\n  labels:\n    example.com/my-team: storage',
    severity: 'error',
  },
  {
    id: 'kmm/label-value',
    title: 'A value that no label can have',
    why: 'Values of labels are empty or hold at most 63 letters, digits, `-`, `_` and `.`, beginning and ending with a letter or digit. Longer words belong into an annotation.',
    bad: 'metadata:\n  name: driver\n  labels:\n    team: storage and network',
    good: 'metadata:\n  name: driver\n  labels:\n    team: storage-and-network',
    severity: 'error',
  },
]
