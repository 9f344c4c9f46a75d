/**
 * What our client and server say to each other beyond LSP. Everything here is optional for a client: one that knows
 * plain LSP only gets the same work done through `showMessageRequest`, progress and `window/logMessage`.
 */

/** `workspace/executeCommand` ids of the server. A client registers its own ids over them and announces those. */
export const serverCommands = {
  connect: 'kmm.server.connect',
  disconnect: 'kmm.server.disconnect',
  applyAndLoad: 'kmm.server.applyAndLoad',
  followModule: 'kmm.server.followModule',
  stopRun: 'kmm.server.stopRun',
  showLog: 'kmm.server.showLog',
  effectiveModule: 'kmm.server.effectiveModule',
  testKernels: 'kmm.server.testKernelMappings',
} as const

/** What the client says in `initializationOptions`. */
export interface InitializationOptions {
  /** the workspace is trusted; a client that says nothing counts as trusted */
  readonly trusted?: boolean
  /** ids to put into lenses instead of the server's own */
  readonly commands?: { readonly [name in keyof typeof serverCommands]?: string }
  /** requests and notifications below that the client answers or shows */
  readonly surfaces?: readonly Surface[]
  /** lens titles may hold `$(name)` for an icon */
  readonly icons?: boolean
  /** id of a client command that opens completion again, for items behind which values are known */
  readonly suggestAgain?: string
  /** another YAML extension reports syntax errors */
  readonly yamlErrorsElsewhere?: boolean
}

export type Surface = 'confirmApply' | 'pickContext' | 'runLog' | 'status'

/** Argument of `applyAndLoad`, `followModule`, `stopRun` and `showLog`: the Module's document. */
export interface ModuleArgument {
  readonly uri: string
  /** version of the text the person looks at; another one by then and nothing is applied */
  readonly version?: number
  /** a line (from 0) of the YAML document that is meant; the first Module of the file when absent */
  readonly line?: number
  /** apply without asking: the person said so for this context before */
  readonly confirmed?: boolean
}

/** A command of the server that comes with the fix of a problem only, so that a client needs no id of its own for it. */
export const dismissRun = 'kmm.server.dismissRun'
export interface DismissArgument {
  /** `namespace/name` */
  readonly module: string
}

/** Argument of `effectiveModule` (its first kernel counts) and `testKernels`; answered with `VirtualDocument` or null. */
export interface KernelsArgument {
  readonly uri: string
  /** a line (from 0) of the YAML document that is meant; the first Module of the file when absent */
  readonly line?: number
  /** as nodes report them; absent, the person is asked, or all that are known are taken */
  readonly kernels?: readonly string[]
  /** false: the client opens what it is answered with itself */
  readonly show?: boolean
}
export interface VirtualDocument {
  readonly uri: string
}

/** Client → server request `kmm/knownKernels` with a `KernelsArgument`: what the Module's nodes run, and its literals. */
export const knownKernels = 'kmm/knownKernels'
export interface KnownKernel {
  readonly kernel: string
  /** names of the nodes that run it; empty for a kernel that only a literal names */
  readonly nodes: readonly string[]
}

/** Client → server request `kmm/parseKernels` `{text}`: the kernel names in typed or pasted text. */
export const parseKernels = 'kmm/parseKernels'

/** Client → server request `kmm/pasteKernels`: pasted kernels as mappings. Answered with an LSP `TextEdit`, or null. */
export const pasteKernels = 'kmm/pasteKernels'
export interface PasteQuestion {
  readonly textDocument: { readonly uri: string }
  readonly position: { readonly line: number; readonly character: number }
  readonly text: string
}

/**
 * Client → server request `kmm/wholeDocuments`: what an empty YAML document may become. For clients that keep documents
 * from the server until they are KMM's.
 */
export const wholeDocuments = 'kmm/wholeDocuments'
export interface WholeDocument {
  readonly label: string
  readonly detail: string
  /** Markdown */
  readonly documentation: string
  /** in LSP's snippet syntax */
  readonly snippet: string
}

/** Argument of `connect`; without a context the client is asked, or the kubeconfig's current one is taken. */
export interface ConnectArgument {
  readonly context?: string
  /** kubeconfig file to use for this session instead of the setting's: that of a practice cluster just started */
  readonly kubeconfig?: string
}

/** Server → client request `kmm/confirmApply`: show the difference and ask. Answered with `ConfirmAnswer`. */
export const confirmApply = 'kmm/confirmApply'
export interface ConfirmQuestion {
  readonly name: string
  readonly namespace: string
  readonly context: string
  readonly server: string
  /** what is on the cluster, as YAML; empty when the Module is new */
  readonly before: string
  readonly after: string
  readonly changed: boolean
  /** sentences that belong into the question: nodes by kernel, warnings, taken-over fields */
  readonly details: readonly string[]
  /** the context looks like production: its name must be typed */
  readonly protected: boolean
}
export interface ConfirmAnswer {
  readonly apply: boolean
}

/** Server → client request `kmm/pickContext`. Answered with the name, or null to leave things as they are. */
export const pickContext = 'kmm/pickContext'
export interface ContextQuestion {
  readonly current: string | undefined
  readonly contexts: readonly { readonly name: string; readonly server: string; readonly namespace: string }[]
}

/** Server → client notification `kmm/runLog`: lines for the Module's output channel, at most 20 a second. */
export const runLog = 'kmm/runLog'
export interface RunLogBatch {
  /** `context/namespace/name` */
  readonly module: string
  /** a new run begins: the channel is cleared */
  readonly starts?: boolean
  /** bring the channel to the front */
  readonly show?: boolean
  readonly lines: readonly string[]
}

/** Server → client notification `kmm/status`: what the status item shows. */
export const status = 'kmm/status'
export interface ConnectionStatus {
  readonly state: 'disconnected' | 'connecting' | 'connected' | 'stale' | 'failed' | 'untrusted'
  readonly context?: string
  readonly namespace?: string
  readonly server?: string
  /** a sentence for the tooltip: why it failed, since when it is stale, what is not allowed */
  readonly detail?: string
}

/** Client → server notification `kmm/trustChanged`. */
export const trustChanged = 'kmm/trustChanged'
export interface TrustChange {
  readonly trusted: boolean
}

/** Scheme of read-only documents that the server fills (`workspace/textDocumentContent`, LSP 3.18): captured run logs. */
export const runDocumentScheme = 'kmm-run'

/** Schemes of read-only documents about a Module and kernels: as KMM uses it for one, and which mapping takes each. */
export const effectiveScheme = 'kmm-effective'
export const kernelReportScheme = 'kmm-kernels'

/** Settings, section `kmm`, read through `workspace/configuration`. */
export interface Settings {
  /** kubeconfig file(s); empty means KUBECONFIG, then ~/.kube/config. Machine scope only. */
  readonly kubeconfig: string
  readonly cluster: {
    readonly connect: 'manual' | 'auto'
    /** context to use; empty means the kubeconfig's current one */
    readonly context: string
    /** patterns of context names that always ask for the name to be typed */
    readonly protectedContexts: readonly string[]
  }
  readonly apply: { readonly fieldManager: string }
  readonly follow: { readonly failAfterSeconds: number }
  /** ids of problems that are not shown */
  readonly suppress: readonly string[]
  /** KMM release that documents are judged for, such as `2.4.1`; empty means the newest */
  readonly targetVersion: string
  /** whose KMM: `upstream` or `openshift` */
  readonly targetEdition: string
}
