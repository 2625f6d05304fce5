const bareDate = /^\d{4}-\d{2}-\d{2}$/
const dayMs = 86_400_000

/** How a date of ISO 8601 or RFC 2822 begins: the machine would read much else as one, each in its own way. */
const beginning = /^(\d{4}-\d{2}|([A-Za-z]{3}, )?\d{1,2} [A-Za-z]{3} \d{4})/

/**
 * Milliseconds of a date in a query: ISO 8601, or RFC 2822 as V2 also takes; null if it is neither.
 * A bare date gets the current time of day added: a documented surprise of date filters.
 */
export function filterDateMs(text: string, now: Date): number | null {
  if (bareDate.test(text)) {
    const midnight = Date.parse(`${text}T00:00:00Z`)
    return Number.isNaN(midnight) ? null : midnight + (now.getTime() % dayMs)
  }
  if (!beginning.test(text)) return null
  // A plus sign that was not escaped arrives as a blank.
  const repaired = /T\d{2}:\d{2}(:\d{2})?(\.\d+)? \d{2}:?\d{2}$/.test(text) ? text.replace(/ (?=[^ ]*$)/, '+') : text
  const hasZone = /(Z|[+-]\d{2}:?\d{2}|GMT|UTC|[ECMP][SD]T)$/i.test(repaired)
  // Without a zone it would be in that of the machine.
  const ms = Date.parse(hasZone ? repaired : `${repaired}Z`)
  return Number.isNaN(ms) ? null : ms
}

/** V3 dates: ISO 8601 in UTC with an offset, without milliseconds. */
export function v3Date(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, -5)}+00:00`
}

/** V2 dates: RFC 2822 in UTC, such as `Tue, 20 Nov 2012 00:00:00 +0000`. */
export function v2Date(ms: number): string {
  return new Date(ms).toUTCString().replace('GMT', '+0000')
}
