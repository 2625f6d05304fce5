/**
 * Exact arithmetic with the decimal text of fields: no amount of money is ever a float. Results have the form in which
 * stores' values are kept: the shortest, without an exponent.
 */
interface Decimal {
  /** The value is `digits` divided by ten to the power of `places`. */
  readonly digits: bigint
  readonly places: number
}

const integerDigitsMost = 12
const placesMost = 10

/** The shortest text of a decimal number; null for what is none, or has more digits than any price or size. */
export function readDecimal(text: string): string | null {
  const parts = /^([+-]?)(\d+)(?:\.(\d+))?$/.exec(text.length > 60 ? '' : text.trim())
  if (parts === null) return null
  const decimal = textOf(parse(text.trim().replace('+', '')))
  const [whole = '', fraction = ''] = decimal.replace('-', '').split('.')
  return whole.length > integerDigitsMost || fraction.length > placesMost ? null : decimal
}

export function addDecimals(a: string, b: string): string {
  const [one, other] = [parse(a), parse(b)]
  const places = Math.max(one.places, other.places)
  return textOf({ digits: scaled(one, places) + scaled(other, places), places })
}

/** The value and so many percent of it more, exactly. */
export function addPercent(value: string, percent: string): string {
  const [of, by] = [parse(value), parse(addDecimals('100', percent))]
  return textOf({ digits: of.digits * by.digits, places: of.places + by.places + 2 })
}

/** With the point moved: `-2` divides by a hundred. */
export function movePoint(value: string, by: number): string {
  const { digits, places } = parse(value)
  return textOf(
    places >= by ? { digits, places: places - by } : { digits: digits * 10n ** BigInt(by - places), places: 0 },
  )
}

/** Rounded to so many places; a half goes away from zero. */
export function roundDecimal(value: string, places: number): string {
  const exact = parse(value)
  if (exact.places <= places) return value
  return textOf({ digits: divideRounded(exact.digits, 10n ** BigInt(exact.places - places)), places })
}

/** The nearest number with this ending, such as `.99` or `9.95`; of two that are as near, the higher one. Never below it. */
export function roundToEnding(value: string, ending: string): string {
  const end = parse(ending)
  const places = Math.max(end.places, parse(value).places)
  const [whole = ''] = ending.split('.')
  const step = 10n ** BigInt(whole.length + places)
  const last = scaled(end, places)
  const above = scaled(parse(value), places) - last
  const steps = above <= 0n ? 0n : (2n * above + step) / (2n * step)
  return textOf({ digits: last + steps * step, places })
}

export function isBelowZero(value: string): boolean {
  return value.startsWith('-')
}

export function isZero(value: string): boolean {
  return parse(value).digits === 0n
}

function parse(text: string): Decimal {
  const [whole = '', fraction = ''] = text.split('.')
  return {
    digits: BigInt(whole === '-' || whole === '' ? `${whole}0${fraction}` : whole + fraction),
    places: fraction.length,
  }
}

function scaled({ digits, places }: Decimal, to: number): bigint {
  return digits * 10n ** BigInt(to - places)
}

function divideRounded(digits: bigint, by: bigint): bigint {
  const half = digits < 0n ? -by / 2n : by / 2n
  return (digits + half) / by
}

function textOf({ digits, places }: Decimal): string {
  const sign = digits < 0n ? '-' : ''
  const text = (digits < 0n ? -digits : digits).toString().padStart(places + 1, '0')
  const whole = text.slice(0, text.length - places)
  const fraction = text.slice(text.length - places).replace(/0+$/, '')
  return sign + (fraction === '' ? whole : `${whole}.${fraction}`)
}
