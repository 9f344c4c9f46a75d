import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The recipe's Module, mended. */
export function recipe(): string {
  return readFileSync(join(import.meta.dirname, '../../examples/pt-char-dev/module.yaml'), 'utf8')
}

/** Modules of their own names, one YAML document each, at least this many lines. */
export function manyDocuments(lines: number): string {
  const documents: string[] = []
  for (let count = 0; count < lines; count += recipe().split('\n').length) {
    documents.push(recipe().replace('name: pt-char-dev', `name: pt-char-${documents.length}`))
  }
  return documents.join('---\n')
}

/** One Module with so many kernel mappings, each with a build of its own. */
export function manyMappings(count: number): string {
  const mappings = Array.from({ length: count }, (_, at) => mapping(at, buildOf(at)))
  return withMappings(mappings)
}

/** Small documents of two Modules a page, as a folder's manifests joined in one file. */
export function smallDocuments(count: number): string {
  const small = (at: number): string =>
    `apiVersion: kmm.sigs.x-k8s.io/v1beta1\nkind: Module\nmetadata:\n  name: driver-${at}\nspec:\n  selector:\n    example.com/driver: "${at}"\n  devicePlugin:\n    container:\n      image: quay.io/example/plugin:${at}\n`
  return Array.from({ length: count }, (_, at) => small(at)).join('---\n')
}

/** One Module whose mappings all use the same two anchors. */
export function manyAliases(count: number): string {
  const mappings = Array.from({ length: count }, (_, at) =>
    mapping(
      at,
      at === 0 ? `          build: &build\n${buildOf(0).split('\n').slice(1).join('\n')}` : '          build: *build\n',
    ),
  )
  return withMappings(mappings)
}

function withMappings(mappings: readonly string[]): string {
  const text = recipe()
  const from = text.indexOf('        # One mapping')
  const to = text.indexOf('  imageRepoSecret:')
  return `${text.slice(0, from)}${mappings.join('')}${text.slice(to)}`
}

function mapping(at: number, build: string): string {
  return `        - literal: 5.14.0-${at}.el9_4.x86_64\n          containerImage: quay.io/example/drv:5.14.0-${at}\n${build}`
}

function buildOf(at: number): string {
  return [
    '          build:',
    '            dockerfileConfigMap:',
    `              name: build-${at}`,
    '            buildArgs:',
    '              - name: DRIVER',
    `                value: "1.${at}"`,
    '              - name: FLAGS',
    '                value: "-O2"',
    '            secrets:',
    '              - name: token',
    '',
  ].join('\n')
}
