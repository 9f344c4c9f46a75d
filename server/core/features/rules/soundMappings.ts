import type { KmmModule } from '../../kmm/kmmModule.ts'
import { lineStart } from '../../yaml/lineStart.ts'
import type { Path, Range, YamlNode } from '../../yaml/yamlNode.ts'
import { nodeAt } from '../../yaml/yamlPath.ts'

/**
 * Remembers the kernel mappings in which nothing was found, so that of a long list only those are judged again that an
 * edit touched. What is found in a mapping is never remembered, only that there is nothing: no offset can be outdated.
 */
export interface SoundMappings {
  /** `judgedFor` is all that decides besides the text. `undefined` where remembering is not worth it, or not sure. */
  judge(module: KmmModule, judgedFor: readonly unknown[]): Judging | undefined
}

/** One time that a Module's mappings are judged. */
export interface Judging {
  /** the Module with only those mappings that are not known to be sound; their `index` and `path` are as they were */
  readonly open: KmmModule
  /** the mappings that are */
  readonly sound: ReadonlySet<YamlNode>
  /** Remembers which of the open mappings are sound, after all that was found in them. */
  end(found: readonly Found[]): void
}

/** Where something was found, and where it comes from. */
export interface Found {
  readonly range: Range
  readonly path: Path
}

/** Fewer mappings are judged faster than they are looked up. */
const fewest = 24

/** How many Modules are remembered: a text in which somebody types outside its mappings is another one each time. */
const most = 4

/** The texts of mappings in which nothing was found, in what stood around them then. */
interface Known {
  readonly judgedFor: readonly unknown[]
  readonly around: string
  readonly sound: ReadonlySet<string>
}

export function createSoundMappings(): SoundMappings {
  let known: readonly Known[] = []
  return {
    judge(module, judgedFor) {
      const texts = mappingTexts(module)
      const around = texts && textAround(module.document.text, texts)
      if (texts === undefined || around === undefined) return undefined
      const isSame = (one: Known) =>
        one.around === around && one.judgedFor.every((each, at) => Object.is(each, judgedFor[at]))
      const before = known.find(isSame)?.sound ?? new Set()
      const open = module.kernelMappings.filter(({ index }) => !before.has(texts.texts[index] ?? ''))
      const sound = new Set<YamlNode>()
      for (const { index, node } of module.kernelMappings) if (before.has(texts.texts[index] ?? '')) sound.add(node)
      return {
        open: { ...module, kernelMappings: open },
        sound,
        end(found) {
          const loud = loudMappings(module, texts, found)
          if (loud === undefined) return
          // Made anew of this text, so that no older one is kept alive by its parts.
          const now = { judgedFor, around, sound: new Set(texts.texts.filter((_, index) => !loud.has(index))) }
          known = [now, ...known.filter((one) => !isSame(one))].slice(0, most)
        },
      }
    },
  }
}

/** The texts of a list's mappings: `texts[i]` begins at `starts[i]`, the last one ends at `end`. */
interface MappingTexts {
  readonly texts: readonly string[]
  readonly starts: readonly number[]
  readonly end: number
}

function mappingTexts({ document, root, containerPath, kernelMappings }: KmmModule): MappingTexts | undefined {
  if (kernelMappings.length < fewest || document.problems.length > 0 || document.templated) return undefined
  const list = nodeAt(root, [...containerPath, 'kernelMappings'])
  if (list === undefined || list.alias !== undefined) return undefined
  const starts = kernelMappings.map(({ node }) => lineStart(document.text, (node.alias ?? node.range).start))
  const { end } = list.range
  const isInOrder = starts.every((start, at) => start < (starts[at + 1] ?? end))
  if (!isInOrder) return undefined
  return { texts: starts.map((start, at) => document.text.slice(start, starts[at + 1] ?? end)), starts, end }
}

/**
 * All of a document but its mappings, as far as it can mean something to one of them: what stands outside, and the
 * mappings that hold an anchor. `undefined` where a name is anchored twice, and it matters which one is nearer.
 */
function textAround(text: string, { texts, starts: [start = 0], end }: MappingTexts): string | undefined {
  const around = [text.slice(0, start), ...texts.filter((one) => one.includes('&')), text.slice(end)].join('\n')
  const anchors = around.match(/&[^\s,[\]{}]+/g) ?? []
  return new Set(anchors).size < anchors.length ? undefined : around
}

/** The indexes of the mappings in which something was found; `undefined` when it is not clear whose fault it is. */
function loudMappings(
  module: KmmModule,
  { starts, end }: MappingTexts,
  found: readonly Found[],
): ReadonlySet<number> | undefined {
  const loud = new Set<number>()
  for (const { range, path } of found) {
    const index = mappingOf(module, path)
    const start = index === undefined ? undefined : starts[index]
    // What came by an alias is told once, and may be the fault of the next one when this one is mended.
    if (index === undefined || start === undefined || range.start < start || range.end > (starts[index + 1] ?? end))
      return undefined
    loud.add(index)
  }
  return loud
}

/** The index of the mapping that a path leads into. */
export function mappingOf({ containerPath }: Pick<KmmModule, 'containerPath'>, path: Path): number | undefined {
  const index = path[containerPath.length + 1]
  const leads = path[containerPath.length] === 'kernelMappings' && containerPath.every((step, at) => step === path[at])
  return leads && typeof index === 'number' ? index : undefined
}
