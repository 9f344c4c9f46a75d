const head = 'apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: Module\nmetadata:\n  name: hostile\n'

/** A text that nobody writes and somebody may be sent, and what it is called. */
export interface HostileText {
  readonly name: string
  readonly text: string
}

/** Modules made to keep a reader busy. */
export function hostileTexts(): readonly HostileText[] {
  return [
    { name: 'alias bomb, 10 levels of 10', text: aliasBomb() },
    { name: 'one line of 4 MB', text: `${head}spec:\n  x: ${'a'.repeat(4_000_000)}\n` },
    { name: 'one line of 4 MB in quotes', text: `${head}spec:\n  x: "${'a '.repeat(2_000_000)}"\n` },
    { name: 'one line of 4 MB, a list', text: `${head}spec:\n  x: [${'a, '.repeat(1_333_333)}]\n` },
    { name: '10,000 lists in each other', text: `${head}spec: ${'['.repeat(10_000)}${']'.repeat(10_000)}\n` },
    { name: '10,000 lists that nothing ends', text: `${head}spec: ${'['.repeat(10_000)}\n` },
    { name: '10,000 mappings in each other', text: `${head}spec: ${'{a: '.repeat(10_000)}${'}'.repeat(10_000)}\n` },
    { name: '10,000 dashes on a line', text: `${head}spec:\n  ${'- '.repeat(10_000)}a\n` },
    { name: 'regexp of 100 kB', text: withRegexp('a'.repeat(100_000)) },
    { name: 'regexp of 100 kB, groups in groups', text: withRegexp(`${'('.repeat(50_000)}${')'.repeat(50_000)}`) },
    { name: 'regexp of 100 kB, choices', text: withRegexp('a|b.*'.repeat(20_000)) },
    { name: 'regexp of 100 kB, repeats', text: withRegexp('[a-z]{1,9}'.repeat(10_000)) },
    { name: 'mapping of 50,000 keys', text: `${head}spec:\n${lines(50_000, (at) => `  key${at}: ${at}`)}` },
    {
      name: 'selector of 50,000 labels',
      text: `${head}spec:\n  selector:\n${lines(50_000, (at) => `    key${at}: "${at}"`)}`,
    },
    {
      name: 'list of 25,000 lines',
      text: `${head}spec:\n  moduleLoader:\n    container:\n      modprobe:\n        args:\n          load:\n${lines(25_000, (at) => `            - arg${at}`)}`,
    },
    { name: 'templates of 100 kB', text: withRegexp('x', '${A'.repeat(33_000)) },
  ]
}

function withRegexp(regexp: string, image = 'quay.io/a/b:1'): string {
  const mapping = `        - regexp: '${regexp}'\n          containerImage: ${image}\n`
  return `${head}spec:\n  selector: {}\n  moduleLoader:\n    container:\n      modprobe:\n        moduleName: a\n      kernelMappings:\n${mapping}`
}

function aliasBomb(): string {
  const levels = Array.from({ length: 10 }, (_, at) => {
    const item = at === 0 ? 'x' : `*a${at - 1}`
    return `  a${at}: &a${at} [${Array(10).fill(item).join(', ')}]\n`
  })
  return `${head}spec:\n${levels.join('')}`
}

function lines(count: number, line: (at: number) => string): string {
  return `${Array.from({ length: count }, (_, at) => line(at)).join('\n')}\n`
}
