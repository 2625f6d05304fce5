const minuteMs = 60_000

/** Between two looks for what was changed. */
const changesEveryMs = 10 * minuteMs
/** Dates don't show every edit, so all of it is read again in the quota that nobody uses. */
const fullEveryMs = 24 * 60 * minuteMs
/** A store that is in trouble is tried again soon, then less and less often, but at least hourly. */
const waitsMs = [1, 2, 5, 10, 30, 60].map(minutes => minutes * minuteMs)

export function nextChangesAt(now: Date): Date {
  return new Date(now.getTime() + changesEveryMs)
}

export function nextFullAt(now: Date): Date {
  return new Date(now.getTime() + fullEveryMs)
}

/** When a run goes on that the store kept from going on, after so many failures in a row. */
export function nextTryAt(now: Date, failures: number): Date {
  return new Date(now.getTime() + (waitsMs[Math.min(failures, waitsMs.length) - 1] ?? minuteMs))
}

/** A first import that somebody stopped is left to them for a day: then the hub resumes it by itself. */
export function afterStop(now: Date): { nextChangesAt: null; nextFullAt: Date } {
  return { nextChangesAt: null, nextFullAt: nextFullAt(now) }
}

/** A store that refuses is not asked by the hub itself for a while: somebody has to mend something first. */
export function afterFailure(now: Date): { nextChangesAt: Date; nextFullAt: Date } {
  const at = new Date(now.getTime() + 60 * minuteMs)
  return { nextChangesAt: at, nextFullAt: at }
}
