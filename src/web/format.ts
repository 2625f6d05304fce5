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
