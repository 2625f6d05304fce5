import { money, rounded } from './amounts.ts'
import type { LineRow } from './rows.ts'

/** What a line costs less, as the V2 answers give it. */
export interface AppliedDiscount {
  readonly id: string
  readonly amount: string
  readonly name: string
  readonly code: string | null
  readonly target: 'order' | 'product'
}

const manual = { id: 'manual-discount', name: 'Manual Discount', code: null, target: 'order' } as const

const sum = (amounts: readonly number[]) => rounded(amounts.reduce((total, amount) => total + amount, 0))

/** What the lines cost less by the discounts that match. */
export const discountOf = (lines: readonly LineRow[], matches: (discount: AppliedDiscount) => boolean): number =>
  sum(lines.flatMap(line => line.applied_discounts.filter(matches).map(({ amount }) => Number(amount))))

export const isManual = ({ id }: AppliedDiscount) => id === manual.id

/** The line with these discounts instead of those that it had. */
function discounted(line: LineRow, applied_discounts: readonly AppliedDiscount[]): LineRow {
  const off = sum(applied_discounts.map(({ amount }) => Number(amount)))
  const left = Math.max(0, Number(line.total_inc_tax) - off)
  return { ...line, applied_discounts, discounted_total_inc_tax: money(left) }
}

/** The lines, each with its share of the discount beside those that it has; a share of nothing is left out. */
export function withShares(
  lines: readonly LineRow[],
  discount: Omit<AppliedDiscount, 'amount'>,
  shares: readonly number[],
): LineRow[] {
  return lines.map((line, at) => {
    const share = shares[at] ?? 0
    return share === 0 ? line : discounted(line, [...line.applied_discounts, { ...discount, amount: money(share) }])
  })
}

/** Documented: a discount of an order is spread in proportion to the prices. The last line with a price gets the rest. */
export function spread(amount: number, lines: readonly LineRow[]): number[] {
  const prices = lines.map(line => Number(line.total_ex_tax))
  const total = sum(prices)
  const last = prices.findLastIndex(price => price > 0)
  const shares = prices.map((price, at) => (at === last || total === 0 ? 0 : rounded((amount * price) / total)))
  return shares.map((share, at) => (at === last ? rounded(amount - sum(shares)) : share))
}

/** The lines with a discount of the order that the merchant gave, instead of the one before. */
export function withManualDiscount(lines: readonly LineRow[], amount: number): LineRow[] {
  const without = lines.map(line =>
    line.applied_discounts.some(isManual)
      ? discounted(
          line,
          line.applied_discounts.filter(one => !isManual(one)),
        )
      : line,
  )
  return withShares(without, manual, spread(amount, without))
}
