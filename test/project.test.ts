import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { announcedCommands, commandIds } from '../client/commandIds.ts'
import manifest from '../package.json' with { type: 'json' }
import { serverCommands } from '../server/lsp/protocol.ts'
import { defaultSettings } from '../server/lsp/settings.ts'

const { contributes, capabilities } = manifest

describe('commands', () => {
  const contributed = contributes.commands.map(({ command }) => command)

  it('are those of the code, each once', () => expect(contributed.toSorted()).toEqual([...commandIds].toSorted()))

  it('are announced for all that the server can do', () => {
    expect(Object.keys(announcedCommands).toSorted()).toEqual(Object.keys(serverCommands).toSorted())
  })

  it('share no id with the server, whose commands the language client registers', () => {
    expect(contributed.filter((id) => Object.values<string>(serverCommands).includes(id))).toEqual([])
  })

  it.each(contributes.commands)('$command has a category and a title', ({ category, title }) => {
    expect(category).toBe('KMM')
    expect(title).toMatch(/^[A-Z][^.:]*$/)
  })

  it('stand in menus only when they exist', () => {
    const inMenus = Object.values(contributes.menus).flatMap((items) => items.map(({ command }) => command))
    expect(inMenus.filter((id) => !contributed.includes(id))).toEqual([])
  })
})

describe('settings', () => {
  const properties: Readonly<Record<string, { readonly default: unknown; readonly scope: string }>> =
    contributes.configuration.properties

  it('are those of the server, with its defaults', () => {
    const defaults = Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, value.default]))
    expect(defaults).toEqual(flatten('kmm', defaultSettings))
  })

  it('that lead to a cluster do not come from an untrusted workspace', () => {
    const { restrictedConfigurations } = capabilities.untrustedWorkspaces
    const leading = Object.keys(properties).filter((name) => /^kmm\.(kubeconfig|cluster\.|apply\.)/.test(name))
    expect(restrictedConfigurations.toSorted()).toEqual(leading.toSorted())
    expect(properties['kmm.kubeconfig']?.scope).toBe('machine')
  })

  it.each(Object.entries(contributes.configuration.properties))('%s is described', (_, { markdownDescription }) => {
    expect(markdownDescription).toMatch(/^[A-Z].{20,}\.$/)
  })
})

describe('manifest', () => {
  it('names files that exist', () => {
    const paths = [
      ...contributes.grammars.map(({ path }) => path),
      ...contributes.languages.map(({ configuration }) => configuration),
      manifest.icon,
    ]
    expect(paths.filter((path) => !existsSync(path))).toEqual([])
  })

  it('colours every language that it contributes', () => {
    expect(contributes.grammars.flatMap(({ language }) => language ?? [])).toEqual(
      contributes.languages.map(({ id }) => id),
    )
  })

  it('invents no address', () => {
    expect(Object.keys(manifest)).not.toEqual(
      expect.arrayContaining([expect.stringMatching(/^(repository|bugs|homepage)$/)]),
    )
  })

  it('wakes up for YAML and nothing else', () => {
    expect(manifest.activationEvents).toEqual(['onLanguage:yaml', 'onLanguage:helm'])
  })

  it('has words in the changelog for its version', () => {
    expect(readFileSync('CHANGELOG.md', 'utf8')).toMatch(
      new RegExp(`^## \\[?${manifest.version.replaceAll('.', '\\.')}\\b`, 'm'),
    )
  })
})

function flatten(prefix: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { [prefix]: value }
  return Object.assign({}, ...Object.entries(value).map(([key, child]) => flatten(`${prefix}.${key}`, child)))
}
