/** A sound Module with pieces put in; each piece is whole lines without indentation. */
export function modulePieces(pieces: {
  readonly metadata?: string
  readonly spec?: string
  readonly container?: string
  readonly modprobe?: string
  readonly mapping?: string
}): string {
  return `apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: Module
metadata:
${indented(pieces.metadata ?? 'name: drv', 2)}spec:
  moduleLoader:
    container:
      modprobe:
${indented(pieces.modprobe ?? 'moduleName: drv', 8)}${indented(pieces.container ?? '', 6)}      kernelMappings:
        -
${indented(pieces.mapping ?? "regexp: '^.+$'\ncontainerImage: quay.io/example/drv:${KERNEL_FULL_VERSION}", 10)}${indented(pieces.spec ?? '', 2)}  selector:
    gpu: ""
`
}

function indented(text: string, by: number): string {
  if (text === '') return ''
  return text
    .split('\n')
    .map((line) => (line === '' ? '\n' : `${' '.repeat(by)}${line}\n`))
    .join('')
}
