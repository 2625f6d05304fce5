const minuteMs = 60_000
/** Between two looks at a connection that works. */
const healthyMs = 15 * minuteMs
/** A look is one request; the whole doctor goes through a working connection this often. */
export const doctorEveryMs = 6 * 60 * minuteMs
/** A store that is out of reach is tried again soon, then less and less often, but at least hourly. */
const waitsMs = [1, 2, 5, 10, 30, 60].map(minutes => minutes * minuteMs)

/** Failed checks in a row after which a person is told: one lost connection is no news. */
export const failedChecksUntilAttention = 2

/** When a connection is checked next, after so many failed checks in a row (0: the last one worked). */
export function nextCheckAt(now: Date, failedChecks: number): Date {
  const wait = failedChecks === 0 ? healthyMs : (waitsMs[Math.min(failedChecks, waitsMs.length) - 1] ?? healthyMs)
  return new Date(now.getTime() + wait)
}
