/** One row of bulk prices while it is typed: a quantity that is not there yet is null. */
export interface BulkPriceRow {
  readonly from: number | null
  /** 0: any number above. */
  readonly to: number
  readonly type: string
  readonly amount: string
}

export function bulkPricesIn(value: unknown): BulkPriceRow[] {
  if (!Array.isArray(value)) return []
  return value.filter(isBulkPrice).map(({ from, to, type, amount }) => ({
    from: typeof from === 'number' ? from : null,
    to: typeof to === 'number' ? to : 0,
    type: String(type),
    amount: String(amount),
  }))
}

function isBulkPrice(part: unknown): part is { from: unknown; to: unknown; type: unknown; amount: unknown } {
  return typeof part === 'object' && part !== null && 'from' in part && 'to' in part && 'amount' in part
}

/** A bulk price in words, such as `10 to 49: 5 % off`; null for an entry that is none. */
export function bulkPriceWords(part: unknown): string | null {
  const [row] = bulkPricesIn([part])
  if (row === undefined) return null
  const quantities = row.to === 0 ? `${row.from ?? '?'} or more` : `${row.from ?? '?'} to ${row.to}`
  const amount = row.type === 'percent' ? row.amount : row.amount.replace(/\.\d$/, '$&0')
  return `${quantities}: ${amount}${wordsOfType[row.type] ?? ` ${row.type}`}`
}

const wordsOfType: Readonly<Record<string, string>> = { percent: ' % off', price: ' off each', fixed: ' each' }
