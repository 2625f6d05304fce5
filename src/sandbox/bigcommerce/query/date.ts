const bareDate = /^\d{4}-\d{2}-\d{2}$/
const dayMs = 86_400_000

/**
 * Milliseconds of a date in a query: ISO 8601, or RFC 2822 as V2 also takes; null if it is neither.
 * A bare date gets the current time of day added: a documented surprise of date filters.
 */
export function filterDateMs(text: string, now: Date): number | null {
  if (bareDate.test(text)) {
    const midnight = dateMs(text)
    return midnight === null ? null : midnight + (now.getTime() % dayMs)
  }
  // A plus sign that was not escaped arrives as a blank.
  return dateMs(text.replace(/(:\d{2}(?:\.\d+)? ?) (?=\d{2}:?\d{2}$)/, '$1+'))
}

const time = '(?<time>\\d{2}:\\d{2}(?::\\d{2}(?:\\.\\d+)?)?)'
const iso = `(?<day>[1-9]\\d{3}-\\d{2}-(?<dayOfMonth>\\d{2}))(?:[T ]${time}(?<zone>Z|[+-]\\d{2}:?\\d{2})?)?`
const mail = `(?:[a-z]{3}, *)?(?<day>(?<dayOfMonth>\\d{1,2}) [a-z]{3} [1-9]\\d{3}) ${time}(?: (?<zone>[+-]\\d{4}|GMT|UTC?|[ECMP][SD]T))?`
const dateForm = new RegExp(`^(?:${iso}|${mail})$`, 'i')

/**
 * Milliseconds of a date in ISO 8601 or RFC 2822 form; null if it is neither. Guess: where it names no zone, it is one
 * of UTC. What the machine's own zone is never counts.
 */
export function dateMs(text: string): number | null {
  const { day, dayOfMonth, time = '00:00', zone = 'UTC' } = dateForm.exec(text)?.groups ?? {}
  // The 31st of February would otherwise be a day in March.
  if (new Date(`${day} UTC`).getUTCDate() !== Number(dayOfMonth)) return null
  const ms = Date.parse(`${day} ${time} ${zone}`)
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
