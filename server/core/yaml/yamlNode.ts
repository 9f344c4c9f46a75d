/**
 * A YAML document as the Kubernetes API server reads it (go-yaml's YAML 1.1), with the places of everything.
 * All offsets are UTF-16 code units, half-open, relative to the document's own text (`YamlDocument.text`), so that an
 * unchanged document of a changed file keeps its cached answers. `YamlDocument.start` leads back to the file.
 */

export interface Range {
  readonly start: number
  readonly end: number
}

export type PathStep = string | number
export type Path = readonly PathStep[]

/** How a scalar was written; a plain one is subject to YAML 1.1's readings. */
export type ScalarStyle = 'plain' | 'single' | 'double' | 'literal' | 'folded'

export type ScalarValue = string | number | boolean | null

export interface YamlScalar {
  readonly type: 'scalar'
  readonly range: Range
  readonly style: ScalarStyle
  /** the text after quotes, escapes and folding are undone */
  readonly text: string
  /** what the server makes of it: `y` is `true`, `5.10` is `5.1`, `"5.10"` stays text; a string that is `undefined` nowhere */
  readonly value: ScalarValue
  /** `{{ … }}` is part of it, or stands where it would: nothing can be said of its value */
  readonly templated?: true
}

export interface YamlPair {
  readonly key: YamlScalar
  /** Absent values are null scalars with an empty range behind the colon. */
  readonly value: YamlNode
  readonly range: Range
  /** true when it came through a merge key (`<<`): its ranges then lie at the anchor */
  readonly merged?: boolean
}

export interface YamlMap {
  readonly type: 'map'
  readonly range: Range
  readonly flow: boolean
  readonly pairs: readonly YamlPair[]
}

export interface YamlList {
  readonly type: 'list'
  readonly range: Range
  readonly flow: boolean
  readonly items: readonly YamlNode[]
}

/** Aliases are resolved: the node stands at the anchor's place and `alias` tells where it was used. */
export type YamlNode = (YamlScalar | YamlMap | YamlList) & { readonly alias?: Range }

/** A text-level problem: what go-yaml refuses before any schema is asked, or why the document is not read at all. */
export interface YamlProblem {
  readonly id: `kmm/yaml-${string}` | 'kmm/too-large'
  readonly range: Range
  readonly message: string
  /** the other place it is about, such as the first of two equal keys */
  readonly related?: Range
}

export interface YamlDocument {
  /** offset of `text` in the file */
  readonly start: number
  readonly text: string
  readonly root: YamlNode | undefined
  readonly problems: readonly YamlProblem[]
  /** the text holds `{{ … }}` outside strings and comments: a template that is no YAML before it is rendered */
  readonly templated: boolean
  /** a template whose YAML does not parse before it is rendered: the tree is a guess, and no fault in it is certain */
  readonly guessed?: true
  /** too large to be read: the tree holds apiVersion and kind, where they are found, and nothing else */
  readonly unread?: true
}

export interface YamlFile {
  readonly text: string
  readonly documents: readonly YamlDocument[]
}
