import { createLanguageService, type ModuleDocument } from '../../server/core/languageService.ts'

/** The recipe's Module, mended; `change` edits its text. */
export function moduleText(change: (text: string) => string = (text) => text): string {
  return change(`apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: Module
metadata:
  name: pt-char-dev
spec:
  moduleLoader:
    container:
      modprobe:
        moduleName: ptemplate_char_dev
        parameters: [max_dev=5, default_msg=ptemplate]
      kernelMappings:
        - regexp: '^.+$'
          containerImage: quay.io/chrisp262/pt-char-dev:\${KERNEL_FULL_VERSION}
  selector:
    node-role.kubernetes.io/worker: ""
`)
}

/** The first Module of a text. Throws when there is none. */
export function moduleOf(text: string): ModuleDocument {
  const [found] = createLanguageService().modules({ uri: 'file:///module.yaml', text })
  if (found === undefined) throw new Error('the text holds no Module')
  return found
}
