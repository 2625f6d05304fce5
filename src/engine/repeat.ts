import type { Clock } from '../runtime/clock.ts'

/**
 * Runs a job again and again, `everyMs` milliseconds after it last ended, until `signal` is aborted. A job that fails
 * is told to `onError` and tried again the next time. Resolves when the last run has ended.
 */
export async function repeat(
  job: () => Promise<unknown>,
  {
    clock,
    everyMs,
    signal,
    onError,
  }: {
    clock: Clock
    everyMs: number
    signal: AbortSignal
    onError: (error: unknown) => void
  },
): Promise<void> {
  while (!signal.aborted) {
    try {
      await job()
    } catch (error) {
      if (!signal.aborted) onError(error)
    }
    await clock.sleep(everyMs, signal).catch(() => undefined)
  }
}
