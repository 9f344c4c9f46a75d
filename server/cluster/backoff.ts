/** How long to wait between tries. */
export interface BackoffSettings {
  readonly baseMs: number
  readonly capMs: number
}

/**
 * Wait before try number `attempt` (0 is the first repeat): exponential, capped, with full jitter, so that many clients
 * of a server that comes back do not knock at the same moment. `random` is in [0, 1).
 */
export function backoffMs(attempt: number, settings: BackoffSettings, random: number): number {
  const ceiling = Math.min(settings.capMs, settings.baseMs * 2 ** Math.min(attempt, 30))
  return Math.round(ceiling * random)
}
