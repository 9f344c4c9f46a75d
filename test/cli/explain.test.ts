import { expect, test } from 'vitest'
import { operatorKinds } from '../../server/core/features/checkKind.ts'
import { problemDocs, problemFamilies } from '../../server/core/features/rules/problemDocs.ts'
import { wordsAt } from '../../server/core/schema/fieldWords.ts'
import { kmmKinds } from '../../server/core/schema/moduleSchema.ts'
import { kmm } from './testIo.ts'

async function explain(...argv: string[]): Promise<string> {
  const { code, stdout, stderr } = await kmm(['explain', ...argv])
  return code === 0 ? stdout : stderr
}

test('an object, with what it holds', async () => {
  expect(await explain('module.spec.moduleLoader.container.modprobe')).toMatchInlineSnapshot(`
    "KIND:    Module
    VERSION: kmm.sigs.x-k8s.io/v1beta1
    FIELD:   module.spec.moduleLoader.container.modprobe <object>
             required, since KMM 1.0

    DESCRIPTION:
      What modprobe is told

      Usually moduleName, and dirName when the files are not below /opt. Written out
      it is modprobe -vd /tmp<dirName> <args.load> <moduleName> <parameters>.

      - An empty {} passes the schema, and is refused by the webhook.

        modprobe:
          moduleName: my_driver
          dirName: /opt
          parameters:
            - debug=1

      https://kmm.sigs.k8s.io/documentation/deploy_kmod/

    FIELDS:
      args <object>
          More options for modprobe
      dirName <string>
          Where the image keeps its modules
      firmwarePath <string>
          Firmware files in the image
      moduleName <string>
          The kernel module to load
      modulesLoadingOrder <[]string>
          Modules that must be loaded first
      parameters <[]string>
          Parameters of the kernel module
      rawArgs <object>
          The whole command line, written by you
    "
  `)
})

test.each([...new Set(kmmKinds.map(({ kind }) => kind))])('%s is explained by the words for the kind', async (kind) => {
  const said = (await explain(kind.toLowerCase())).replace(/\s+/g, ' ')
  expect(said).toContain(wordsAt(kind, [])?.text.replaceAll('`', ''))
  expect(said.includes("KMM's operator writes this")).toBe(operatorKinds.has(kind))
})

test('all problems are listed, a line each, under what finds them', async () => {
  const lines = (await explain('problems')).trimEnd().split('\n')
  expect(lines.slice(0, 2)).toEqual([
    'What a Module means',
    "  kmm/name-too-long              error        The Module's name and namespace are too long together",
  ])
  const rows = lines.flatMap((line) => /^ {2}(\S+) +(\w+) +(.+)$/.exec(line)?.slice(1).join('|') ?? [])
  expect(rows).toEqual(problemDocs.map(({ id, severity, title }) => `${id}|${severity}|${title.replaceAll('`', '')}`))
  expect(lines.filter((line) => /^\S/.test(line))).toEqual(problemFamilies.map(({ title }) => title))
})

test('a list counts as what it holds', async () => {
  const plain = await explain('module.spec.moduleLoader.container.kernelMappings.regexp')
  expect(plain).toMatch(/^FIELD: .*kernelMappings\.regexp <string>$/m)
  expect(await explain('Modules.spec.moduleLoader.container.kernelMappings[0].regexp')).toBe(plain)
  expect(await explain('spec.moduleLoader.container.kernelMappings[].regexp')).toBe(plain)
  expect(await explain('module.spec.moduleLoader.container.kernelMappings')).toContain('  containerImage <string>')
})

test('labels are any key, and a hub has the fields of a Module below moduleSpec', async () => {
  expect(await explain('module.spec.selector.anything')).toMatch(/<string>/)
  expect(await explain('managedclustermodule.spec.moduleSpec.selector')).toContain('hub.kmm.sigs.x-k8s.io/v1beta1')
})

test('--recursive is the tree with its types', async () => {
  expect(await explain('module.spec.moduleLoader.container.modprobe', '--recursive')).toMatch(
    /FIELDS:\n {2}args <object>\n {4}load <\[\]string>.*\n {4}unload <\[\]string>\n {2}dirName <string>\n/,
  )
})

test('a problem, with and without kmm/', async () => {
  const found = await explain('kmm/image-no-tag')
  expect(found).toMatchInlineSnapshot(`
    "PROBLEM: kmm/image-no-tag
             error, since KMM 2.2

      An image has neither tag nor digest

      KMM's webhook refuses kernel module images without a tag or digest: a kernel
      module belongs to one kernel, and latest by omission hides which one is meant.

      Wrong:

        containerImage: quay.io/example/driver

      Right:

        containerImage: quay.io/example/driver:\${KERNEL_FULL_VERSION}
    "
  `)
  expect(await explain('image-no-tag')).toBe(found)
})

test.each(problemDocs.map(({ id, title }) => [id, title] as const))('%s is explained', async (id, title) => {
  expect((await explain(id)).replace(/\s+/g, ' ')).toContain(title.replaceAll('`', ''))
})

test('colours come only with a terminal', async () => {
  expect((await kmm(['explain', 'module.spec'], { terminal: true })).stdout).toContain('\u001b[')
  expect((await kmm(['explain', 'module.spec'])).stdout).not.toContain('\u001b[')
})

test.each(['module', 'module.spec', 'module.spec.tolerations', 'yaml-tab', 'module.spec.devicePlugin'])(
  'lines about %s are no wider than a terminal',
  async (asked) => {
    const lines = (await explain(asked)).split('\n')
    expect(lines.filter((line) => line.length > 80 && !line.includes('://'))).toEqual([])
  },
)

test('what does not exist is said, with what may be meant', async () => {
  expect([
    await explain(),
    await explain('module', 'spec'),
    await explain('module.spec.selectr'),
    await explain('module.spec.modprobe'),
    await explain('modprobe'),
    await explain('modul.spec'),
    await explain('pod.spec'),
    await explain('kmm/image-no-tga'),
    await explain('image-no-tga'),
    await explain('kmm/frob'),
    await explain('frob'),
    await explain('module.spec.constructor'),
  ]).toMatchInlineSnapshot(`
    [
      "kmm: name one field or problem: \`kmm explain module.spec.selector\`; \`kmm explain problems\` lists the problems
    ",
      "kmm: name one field or problem: \`kmm explain module.spec.selector\`; \`kmm explain problems\` lists the problems
    ",
      "kmm: \`module.spec\` has no field \`selectr\`; did you mean \`module.spec.selector\`?
    ",
      "kmm: \`module.spec\` has no field \`modprobe\`; did you mean \`module.spec.moduleLoader.container.modprobe\`?
    ",
      "kmm: there is no kind or problem \`modprobe\`; did you mean \`module.spec.moduleLoader.container.modprobe\`?
    ",
      "kmm: there is no kind or problem \`modul\`; did you mean \`module\`?
    ",
      "kmm: there is no kind or problem \`pod\`; did you mean \`module.spec\`?
    ",
      "kmm: there is no problem \`kmm/image-no-tga\`; did you mean \`kmm/image-no-tag\`?
    ",
      "kmm: there is no kind or problem \`image-no-tga\`; did you mean \`kmm/image-no-tag\`?
    ",
      "kmm: there is no problem \`kmm/frob\`; \`kmm explain problems\` lists them
    ",
      "kmm: there is no kind or problem \`frob\`; there are the kinds managedclustermodule, modulebuildsignconfig, moduleimagesconfig, module, nodemodulesconfig, preflightvalidation, bootmoduleconfig, preflightvalidationocp, and \`kmm explain problems\` lists the problems
    ",
      "kmm: \`module.spec\` has no field \`constructor\`
    ",
    ]
  `)
})
