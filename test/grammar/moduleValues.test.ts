import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma'
import { type IGrammar, INITIAL, parseRawGrammar, Registry } from 'vscode-textmate'
import { findCodeServer } from '../../scripts/codeServer.ts'

const ours: ReadonlyMap<string, string> = new Map([
  ['yaml.kmm-regexp.injection', 'syntaxes/kmm-regexp.tmLanguage.json'],
  ['yaml.kmm-image.injection', 'syntaxes/kmm-image.tmLanguage.json'],
])

/** VS Code's own YAML grammar lives in the workbench that stories drive. */
const codeServer = findCodeServer()
const folder = join(codeServer?.dir ?? '', 'node_modules/code-server/lib/vscode/extensions/yaml/syntaxes')
const skipped = existsSync(folder) ? undefined : "skipped: no code-server, which has VS Code's YAML grammar"

async function yamlGrammar(injections: readonly string[]): Promise<IGrammar> {
  await loadWASM(readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm')))
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: async (scope) => {
      const file =
        ours.get(scope) ?? join(folder, `${scope.replace('source.', '').replace('yaml.', 'yaml-')}.tmLanguage.json`)
      return existsSync(file) ? parseRawGrammar(readFileSync(file, 'utf8'), file) : null
    },
    getInjections: (scope) => (scope === 'source.yaml' ? [...injections] : undefined),
  })
  const grammar = await registry.loadGrammar('source.yaml')
  if (grammar === null) throw new Error('the YAML grammar was not loaded')
  return grammar
}

interface Token {
  readonly text: string
  readonly scopes: readonly string[]
}

function tokens(grammar: IGrammar, text: string): readonly Token[] {
  let stack = INITIAL
  return text.split('\n').flatMap((line) => {
    const { tokens: found, ruleStack } = grammar.tokenizeLine(line, stack)
    stack = ruleStack
    return found.map(({ startIndex, endIndex, scopes }) => ({ text: line.slice(startIndex, endIndex), scopes }))
  })
}

describe.skipIf(skipped !== undefined)(skipped ?? "within VS Code's YAML", () => {
  let plain: IGrammar
  let injected: IGrammar

  beforeAll(async () => {
    plain = await yamlGrammar([])
    injected = await yamlGrammar([...ours.keys()])
  })

  /** The pieces that our grammars name, with those names. */
  const colours = (text: string): string =>
    tokens(injected, text)
      .flatMap(({ text: piece, scopes }) => {
        const own = scopes.filter((scope) => scope.includes('kmm-')).map((scope) => scope.replace(/\.kmm-\w+$/, ''))
        return own.length > 0 ? [`${piece} ⟶ ${own.join(' / ')}`] : []
      })
      .join('\n')

  /** Each character with YAML's own scopes. */
  const yamlScopes = (grammar: IGrammar, text: string): readonly string[] =>
    tokens(grammar, text).flatMap(({ text: piece, scopes }) => {
      const names = scopes.filter((scope) => !scope.includes('kmm-')).join(' ')
      return [...piece].map((character) => `${character} ${names}`)
    })

  const mapping = (lines: string, head = 'spec:\n  moduleLoader:\n    container:\n      kernelMappings:'): string =>
    `apiVersion: kmm.sigs.x-k8s.io/v1beta1\n${head}\n        - ${lines.replaceAll('\n', '\n          ')}\n  selector: {}\n`

  it('colours a regexp in single quotes', () => {
    expect(colours(mapping("regexp: '^5\\.(14|[0-9]{2})\\..+\\d$' # said\nliteral: a.b"))).toMatchInlineSnapshot(`
      "^ ⟶ keyword.control.anchor
      \\. ⟶ constant.character.escape
      ( ⟶ keyword.operator.group
      | ⟶ keyword.operator.group
      [0-9] ⟶ constant.other.character-class
      {2} ⟶ keyword.operator.quantifier
      ) ⟶ keyword.operator.group
      \\. ⟶ constant.character.escape
      . ⟶ constant.other.character-class
      + ⟶ keyword.operator.quantifier
      \\d ⟶ constant.other.character-class
      $ ⟶ keyword.control.anchor"
    `)
  })

  it('colours one in double quotes, and a plain one, up to a comment', () => {
    expect(colours(mapping('regexp: "^5\\\\.1\\\\d"'))).toMatchInlineSnapshot(`
      "^ ⟶ keyword.control.anchor
      \\\\. ⟶ constant.character.escape
      \\\\d ⟶ constant.character.escape"
    `)
    expect(colours(mapping('containerImage: a\nregexp: ^.+$ # .+'))).toMatchInlineSnapshot(`
      "^ ⟶ keyword.control.anchor
      . ⟶ constant.other.character-class
      + ⟶ keyword.operator.quantifier
      $ ⟶ keyword.control.anchor"
    `)
  })

  it('colours the variables of images that KMM knows', () => {
    expect(
      colours(
        mapping(
          'containerImage: q/$MOD_NAME:${KERNEL_XYZ}-${NOPE}-$KERNEL_XS\nsign:\n  unsignedImage: "q:${KERNEL_X:-1}"',
        ),
      ),
    ).toMatchInlineSnapshot(`
      "$ ⟶ keyword.operator.template.begin
      MOD_NAME ⟶ variable.other.readwrite
      \${ ⟶ keyword.operator.template.begin
      KERNEL_XYZ ⟶ variable.other.readwrite
      } ⟶ keyword.operator.template.end
      \${ ⟶ keyword.operator.template.begin
      KERNEL_X ⟶ variable.other.readwrite
      } ⟶ keyword.operator.template.end"
    `)
  })

  it('colours the variables of files to sign', () => {
    const files = 'sign:\n  filesToSign:\n    - /opt/${KERNEL_XYZ}/a.ko # x\n    - "/opt/$KERNEL_X.ko"\n    - /opt/b.ko'
    const text = mapping(`containerImage: a\n${files}`)
    expect(colours(text)).toMatchInlineSnapshot(`
      "\${ ⟶ keyword.operator.template.begin
      KERNEL_XYZ ⟶ variable.other.readwrite
      } ⟶ keyword.operator.template.end
      $ ⟶ keyword.operator.template.begin
      KERNEL_X ⟶ variable.other.readwrite"
    `)
    expect(yamlScopes(injected, text)).toEqual(yamlScopes(plain, text))
  })

  it.each([
    ['a regexp that is not deep in a list', "regexp: '^5'\nrules:\n  - regexp: '^5\\.'\n"],
    ['an image without variables of KMM', 'spec:\n  containerImage: "q:${TAG}-$HOME"\n'],
    ['a block', mapping('regexp: |-\n  ^5$\ncontainerImage: >-\n  q:$MOD_NAME')],
    ['brackets', mapping("{regexp: '^5', containerImage: 'q:$MOD_NAME'}")],
    ['other fields', mapping("literal: '^5'\nother: q:$MOD_NAME")],
    ['a comment', mapping("literal: a # regexp: '^5'")],
    ['text in quotes', mapping("literal: 'x regexp: ^5 containerImage: $MOD_NAME'")],
  ])('leaves %s alone', (_, text) => {
    expect(tokens(injected, text)).toEqual(tokens(plain, text))
  })

  it.each([
    mapping("regexp: '^it''s(5'\ncontainerImage: 'q:$MOD_NAME' # x"),
    mapping('regexp: "^5$"\ncontainerImage: "q:${KERNEL_X}"'),
    mapping('regexp: ^5 .+ # said\ncontainerImage: q/a:${KERNEL_X}-b'),
    mapping('containerImage: q:$MOD_NAME', 'spec:\n  moduleSpec:\n    moduleLoader:\n      container:'),
  ])('leaves what YAML itself says of a document as it is: %j', (text) => {
    expect(yamlScopes(injected, text)).toEqual(yamlScopes(plain, text))
  })
})
