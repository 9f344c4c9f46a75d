import { allArguments, copiedModules, outOfScope, plainName } from '../../kmm/dockerfileFacts.ts'
import type { Field } from '../../kmm/kmmModule.ts'
import type { Path } from '../../yaml/yamlNode.ts'
import { childOf, mapOf, pairOf } from '../../yaml/yamlPath.ts'
import type { Related } from '../problem.ts'
import { placeInSight } from '../sight.ts'
import { buildsInSight, dockerfileNode, dockerfilesInSight } from './buildsInSight.ts'
import type { Finding, InSight, Rule } from './rule.ts'

const configMap = (data: string): string =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: driver-dockerfile\ndata:\n${data}`
const build = (more = ''): string => `---
apiVersion: kmm.sigs.x-k8s.io/v1beta1
kind: Module
metadata:
  name: driver
spec:
  selector: {gpu: present}
  moduleLoader:
    container:
      modprobe: {moduleName: driver}
      kernelMappings:
        - regexp: ^.+$
          containerImage: quay.io/example/driver:\${KERNEL_FULL_VERSION}
          build:
            dockerfileConfigMap: {name: driver-dockerfile}${more}`
const dockerfile = (...lines: readonly string[]): string =>
  configMap(`  dockerfile: |\n${lines.map((line) => `    ${line}`).join('\n')}`)
const soundLines = [
  'ARG KERNEL_FULL_VERSION',
  'FROM quay.io/example/kernel:${KERNEL_FULL_VERSION} AS builder',
  'RUN make modules',
  'FROM alpine',
  'ARG KERNEL_FULL_VERSION',
  'COPY --from=builder /src/driver.ko /opt/lib/modules/${KERNEL_FULL_VERSION}/',
]
const sound = `${dockerfile(...soundLines)}\n${build()}`
const changed = (from: string, to: string): string =>
  `${dockerfile(...soundLines.map((line) => line.replace(from, to)))}\n${build()}`

/** What a Module and the ConfigMap with its Dockerfile say of each other. */
export const dockerfileRules: readonly Rule[] = [
  {
    ...rule('kmm/dockerfile-key', 'A ConfigMap without the key dockerfile'),
    why: 'KMM reads the Dockerfile from the key `dockerfile`, in lower case. Without it nothing is built, which only the log of the operator says.',
    bad: `${configMap('  Dockerfile: |\n    FROM alpine\n    ARG KERNEL_VERSION')}\n${build()}`,
    good: sound,
    check(module, context, report) {
      for (const { name, map } of buildsInSight(module, context)) {
        const data = mapOf(childOf(map.document.root, 'data'))
        if (pairOf(data, 'dockerfile') !== undefined || isSpread(map)) continue
        const other = data?.pairs.find(({ key, merged }) => key.text.toLowerCase() === 'dockerfile' && merged !== true)
        const place = other?.key.range ?? childOf(map.document.root, 'metadata')?.range ?? { start: 0, end: 0 }
        const seen = other === undefined ? '' : `: its key is \`${other.key.text}\``
        const message = `The ConfigMap \`${name.value}\` has no key \`dockerfile\`, so KMM builds nothing${seen}`
        const related = [{ ...placeInSight(map, place), message: other ? 'the key' : 'the ConfigMap' }]
        const edits =
          other && map.uri === undefined
            ? [{ range: placeInSight(map, other.key.range).range, newText: 'dockerfile' }]
            : []
        const fixes = edits.length === 0 ? [] : [{ title: 'Rename the key to dockerfile', edits, preferred: true }]
        report({ range: name.range, path: name.path, message, related, fixes })
      }
    },
  },
  {
    ...rule('kmm/build-arg-undeclared', 'A build argument that the Dockerfile does not declare'),
    why: 'An argument reaches a Dockerfile only where `ARG` declares it. One that no `ARG` names has no effect, or a misspelt one.',
    bad: `${dockerfile(...soundLines)}\n${build('\n            buildArgs: [{name: MODE, value: fast}]')}`,
    good: `${dockerfile(...soundLines, 'ARG MODE')}\n${build('\n            buildArgs: [{name: MODE, value: fast}]')}`,
    check(module, context, report) {
      for (const { path, args, map, file } of dockerfilesInSight(module, context)) {
        const declared = new Set(allArguments(file).map(({ name }) => name))
        for (const arg of args) {
          if (declared.has(arg.value) || given.has(arg.value) || !isBelow(arg.path, path)) continue
          const message = `The Dockerfile has no \`ARG ${arg.value}\`, so this has no effect`
          report({ range: arg.range, path: arg.path, message, related: [whole(map, 'the Dockerfile')] })
        }
      }
    },
  },
  {
    ...rule('kmm/build-arg-missing', 'An argument of the Dockerfile that nobody gives', 'information'),
    why: 'An `ARG` without default is empty unless `buildArgs` give it. KMM gives `KERNEL_VERSION`, `KERNEL_FULL_VERSION`, `MOD_NAME` and `MOD_NAMESPACE` itself.',
    bad: `${dockerfile(...soundLines, 'ARG MODE')}\n${build()}`,
    good: `${dockerfile(...soundLines, 'ARG MODE=fast')}\n${build()}`,
    check(module, context, report) {
      for (const { name, args, map, file } of dockerfilesInSight(module, context)) {
        const all = allArguments(file)
        const known = new Set([
          ...args.map(({ value }) => value),
          ...all.filter((one) => one.hasDefault).map((one) => one.name),
        ])
        for (const { name: argument, line } of all) {
          if (known.has(argument) || given.has(argument)) continue
          known.add(argument)
          const message = `The Dockerfile's \`ARG ${argument}\` has no default, and \`buildArgs\` do not give it`
          report(at(name, message, map, line, `\`ARG ${argument}\``))
        }
      }
    },
  },
  {
    ...rule('kmm/dockerfile-kernel', 'A Dockerfile that does not ask for which kernel it builds'),
    why: 'KMM builds once for each kernel and says which in the arguments `KERNEL_FULL_VERSION` and `KERNEL_VERSION`. A Dockerfile that uses neither builds the same for every kernel that the regexp matches, and `uname -r` is the kernel of the node on which the build happens to run.',
    bad: `${dockerfile('FROM quay.io/example/kernel:6.6.2', 'RUN make modules')}\n${build()}`,
    good: sound,
    check(module, context, report) {
      for (const { name, map, file, mappings } of dockerfilesInSight(module, context)) {
        const all = [...file.globals, ...file.stages.flatMap(({ instructions }) => instructions)]
        if (file.stages.length === 0 || all.some(({ text }) => /KERNEL_|DTK_AUTO/.test(text))) continue
        const uname = all.find(({ text }) => /\buname -[a-z]*r/.test(text))
        if (uname !== undefined) {
          const message =
            'The Dockerfile asks `uname` for the kernel, which is that of the node on which the build runs: `KERNEL_FULL_VERSION` is the one to build for'
          report({ ...at(name, message, map, uname.line, '`uname` is used here'), severity: 'information' })
          continue
        }
        if (!mappings.some(({ regexp }) => regexp !== undefined && /[+*?[{|]|\\[a-z]/.test(regexp.value))) continue
        const message =
          'The Dockerfile uses neither `KERNEL_FULL_VERSION` nor `KERNEL_VERSION`, so every kernel gets the same modules'
        report(at(name, message, map, file.stages[0]?.instructions[0]?.line ?? 0, 'the Dockerfile'))
      }
    },
  },
  {
    ...rule('kmm/dockerfile-arg-scope', 'An ARG that is declared before FROM only'),
    why: 'What `ARG` declares before the first `FROM` is known in `FROM` lines only. A stage that uses it needs an `ARG` of its own, else it finds it empty.',
    bad: `${dockerfile('ARG KERNEL_FULL_VERSION', 'FROM quay.io/example/kernel:${KERNEL_FULL_VERSION}', 'RUN make KVER=${KERNEL_FULL_VERSION} modules')}\n${build()}`,
    good: `${dockerfile('ARG KERNEL_FULL_VERSION', 'FROM quay.io/example/kernel:${KERNEL_FULL_VERSION}', 'ARG KERNEL_FULL_VERSION', 'RUN make KVER=${KERNEL_FULL_VERSION} modules')}\n${build()}`,
    check(module, context, report) {
      for (const { name, map, file } of dockerfilesInSight(module, context)) {
        const found = outOfScope(file)
        if (found === undefined) continue
        const message = `The Dockerfile uses \`${found.argument}\` in a stage that does not declare it, where it is empty: add \`ARG ${found.argument}\` after \`FROM\``
        report(at(name, message, map, found.line, `\`${found.argument}\` is used here`))
      }
    },
  },
  {
    ...rule('kmm/dockerfile-target', 'Modules that are copied to another place than dirName'),
    why: 'KMM looks for modules in `<dirName>/lib/modules/<kernel>` of the image, `/opt/lib/modules/…` unless `dirName` says otherwise. Modules elsewhere are not found, and the worker pod fails.',
    bad: changed('/opt/lib/modules/', '/lib/modules/'),
    good: sound,
    check(module, context, report) {
      const dirName = (module.modprobe?.dirName?.value ?? '/opt').replace(/\/$/, '')
      for (const { name, map, file } of dockerfilesInSight(module, context)) {
        for (const { instruction, target } of copiedModules(file)) {
          if (!target.startsWith('/') || target.startsWith(`${dirName}/lib/modules/`)) continue
          const message = `The Dockerfile copies modules to \`${target}\`, and KMM looks for them in \`${dirName}/lib/modules/<kernel>\``
          report(at(name, message, map, instruction.line, 'copied here'))
        }
      }
    },
  },
  {
    ...rule('kmm/dockerfile-module', 'An image without the module that is to be loaded'),
    why: 'The last stage copies modules by name, and `moduleName` is none of them: modprobe does not find it. For modprobe `-` and `_` are the same.',
    bad: changed('/src/driver.ko', '/src/other.ko'),
    good: sound,
    check(module, context, report) {
      const moduleName = module.modprobe?.moduleName?.value
      if (!moduleName || !/^[\w-]+$/.test(moduleName)) return
      for (const { name, map, file } of dockerfilesInSight(module, context)) {
        const copied = copiedModules(file)
        const names = copied.flatMap(({ names: own }) => own)
        const first = copied[0]
        if (first === undefined || names.length === 0 || names.includes(plainName(moduleName))) continue
        const message = `The Dockerfile copies ${[...new Set(copied.flatMap(({ files }) => files))].map((one) => `\`${one}\``).join(', ')}, not \`${moduleName}.ko\`, which is to be loaded`
        report(at(name, message, map, first.instruction.line, 'copied here'))
      }
    },
  },
]

function rule(id: Rule['id'], title: string, severity: Rule['severity'] = 'warning') {
  return { id, title, severity, releases: { since: '1.0' }, source: 'ours' } as const
}

/** Arguments that builds know without `buildArgs`: KMM's own, OpenShift's, and what every builder has. */
const given = new Set(
  `KERNEL_VERSION KERNEL_FULL_VERSION MOD_NAME MOD_NAMESPACE DTK_AUTO HTTP_PROXY HTTPS_PROXY NO_PROXY FTP_PROXY ALL_PROXY
http_proxy https_proxy no_proxy ftp_proxy all_proxy TARGETPLATFORM TARGETOS TARGETARCH TARGETVARIANT BUILDPLATFORM
BUILDOS BUILDARCH BUILDVARIANT`.split(/\s+/),
)

/** The whole text may come from `binaryData`. */
function isSpread({ document }: InSight): boolean {
  return pairOf(childOf(document.root, 'binaryData'), 'dockerfile') !== undefined
}

function isBelow(path: Path, head: Path): boolean {
  return head.every((step, at) => path[at] === step)
}

function at(name: Field<string>, message: string, map: InSight, line: number, what: string): Finding {
  return { range: name.range, path: name.path, message, related: [lineOf(map, line, what)] }
}

/** A line of the Dockerfile in its ConfigMap; the whole value where it is not written line by line. */
function lineOf(map: InSight, line: number, message: string): Related {
  const node = dockerfileNode(map)
  const { text } = map.document
  if (node?.style !== 'literal') return whole(map, message)
  let start = node.range.start
  for (let count = 0; count <= line; count += 1) start = text.indexOf('\n', start) + 1
  if (start === 0 || start > node.range.end) return whole(map, message)
  const newline = text.indexOf('\n', start)
  const content = text.slice(start, newline === -1 ? text.length : newline)
  const lead = content.length - content.trimStart().length
  const range = { start: start + lead, end: start + content.trimEnd().length }
  return { ...placeInSight(map, range.end < range.start ? { start, end: start } : range), message }
}

function whole(map: InSight, message: string): Related {
  const pair = pairOf(childOf(map.document.root, 'data'), 'dockerfile')
  return { ...placeInSight(map, pair?.key.range ?? { start: 0, end: 0 }), message }
}
