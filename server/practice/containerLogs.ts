/** What a kubelet is asked for by `GET …/containerLogs/NAMESPACE/POD/CONTAINER`. */
export interface ContainerLogQuery {
  readonly namespace: string
  readonly pod: string
  readonly container: string
  readonly follow: boolean
  readonly previous: boolean
  readonly timestamps: boolean
  /** ms since 1970: only lines from then on */
  readonly sinceMs: number | undefined
  readonly tailLines: number | undefined
  readonly limitBytes: number | undefined
}

export type ContainerLogAnswer =
  | { readonly status: 200; readonly lines: AsyncIterable<string> }
  /** a sentence that the API server wraps into a Status */
  | { readonly status: 400 | 404; readonly text: string }

/** Something that holds containers' logs: the simulated kubelet. */
export type ReadContainerLog = (query: ContainerLogQuery, signal: AbortSignal) => ContainerLogAnswer

/** Reads the log parameters of a request, which the API server and the kubelet take by the same names. */
export function parseLogQuery(
  params: URLSearchParams,
  of: { readonly namespace: string; readonly pod: string; readonly container: string },
  nowMs: number,
): ContainerLogQuery {
  const flag = (name: string) => params.get(name) === 'true' || params.get(name) === '1'
  const count = (name: string) => {
    const text = params.get(name)
    return text === null || !/^\d+$/.test(text) ? undefined : Number(text)
  }
  const sinceTime = Date.parse(params.get('sinceTime') ?? '')
  const sinceSeconds = count('sinceSeconds')
  const recently = sinceSeconds === undefined ? undefined : nowMs - sinceSeconds * 1000
  return {
    ...of,
    follow: flag('follow'),
    previous: flag('previous'),
    timestamps: flag('timestamps'),
    // The API server hands whole seconds on.
    sinceMs: Number.isNaN(sinceTime) ? recently : Math.floor(sinceTime / 1000) * 1000,
    tailLines: count('tailLines'),
    limitBytes: count('limitBytes'),
  }
}
