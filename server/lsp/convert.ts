import {
  type CodeAction,
  CodeActionKind,
  type CodeLens,
  type Command,
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Hover,
  type InlayHint,
  InlayHintKind,
  InsertTextFormat,
  InsertTextMode,
  type Location,
  type Range as LspRange,
  type MarkupContent,
  MarkupKind,
  type WorkspaceEdit,
} from 'vscode-languageserver/node'
import type { TextDocument } from 'vscode-languageserver-textdocument'
import type { CodeLens as CoreLens } from '../core/features/codeLens.ts'
import type { CompletionItem as CoreItem } from '../core/features/completionItem.ts'
import type { Hover as CoreHover } from '../core/features/hover.ts'
import type { InlayHint as CoreHint } from '../core/features/inlayHints.ts'
import type { Problem, Severity, TextEdit } from '../core/features/problem.ts'
import type { ProblemFix } from '../core/languageService.ts'
import type { Range } from '../core/yaml/yamlNode.ts'
import type { Client } from './clientTraits.ts'
import { type DismissArgument, dismissRun } from './protocol.ts'

/** Offsets of the core to LSP's lines and characters, and its answers to LSP's types. Only the converters do this. */
export function toRange(document: TextDocument, range: Range): LspRange {
  return { start: document.positionAt(range.start), end: document.positionAt(range.end) }
}

/** LSP range to offsets. */
export function toOffsets(document: TextDocument, range: LspRange): Range {
  return { start: document.offsetAt(range.start), end: document.offsetAt(range.end) }
}

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
}

/** What a diagnostic needs besides the problem. */
export interface DiagnosticLinks {
  /** address that explains a problem's id */
  readonly ruleDocs: (id: string) => string
  /** where a range of another file stands; `undefined` when the file is gone */
  readonly filePlace: (uri: string, range: Range) => Location | undefined
  /** where the log of a run shows a line */
  readonly logPlace: (logLine: NonNullable<Problem['logLine']>) => Location | undefined
}

/** A problem as LSP shows it. */
export function toDiagnostic(document: TextDocument, problem: Problem, links: DiagnosticLinks): Diagnostic {
  const tags = problem.tags?.map((tag) => (tag === 'deprecated' ? DiagnosticTag.Deprecated : DiagnosticTag.Unnecessary))
  const inLog = problem.logLine === undefined ? undefined : links.logPlace(problem.logLine)
  const related = [
    ...(problem.related ?? []).flatMap(({ uri, range, message }) => {
      const here = { uri: document.uri, range: toRange(document, range) }
      const location = uri === undefined ? here : links.filePlace(uri, range)
      return location === undefined ? [] : [{ location, message }]
    }),
    ...(inLog === undefined ? [] : [{ location: inLog, message: 'in the log of the run' }]),
  ]
  return {
    range: toRange(document, problem.range),
    severity: severities[problem.severity],
    code: problem.id,
    codeDescription: { href: links.ruleDocs(problem.id) },
    source: 'kmm',
    message: problem.message,
    ...(tags === undefined ? {} : { tags: [...tags] }),
    ...(related.length === 0 ? {} : { relatedInformation: related }),
  }
}

/** A fix as a quick-fix action, tied to the diagnostics of the request that it is for. */
export function toCodeAction(
  document: TextDocument,
  { problem, fix }: ProblemFix,
  asked: readonly Diagnostic[],
): CodeAction {
  const diagnostics = asked.filter(
    (one) => one.code === problem.id && document.offsetAt(one.range.start) === problem.range.start,
  )
  return {
    title: fix.title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    ...(fix.preferred ? { isPreferred: true } : {}),
    ...(fix.dismissesRun === undefined
      ? { edit: toEdit(document, fix.edits) }
      : { command: dismissal(fix.title, fix.dismissesRun) }),
  }
}

function toEdit(document: TextDocument, edits: readonly TextEdit[]): WorkspaceEdit {
  return {
    changes: {
      [document.uri]: edits.map((edit) => ({ range: toRange(document, edit.range), newText: edit.newText })),
    },
  }
}

function dismissal(title: string, module: string): Command {
  const argument: DismissArgument = { module }
  return { title, command: dismissRun, arguments: [argument] }
}

/** Markdown hover. */
export function toHover(document: TextDocument, hover: CoreHover): Hover {
  return { range: toRange(document, hover.range), contents: toMarkdown(hover.markdown) }
}

/** A lens above the line of its offset; `argument` is what its command is called with. */
export function toCodeLens(document: TextDocument, lens: CoreLens, argument: (line: number) => unknown): CodeLens {
  const { line } = document.positionAt(lens.offset)
  const at = { line, character: 0 }
  return {
    range: { start: at, end: at },
    command: { title: lens.title, command: lens.command ?? '', arguments: [argument(line)] },
  }
}

/** A hint behind its offset. */
export function toInlayHint(document: TextDocument, hint: CoreHint): InlayHint {
  return {
    position: document.positionAt(hint.offset),
    label: hint.label,
    kind: InlayHintKind.Type,
    paddingLeft: true,
    tooltip: toMarkdown(hint.tooltip),
  }
}

const itemKinds: Readonly<Record<CoreItem['kind'], CompletionItemKind>> = {
  key: CompletionItemKind.Property,
  value: CompletionItemKind.Value,
  variable: CompletionItemKind.Variable,
  snippet: CompletionItemKind.Snippet,
}

/** A completion item that replaces its own range; `item.about` travels as `data` until the item is resolved. */
export function toCompletionItem(
  document: TextDocument,
  item: CoreItem,
  client: Pick<Client, 'snippets' | 'suggestAgain'>,
): CompletionItem {
  const snippet = client.snippets ? item.snippet : undefined
  return {
    label: item.label,
    kind: itemKinds[item.kind],
    sortText: item.sortText,
    textEdit: { range: toRange(document, item.range), newText: snippet ?? item.insertText },
    insertTextFormat: snippet === undefined ? InsertTextFormat.PlainText : InsertTextFormat.Snippet,
    insertTextMode: InsertTextMode.asIs,
    ...(item.detail === undefined ? {} : { detail: item.detail }),
    ...(item.filterText === undefined ? {} : { filterText: item.filterText }),
    ...(item.preselect === undefined ? {} : { preselect: true }),
    ...(item.deprecated === undefined ? {} : { tags: [CompletionItemTag.Deprecated] }),
    ...(item.about === undefined ? {} : { data: item.about }),
    ...(item.documentation === undefined ? {} : { documentation: toMarkdown(item.documentation) }),
    ...(item.retrigger && client.suggestAgain !== undefined
      ? { command: { title: 'Suggest', command: client.suggestAgain } }
      : {}),
  }
}

/** Text that the client renders as Markdown. */
export function toMarkdown(value: string): MarkupContent {
  return { kind: MarkupKind.Markdown, value }
}
