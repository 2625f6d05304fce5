import type { LineRow } from './rows.ts'

/** A price in its two forms, in the store's currency. */
export interface Price {
  readonly ex: number
  readonly inc: number
}

/** Costs of an order beside its lines. */
export interface Costs {
  readonly shipping: Price
  readonly handling: Price
  /** What a caller wants to have instead of the gift wrapping of the lines. */
  readonly wrapping?: Price | undefined
  readonly discount: number
  /** What a caller wants to have instead of the sum. */
  readonly subtotal?: Price | undefined
  readonly total?: Price | undefined
}

export const noPrice: Price = { ex: 0, inc: 0 }

export interface Fee {
  readonly id: number
  readonly type: 'custom_fee'
  readonly display_name_customer: string
  readonly display_name_merchant: string
  readonly source: string
  readonly base_cost: string
  readonly cost_ex_tax: string
  readonly cost_inc_tax: string
  readonly cost_tax: string
  readonly tax_class_id: number | null
}

/** V2 money: a text with four decimals (documented). */
export const money = (amount: number): string => amount.toFixed(4)

/** Guess: more than this is refused. Sums of such amounts stay plain decimals. */
export const amountMax = 1_000_000_000

/** Guess: how many there are of one thing at most. */
export const quantityMax = 1_000_000

/** The amounts of V2 keep four decimals. */
export const rounded = (amount: number): number => Math.round(amount * 10_000) / 10_000

/** A cost with and without tax, in the fields that begin with its name. */
export function costFields<Name extends string>(name: Name, { ex, inc }: Price) {
  return {
    [`base_${name}_cost`]: money(ex),
    [`${name}_cost_ex_tax`]: money(ex),
    [`${name}_cost_inc_tax`]: money(inc),
    [`${name}_cost_tax`]: money(inc - ex),
  } as Record<`base_${Name}_cost` | `${Name}_cost_ex_tax` | `${Name}_cost_inc_tax` | `${Name}_cost_tax`, string>
}

/** What follows from the lines, the costs, the fees and the coupons of an order. */
export function totalsOf(
  lines: readonly LineRow[],
  costs: Costs,
  fees: readonly Fee[],
  coupons: readonly { readonly discount: number }[] = [],
) {
  const sum = (amounts: readonly string[]) => rounded(amounts.reduce((total, amount) => total + Number(amount), 0))
  const subtotal = costs.subtotal ?? {
    ex: sum(lines.map(line => line.total_ex_tax)),
    inc: sum(lines.map(line => line.total_inc_tax)),
  }
  const { shipping, handling, discount } = costs
  const wrapping = costs.wrapping ?? {
    ex: sum(lines.map(line => line.wrapping_cost_ex_tax)),
    inc: sum(lines.map(line => line.wrapping_cost_inc_tax)),
  }
  const couponDiscount = rounded(coupons.reduce((total, coupon) => total + coupon.discount, 0))
  // As in the official example, the discount of coupons is no part of the other.
  const off = discount + couponDiscount
  const total = costs.total ?? {
    ex: subtotal.ex + shipping.ex + handling.ex + wrapping.ex + sum(fees.map(fee => fee.cost_ex_tax)) - off,
    inc: subtotal.inc + shipping.inc + handling.inc + wrapping.inc + sum(fees.map(fee => fee.cost_inc_tax)) - off,
  }
  return {
    subtotal_ex_tax: money(subtotal.ex),
    subtotal_inc_tax: money(subtotal.inc),
    subtotal_tax: money(subtotal.inc - subtotal.ex),
    ...costFields('shipping', shipping),
    ...costFields('handling', handling),
    ...costFields('wrapping', wrapping),
    discount_amount: money(discount),
    coupon_discount: money(couponDiscount),
    total_ex_tax: money(Math.max(0, total.ex)),
    total_inc_tax: money(Math.max(0, total.inc)),
    total_tax: money(Math.max(0, total.inc) - Math.max(0, total.ex)),
    items_total: lines.reduce((items, line) => items + line.quantity, 0),
    items_shipped: lines.reduce((items, line) => items + line.quantity_shipped, 0),
    order_is_digital: lines.length > 0 && lines.every(line => line.type === 'digital'),
  }
}

/** The amounts of a line, all of which follow from its price and its quantity. */
export function lineAmounts({ ex, inc }: Price, quantity: number) {
  return {
    base_price: money(ex),
    price_ex_tax: money(ex),
    price_inc_tax: money(inc),
    price_tax: money(inc - ex),
    base_total: money(ex * quantity),
    total_ex_tax: money(ex * quantity),
    total_inc_tax: money(inc * quantity),
    total_tax: money((inc - ex) * quantity),
    discounted_total_inc_tax: money(inc * quantity),
    quantity,
  }
}
