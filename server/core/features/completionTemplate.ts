import { templateValues, templateVariables } from '../kmm/imageTemplate.ts'
import { kernelsAt } from '../kmm/kernelsAt.ts'
import { kmmModule } from '../kmm/kmmModule.ts'
import type { CompletionItem } from './completionItem.ts'
import type { CompletionRequest } from './completionRequest.ts'
import { exampleKernel, templateScope, variableMarkdown } from './hoverTemplate.ts'

/** The template variables for an image name at the cursor: behind a `$`, or where a tag or part of a name may begin. */
export function variableItems({ document, offset, context, cluster }: CompletionRequest): readonly CompletionItem[] {
  const scope = templateScope(context.path)
  if (scope === undefined) return []
  const begun = /(?<!\$)(?:\$\$)*(\$(\{)?\w*)$/.exec(context.typed)
  if (begun === null && !/[:/_@-]$/.test(context.typed)) return []
  const start = offset - (begun?.[1]?.length ?? 0)
  const behind = begun === null ? '' : (/^\w*\}?/.exec(document.text.slice(offset, context.range.end))?.[0] ?? '')
  // Brackets end a plain scalar within brackets.
  const isBare = context.place === 'flow' && context.quote === ''
  const module = kmmModule(document)
  const own = module === undefined ? [] : kernelsAt(module, cluster)(context.path)
  const kernel = own[0] ?? anyKernel(cluster) ?? exampleKernel
  const values = templateValues(kernel, {
    ...(module?.name && { name: module.name.value }),
    ...(module?.namespace && { namespace: module.namespace.value }),
  })
  return Object.keys(templateVariables)
    .filter((name) => scope === 'image' || !name.startsWith('MOD_'))
    .map((name, at) => {
      const insertText = isBare ? `$${name}` : `\${${name}}`
      return {
        label: insertText,
        kind: 'variable',
        ...(values[name] !== undefined && { detail: values[name] }),
        documentation: variableMarkdown(document, { name }, scope, kernel),
        range: { start, end: offset + behind.length },
        insertText,
        sortText: `0${at}`,
        ...(at === 0 && { preselect: true }),
      }
    })
}

function anyKernel(cluster: CompletionRequest['cluster']): string | undefined {
  for (const fact of cluster.nodes.values()) if (fact.state !== 'unknown' && fact.value[0]) return fact.value[0].kernel
  return undefined
}
