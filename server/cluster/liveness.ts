import type { Clock } from './clock.ts'

export interface LivenessOptions {
  readonly clock: Clock
  /** when the last byte came */
  readonly lastByteMs: () => number
  /** silence that ends the stream whatever the probe says */
  readonly limitMs: number
  /** Whether the server answers at all. */
  readonly probe: (signal: AbortSignal) => Promise<boolean>
  /** ends the watching */
  readonly signal: AbortSignal
}

const quietMs = 90_000
const probeEveryMs = 60_000

/**
 * Resolves when a stream must be taken for dead: silent beyond its limit, or silent for 90 s while the server does not
 * answer a cheap request either. A half-open connection says nothing by itself. Also resolves when the signal aborts.
 */
export async function waitForSilence({ clock, lastByteMs, limitMs, probe, signal }: LivenessOptions): Promise<void> {
  while (!signal.aborted) {
    const silentMs = clock.now() - lastByteMs()
    if (silentMs >= limitMs) return
    if (silentMs < quietMs) {
      await clock.delay(Math.min(quietMs, limitMs) - silentMs, signal)
    } else if (await probe(signal)) {
      await clock.delay(Math.min(probeEveryMs, limitMs - silentMs), signal)
    } else {
      return
    }
  }
}
