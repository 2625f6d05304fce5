/** Money comes as decimal text and stays text: a price is never made a floating-point number. */

const decimalText = /^-?\d+(?:\.\d+)?$/

/** `$1,234.50`; without a currency `1,234.50`. What is no decimal number is shown as it came. */
export function money(amount: string, currency: string | null): string {
  if (!decimalText.test(amount)) return amount
  const digits = Math.min(20, Math.max(2, amount.split('.')[1]?.replace(/0+$/, '').length ?? 0))
  return formatter(currency, digits).format(amount as `${number}`)
}

/** Stands between the two ends of a range. */
export const rangeSign = ' – '

/** `$5.00 – $9.00`, or the one price; null where there is none. */
export function moneyRange(least: string | null, most: string | null, currency: string | null): string | null {
  if (least === null) return most === null ? null : money(most, currency)
  const from = money(least, currency)
  const to = most === null ? from : money(most, currency)
  return from === to ? from : from + rangeSign + to
}

const formatters = new Map<string, Intl.NumberFormat>()

function formatter(currency: string | null, digits: number): Intl.NumberFormat {
  const key = `${currency} ${digits}`
  const known = formatters.get(key)
  if (known !== undefined) return known
  const made = makeFormatter(currency, digits)
  formatters.set(key, made)
  return made
}

function makeFormatter(currency: string | null, digits: number): Intl.NumberFormat {
  // A currency without cents, such as the yen, keeps its own least; only more digits than usual are asked for.
  const most = digits > 2 ? { maximumFractionDigits: digits } : {}
  try {
    if (currency !== null) return new Intl.NumberFormat(undefined, { style: 'currency', currency, ...most })
  } catch {
    // Not a code that a currency can have: the number alone is shown.
  }
  return new Intl.NumberFormat(undefined, { minimumFractionDigits: 2, maximumFractionDigits: digits })
}
