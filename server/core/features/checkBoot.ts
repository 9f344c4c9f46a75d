import { quoted } from '../yaml/yamlEdit.ts'
import type { YamlDocument, YamlNode } from '../yaml/yamlNode.ts'
import { childOf } from '../yaml/yamlPath.ts'
import type { DocumentKind } from './documentKind.ts'
import type { Fix, Problem } from './problem.ts'

type TextNode = Extract<YamlNode, { type: 'scalar' }>

/**
 * Checks what nobody else does of a BootModuleConfig before a node boots without its module: the image must have no tag,
 * since each node puts its kernel there, and the module is named without path and ending.
 */
export function checkBoot(document: YamlDocument, kind: DocumentKind): readonly Problem[] {
  if (kind.kind !== 'BootModuleConfig') return []
  const spec = childOf(document.root, 'spec')
  const text = (key: string): TextNode | undefined => {
    const node = childOf(spec, key)
    const isText = node?.type === 'scalar' && typeof node.value === 'string' && node.value !== ''
    return isText && node.templated !== true ? node : undefined
  }
  const image = text('kernelModuleImage')
  const name = text('kernelModuleName')
  return [...(image ? imageProblems(image) : []), ...(name ? nameProblems(name) : [])]
}

function imageProblems(node: TextNode): readonly Problem[] {
  const bare = node.text.replace(/[:@][^/]*$/, '')
  if (bare === node.text) return []
  const message = `Each node puts its own kernel behind \`${bare}\` as the tag, so with a tag or digest here it finds no image and boots without the module`
  return [problem('kmm/boot-image-tag', node, 'kernelModuleImage', message, bare)]
}

function nameProblems(node: TextNode): readonly Problem[] {
  const bare = node.text
    .trim()
    .replace(/^.*\//, '')
    .replace(/\.ko(\.\w+)?$/, '')
  if (bare === node.text || bare === '') return []
  const message = `\`${node.text}\` is no name of a kernel module, so modprobe finds none: write it without folder, \`.ko\` and spaces`
  return [problem('kmm/module-file-name', node, 'kernelModuleName', message, bare)]
}

function problem(id: Problem['id'], node: TextNode, key: string, message: string, better: string): Problem {
  const range = node.alias ?? node.range
  const fixes: readonly Fix[] =
    node.alias === undefined && (node.style === 'plain' || !better.includes('"'))
      ? [{ title: `Use ${better}`, edits: [{ range, newText: written(node, better) }], preferred: true }]
      : []
  return { id, severity: 'warning', message, range, path: ['spec', key], fixes }
}

function written({ style }: TextNode, text: string): string {
  return style === 'plain' && /^[A-Za-z][\w./-]*$/.test(text) ? text : quoted(text)
}
