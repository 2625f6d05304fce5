const units: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ['year', 31_536_000],
  ['month', 2_592_000],
  ['week', 604_800],
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
]

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' })

/** `3 minutes ago`, `in 2 hours`; within half a minute `just now` or `in a moment`. */
export function fromNow(instant: string, nowMs: number = Date.now()): string {
  const seconds = (Date.parse(instant) - nowMs) / 1_000
  const unit = units.find(([, size]) => Math.abs(seconds) >= size)
  if (unit !== undefined) return relative.format(Math.round(seconds / unit[1]), unit[0])
  if (Math.abs(seconds) >= 30) return seconds < 0 ? 'less than a minute ago' : 'in less than a minute'
  return seconds > 5 ? 'in a moment' : 'just now'
}

export function exactTime(instant: string): string {
  return exact.format(new Date(instant))
}

const timeOfDay = new Intl.DateTimeFormat(undefined, { timeStyle: 'short' })
const timeOfWeek = new Intl.DateTimeFormat(undefined, { weekday: 'short', hour: 'numeric', minute: '2-digit' })
const dayAndTime = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })
const dayMs = 86_400_000

/** `14:32` today, `Tue 14:32` within days of now, else with the date. */
export function clockTime(instant: string, nowMs: number = Date.now()): string {
  const at = new Date(instant)
  if (at.toDateString() === new Date(nowMs).toDateString()) return timeOfDay.format(at)
  return Math.abs(at.getTime() - nowMs) < 5 * dayMs ? timeOfWeek.format(at) : dayAndTime.format(at)
}

/** `0.4 s`, `42 s`, `2 min 3 s`, `1 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${Math.max(0, seconds).toFixed(1).replace(/\.0$/, '')} s`
  const whole = Math.round(seconds)
  if (whole < 60) return `${whole} s`
  const minutes = Math.floor(whole / 60)
  if (minutes < 60) return whole % 60 === 0 ? `${minutes} min` : `${minutes} min ${whole % 60} s`
  return minutes % 60 === 0 ? `${minutes / 60} h` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`
}

/** `less than a minute`, `about 3 minutes`, `about 2 hours`. */
export function roughly(seconds: number): string {
  if (seconds < 50) return 'less than a minute'
  const minutes = Math.max(1, Math.round(seconds / 60))
  if (minutes < 90) return `about ${count(minutes, 'minute')}`
  return `about ${count(Math.round(minutes / 60), 'hour')}`
}

/** `UTC−06:00`. */
export function utcOffset(minutes: number): string {
  const sign = minutes < 0 ? '−' : '+'
  const total = Math.abs(minutes)
  const two = (value: number) => String(value).padStart(2, '0')
  return `UTC${sign}${two(Math.floor(total / 60))}:${two(total % 60)}`
}

/** `1 storefront`, `12 storefronts`. */
export function count(amount: number, one: string, many = `${one}s`): string {
  return `${amount.toLocaleString()} ${amount === 1 ? one : many}`
}

/** `1,200`, or `10,000+` where not all were counted. */
export function amountOf({ count: amount, atLeast }: { count: number; atLeast: boolean }): string {
  return `${amount.toLocaleString()}${atLeast ? '+' : ''}`
}

const knownWords: Readonly<Record<string, string>> = {
  bigcommerce: 'BigCommerce',
  wordpress: 'WordPress',
  ebay: 'eBay',
  pos: 'Point of sale',
  prelaunch: 'Pre-launch',
  lbs: 'Pounds',
  kgs: 'Kilograms',
}

/** A word of the platform, as it stands in a table: `in_progress` becomes `In progress`. */
export function asWords(raw: string): string {
  const words = raw.replaceAll('_', ' ').trim()
  const known = knownWords[words.toLowerCase()]
  if (known !== undefined) return known
  return words.charAt(0).toUpperCase() + words.slice(1)
}
