import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isKmmText, kmmKinds } from '../../client/kmmDocument.ts'
import { kmmKinds as schemaKinds } from '../../server/core/schema/moduleSchema.ts'

const kmm: Readonly<Record<string, string>> = {
  'a Module': 'apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: Module\n',
  'kind before apiVersion': 'kind: Module\nmetadata:\n  name: demo\napiVersion: kmm.sigs.x-k8s.io/v1beta2\n',
  "the hub's kind": 'apiVersion: hub.kmm.sigs.x-k8s.io/v1beta1\nkind: ManagedClusterModule\n',
  'the group before 1.0': 'apiVersion: kmm.sigs.k8s.io/v1alpha1\nkind: Module\n',
  'the second document of a file':
    'apiVersion: v1\nkind: ConfigMap\n---\nkind: Module\napiVersion: kmm.sigs.x-k8s.io/v1beta1\n',
  'quotes and a comment': `apiVersion: "kmm.sigs.x-k8s.io/v1beta1" # ours\nkind: 'Module'\n`,
  'Windows line ends': 'apiVersion: kmm.sigs.x-k8s.io/v1beta1\r\nkind: Module\r\n',
  'a kind without apiVersion': 'kind: Module\nmetadata: {}\n',
  'a kind with an empty apiVersion': 'apiVersion:\nkind: PreflightValidation\n',
  'a kind with an apiVersion being typed': 'apiVersion: kmm.si\nkind: Module\n',
  'a group being typed': 'apiVersion: kmm.sigs.x-k8s.io\n',
  'a Helm template': '{{ if .Values.on }}\napiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: Module\n{{ end }}\n',
  'an item of a List':
    'apiVersion: v1\nkind: List\nitems:\n  - apiVersion: kmm.sigs.x-k8s.io/v1beta1\n    kind: Module\n',
  'JSON in YAML': '{"apiVersion": "kmm.sigs.x-k8s.io/v1beta1", "kind": "Module"}\n',
}

const others: Readonly<Record<string, string>> = {
  nothing: '',
  'a Deployment': 'apiVersion: apps/v1\nkind: Deployment\n',
  "somebody else's Module": 'apiVersion: modules.example.com/v1\nkind: Module\n',
  'a Module of the core group': 'apiVersion: v1\nkind: Module\n',
  'a commented apiVersion': '# apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkey: value\n',
  'a role that names the group':
    'apiVersion: rbac.authorization.k8s.io/v1\nkind: Role\nrules:\n  - apiGroups: [kmm.sigs.x-k8s.io]\n',
  'a group that only ends alike': 'apiVersion: other-kmm.sigs.x-k8s.io.example/v1\nkind: Thing\n',
  'a longer kind': 'kind: ModuleList\n',
}

describe('isKmmText', () => {
  for (const [what, text] of Object.entries(kmm)) it(`takes ${what}`, () => expect(isKmmText(text)).toBe(true))
  for (const [what, text] of Object.entries(others)) it(`leaves ${what}`, () => expect(isKmmText(text)).toBe(false))

  it('knows every kind that the schema has', () => {
    const named = new Set(schemaKinds.map(({ kind }) => kind))
    expect([...named].filter((kind) => !kmmKinds.includes(kind))).toEqual([])
  })

  it('finds a Module wherever it stands among other documents', () => {
    const other = fc.constantFrom(...Object.values(others))
    const join = (texts: readonly string[]) => texts.map((text) => `---\n${text}`).join('')
    fc.assert(
      fc.property(fc.array(other), fc.constantFrom(...Object.values(kmm)), fc.array(other), (before, ours, after) => {
        expect(isKmmText(join([...before, ours, ...after]))).toBe(true)
        expect(isKmmText(join([...before, ...after]))).toBe(false)
      }),
    )
  })

  it('reads a megabyte of one line without backtracking', () => {
    expect(isKmmText(`kind: ${'apiVersion '.repeat(100_000)}`)).toBe(false)
  })
})
