import fc from 'fast-check'
import { yamlPieces } from './yamlPieces.ts'

/** A Module with much in it that an editor must cope with. */
export const richModule = `# a driver
apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: Module
metadata: {name: drv, labels: {"a b": 'c'}}
spec:
  moduleLoader:
    container:
      imagePullPolicy: Always
      modprobe: &probe
        moduleName: my_driver
        parameters: [max_dev=5, "x=\\"y\\""]
        modulesLoadingOrder:
        - my_driver
        - my_lib
      kernelMappings:
        - literal: 6.6.2-201.fc39.x86_64
          containerImage: quay.io/a/b:$KERNEL_XYZ
          build: {dockerfileConfigMap: {name: x}, buildArgs: [{name: A, value: "1"}]}
        - regexp: '^5\\.14\\..+$'
          containerImage: "quay.io/a/b:\${KERNEL_FULL_VERSION}"
          sign:
            <<: *probe
            keySecret: {}
  devicePlugin:
    volumes:
      - name: dev
        hostPath: {path: /dev}
    container:
      image: |
        quay.io/a:b
      volumeMounts:
        - name: dev
          mountPath: /dev
  selector:
    node-role.kubernetes.io/worker: ""
---
kind: ConfigMap
data:
  dockerfile: |
    FROM a
    kind: Module
`

/** The Module after a few cuts, copies and insertions of what YAML is picky about, sometimes with CRLF. */
export const mutatedModule: fc.Arbitrary<string> = fc
  .record({
    edits: fc.array(
      fc.record({
        at: fc.nat(richModule.length),
        length: fc.nat(25),
        insert: fc.oneof(
          fc.constantFrom(...yamlPieces),
          fc.constantFrom('&a', '*a', '<<: ', '---\n', '{{ .x }}', '\t', '${', '\u0000', '😀', '? ', '!!str ', '%'),
          fc.string({ maxLength: 4 }),
        ),
      }),
      { maxLength: 4 },
    ),
    crlf: fc.boolean(),
  })
  .map(({ edits, crlf }) => {
    const text = edits.reduce(
      (old, { at, length, insert }) => old.slice(0, at) + insert + old.slice(at + length),
      richModule,
    )
    return crlf ? text.replaceAll('\n', '\r\n') : text
  })
