import type { CommandHelp } from './commandHelp.ts'

/** What there is to know about `kmm explain`. */
export const explainHelp: CommandHelp = {
  name: 'explain',
  usage: ['FIELD [--recursive]', 'PROBLEM', 'problems'],
  summary: "Explain a field of KMM's kinds, or a problem that kmm reports",
  text: [
    'A FIELD begins with a kind and goes down by its keys, as in `kubectl explain`: `module.spec.selector`. Lists count as what they hold. It is explained with its type, its default, the KMM release that brought it, what goes wrong with it, and what it holds. No cluster is asked.',
    'A PROBLEM is an id such as `kmm/image-no-tag`, or the part of it behind the slash; `kmm explain problems` lists all, with their severities.',
  ],
  options: [{ name: 'recursive', short: 'r', text: 'Show all fields below, with their types' }],
  exits: [
    ['0', 'explained'],
    ['2', 'there is no such field or problem'],
  ],
  examples: [
    ['kmm explain module.spec.moduleLoader.container.modprobe', 'what can stand below modprobe'],
    ['kmm explain module --recursive', 'everything that a Module can hold'],
    ['kmm explain image-no-tag', 'why an image needs a tag'],
    ['kmm explain problems', 'everything that kmm and the editor can report'],
  ],
}
