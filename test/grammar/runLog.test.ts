import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { beforeAll, expect, it } from 'vitest'
import { createOnigScanner, createOnigString, loadWASM } from 'vscode-oniguruma'
import { type IGrammar, INITIAL, parseRawGrammar, Registry } from 'vscode-textmate'

const file = 'syntaxes/kmm-run-log.tmLanguage.json'
let grammar: IGrammar

beforeAll(async () => {
  await loadWASM(readFileSync(createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm')))
  const registry = new Registry({
    onigLib: Promise.resolve({ createOnigScanner, createOnigString }),
    loadGrammar: async () => parseRawGrammar(readFileSync(file, 'utf8'), file),
  })
  const loaded = await registry.loadGrammar('text.kmm-run-log')
  if (loaded === null) throw new Error(`${file} was not loaded`)
  grammar = loaded
})

/** One line for each piece of the text that has a scope: the piece, and its scopes without what all have. */
function colours(text: string): string {
  const told: string[] = []
  let stack = INITIAL
  for (const line of text.split('\n')) {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, stack)
    stack = ruleStack
    for (const { startIndex, endIndex, scopes } of tokens) {
      const own = scopes.slice(1).map((scope) => scope.replaceAll('.kmm-run-log', ''))
      if (own.length > 0) told.push(`${line.slice(startIndex, endIndex)} ⟶ ${own.join(' / ')}`)
    }
  }
  return told.join('\n')
}

it('colours what we say of a run', () => {
  expect(
    colours(
      [
        '— Created default/pt-char-dev',
        '— Lost sight of nodes (refused); next try in 2 s',
        '✔ pt-char-dev is loaded on 3 nodes',
        '✘ pt-char-dev did not load everywhere',
        '  node-b, node-c: Invalid module format (built for another kernel). Rebuild it',
      ].join('\n'),
    ),
  ).toMatchInlineSnapshot(`
    "— Created default/pt-char-dev ⟶ comment.line.remark
    — Lost sight of nodes (refused); next try in 2 s ⟶ markup.changed.remark / token.warn-token
    ✔ pt-char-dev is loaded on 3 nodes ⟶ markup.inserted.verdict / token.info-token
    ✘ pt-char-dev did not load everywhere ⟶ invalid.illegal.verdict / token.error-token
    node-b, node-c ⟶ entity.name.tag.node
    : Invalid module format (built for another kernel). Rebuild it ⟶ invalid.illegal.cause / token.error-token"
  `)
})

it('colours the node and container before a command and what modprobe prints', () => {
  expect(
    colours(
      [
        '[node-a/worker] $ /sbin/modprobe -vd /tmp/opt ptemplate_char_dev max_dev=5',
        '[node-a/worker] insmod /tmp/opt/lib/modules/6.6.2/ptemplate_char_dev.ko max_dev=5',
        "[node-b/worker] modprobe: ERROR: could not insert 'ptemplate_char_dev': Exec format error",
        '15:15:31.627 [node-b/image-extractor] copied "/opt" to "/tmp"',
      ].join('\n'),
    ),
  ).toMatchInlineSnapshot(`
    "[ ⟶ punctuation.definition.origin.begin
    node-a ⟶ entity.name.tag.node
    / ⟶ punctuation.separator.origin
    worker ⟶ variable.other.container
    ] ⟶ punctuation.definition.origin.end
    $ ⟶ keyword.operator.prompt
    /sbin/modprobe ⟶ entity.name.function.command
     -vd /tmp/opt ptemplate_char_dev max_dev=5 ⟶ string.unquoted.arguments
    [ ⟶ punctuation.definition.origin.begin
    node-a ⟶ entity.name.tag.node
    / ⟶ punctuation.separator.origin
    worker ⟶ variable.other.container
    ] ⟶ punctuation.definition.origin.end
    insmod ⟶ entity.name.function.command
    /tmp/opt/lib/modules/6.6.2/ptemplate_char_dev.ko ⟶ string.unquoted.path
     max_dev=5 ⟶ string.unquoted.arguments
    [ ⟶ punctuation.definition.origin.begin
    node-b ⟶ entity.name.tag.node
    / ⟶ punctuation.separator.origin
    worker ⟶ variable.other.container
    ] ⟶ punctuation.definition.origin.end
    modprobe: ERROR: could not insert 'ptemplate_char_dev': Exec format error ⟶ invalid.illegal.modprobe / token.error-token
    15:15:31.627 ⟶ constant.numeric.timestamp
    [ ⟶ punctuation.definition.origin.begin
    node-b ⟶ entity.name.tag.node
    / ⟶ punctuation.separator.origin
    image-extractor ⟶ variable.other.container
    ] ⟶ punctuation.definition.origin.end
    "/opt" ⟶ string.quoted.double
    "/tmp" ⟶ string.quoted.double"
  `)
})

it("colours the worker's own lines by their level", () => {
  expect(
    colours(
      [
        '[node-a/worker] I1123 15:15:31.889664   21130 funcs_kmod.go:18] "Starting worker" logger="kmm-worker"',
        '[node-a/worker] W1123 15:15:31.889664   21130 funcs_kmod.go:18] "Slow"',
        '[node-a/worker] E1123 15:15:31.891674   21130 cmdutils.go:13] "Fatal error" err="exit status 1"',
      ].join('\n'),
    ),
  ).toMatchInlineSnapshot(`
    "[ ⟶ punctuation.definition.origin.begin
    node-a ⟶ entity.name.tag.node
    / ⟶ punctuation.separator.origin
    worker ⟶ variable.other.container
    ] ⟶ punctuation.definition.origin.end
    I ⟶ comment.line.header / markup.inserted.level / token.info-token
    1123 15:15:31.889664 ⟶ comment.line.header / constant.numeric.timestamp
       21130 funcs_kmod.go:18] ⟶ comment.line.header
    "Starting worker" ⟶ string.quoted.double
    "kmm-worker" ⟶ string.quoted.double
    [ ⟶ punctuation.definition.origin.begin
    node-a ⟶ entity.name.tag.node
    / ⟶ punctuation.separator.origin
    worker ⟶ variable.other.container
    ] ⟶ punctuation.definition.origin.end
    W ⟶ comment.line.header / markup.changed.level / token.warn-token
    1123 15:15:31.889664 ⟶ comment.line.header / constant.numeric.timestamp
       21130 funcs_kmod.go:18] ⟶ comment.line.header
    "Slow" ⟶ string.quoted.double
    [ ⟶ punctuation.definition.origin.begin
    node-a ⟶ entity.name.tag.node
    / ⟶ punctuation.separator.origin
    worker ⟶ variable.other.container
    ] ⟶ punctuation.definition.origin.end
    E ⟶ comment.line.header / invalid.illegal.level / token.error-token
    1123 15:15:31.891674 ⟶ comment.line.header / constant.numeric.timestamp
       21130 cmdutils.go:13] ⟶ comment.line.header
     "Fatal error" err="exit status 1" ⟶ invalid.illegal.line / token.error-token"
  `)
})

it('leaves plain text alone and never carries a colour into the next line', () => {
  expect(colours('E1123 15:15:31.891674   1 a.go:1] "Fatal error"\nplain words\n  \n[not an origin]')).not.toContain(
    'plain',
  )
  expect(colours('plain words')).toBe('')
})
