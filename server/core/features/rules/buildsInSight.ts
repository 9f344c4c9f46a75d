import { allBlocks } from '../../kmm/buildSign.ts'
import { type Dockerfile, parseDockerfile } from '../../kmm/dockerfile.ts'
import { type Field, type KernelMapping, type KmmModule, stringField, stringOf } from '../../kmm/kmmModule.ts'
import type { Path, Range, YamlScalar } from '../../yaml/yamlNode.ts'
import { childOf } from '../../yaml/yamlPath.ts'
import { mapsOf } from './fieldText.ts'
import type { InSight, RuleContext, Sight } from './rule.ts'

/** A `build` block whose ConfigMap is in sight. */
export interface Build {
  readonly path: Path
  /** of the ConfigMap, where the block names it */
  readonly name: Field<string>
  readonly map: InSight
  /** names of the build arguments that count here */
  readonly args: readonly Field<string>[]
  /** the mappings that build so */
  readonly mappings: readonly KernelMapping[]
}

/**
 * Builds whose ConfigMap is in sight. On a hub they lie with the operator, whose namespace nobody knows here. Several
 * rules ask the same of one sight, which is looked at once.
 */
export function buildsInSight(module: KmmModule, { inSight, namespace }: RuleContext): readonly Build[] {
  if (module.kind !== 'Module' || inSight === undefined) return []
  const known = seen.get(inSight)
  if (known?.module === module && known.namespace === namespace) return known.builds
  const found = new Map<string, InSight | undefined>()
  const builds = allBlocks(module, 'build').flatMap((block) => {
    const reference = childOf(block.map, 'dockerfileConfigMap')
    const named = stringOf(childOf(reference, 'name'))
    if (named === undefined) return []
    // Mappings mostly share one ConfigMap.
    if (!found.has(named)) found.set(named, inSight.find('ConfigMap', namespace, named))
    const map = found.get(named)
    if (map === undefined) return []
    const { path } = block
    const name = stringField(reference, 'name', [...path, 'dockerfileConfigMap'])
    return name === undefined ? [] : [{ path, name, map, ...buildOf(module, path) }]
  })
  seen.set(inSight, { module, namespace, builds })
  return builds
}

const seen = new WeakMap<Sight, { module: KmmModule; namespace: string; builds: readonly Build[] }>()

/** A mapping's block has the arguments of the container's block, too. */
function buildOf(module: KmmModule, path: Path): Pick<Build, 'args' | 'mappings'> {
  const argsOf = (block: Path): readonly Field<string>[] =>
    mapsOf(module, [...block, 'buildArgs']).flatMap((one) => stringField(one.map, 'name', one.path) ?? [])
  const inContainer = [...module.containerPath, 'build']
  if (path.length === inContainer.length) return { args: argsOf(path), mappings: module.kernelMappings }
  const index = path.at(-2)
  const own = typeof index === 'number' ? module.kernelMappings[index] : undefined
  return { args: [...argsOf(inContainer), ...argsOf(path)], mappings: own === undefined ? [] : [own] }
}

/** The builds whose ConfigMap has a Dockerfile, with that. */
export function dockerfilesInSight(
  module: KmmModule,
  context: RuleContext,
): readonly (Build & { readonly file: Dockerfile })[] {
  return buildsInSight(module, context).flatMap((one) => {
    const node = dockerfileNode(one.map)
    return node === undefined ? [] : [{ ...one, file: parsed(node) }]
  })
}

const parses = new WeakMap<YamlScalar, Dockerfile>()

function parsed(node: YamlScalar): Dockerfile {
  const known = parses.get(node) ?? parseDockerfile(node.text)
  parses.set(node, known)
  return known
}

/** Where a ConfigMap holds its Dockerfile as text. */
export function dockerfileNode({ document }: InSight): (YamlScalar & { readonly alias?: Range }) | undefined {
  const node = childOf(childOf(document.root, 'data'), 'dockerfile')
  return node?.type === 'scalar' && typeof node.value === 'string' ? node : undefined
}
