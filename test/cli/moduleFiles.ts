import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'

/** A Module that every KMM takes. */
export const goodModule = `apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: Module
metadata:
  name: pt-char-dev
spec:
  moduleLoader:
    container:
      modprobe:
        moduleName: ptemplate_char_dev
      kernelMappings:
        - regexp: '^.+$'
          containerImage: quay.io/example/pt-char-dev:\${KERNEL_FULL_VERSION}
  selector:
    node-role.kubernetes.io/worker: ""
`

/** The same with an image that has neither tag nor digest: an error. */
export const untaggedModule = goodModule.replace(/:\$\{KERNEL_FULL_VERSION\}/, '')

/** The same with another name. */
export function moduleNamed(name: string): string {
  return goodModule.replace('pt-char-dev', name)
}

/** Writes files into a folder of their own, which goes with the test. */
export async function folderOf(files: Readonly<Record<string, string | Uint8Array>>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'kmm-cli-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true })
    await writeFile(join(folder, name), content)
  }
  return folder
}
