import type { ProductRecord } from '../catalog/types.ts'
import type { Coupon } from '../marketing/coupons.ts'
import { couponTypes } from '../marketing/coupons.ts'
import { dateMs } from '../query/date.ts'
import type { Store } from '../store.ts'
import { rounded } from './amounts.ts'
import { discountOf, spread, withShares } from './discounts.ts'
import type { LineRow } from './rows.ts'

/** A coupon that was used for an order, as the V2 answers give it. */
export interface OrderCoupon {
  readonly id: number
  readonly coupon_id: number
  readonly order_id: number
  readonly code: string
  /** What the coupon says: an amount or a percentage. */
  readonly amount: number
  /** The number of its kind. */
  readonly type: number
  /** What the order costs less by it. */
  readonly discount: number
}

/** What a coupon is to be used for. */
export interface CouponUse {
  readonly customerId: number
  /** Where the order is sent, in two letters. */
  readonly country: string
  /** What the goods cost, in the store's currency. */
  readonly subtotal: number
}

/** Why the coupon can't be used, or undefined where it can. Guess: its shipping methods are not looked at. */
export function whyNot(store: Store, coupon: Coupon, { customerId, country, subtotal }: CouponUse): string | undefined {
  const { enabled, expires, min_purchase, max_uses, max_uses_per_customer, restricted_to } = coupon
  if (!enabled) return 'It is not enabled.'
  if ((dateMs(expires) ?? Infinity) < store.orders.nowMs) return 'It has expired.'
  if (subtotal < min_purchase) return `It asks for a purchase of ${min_purchase}.`
  if (max_uses > 0 && coupon.num_uses >= max_uses) return 'It was used as often as it can be.'
  const uses = store.orders.all.filter(
    ({ row, coupons }) => row.customer_id === customerId && coupons.some(one => one.coupon_id === coupon.id),
  )
  if (max_uses_per_customer > 0 && uses.length >= max_uses_per_customer) return 'The customer used it often enough.'
  const countries = restricted_to.countries?.split(',').map(one => one.trim()) ?? []
  return countries.length > 0 && !countries.includes(country) ? 'It is for other countries.' : undefined
}

/** Guess: a category stands for itself alone, without those below it. */
function isFor({ applies_to: { entity, ids } }: Coupon, record: ProductRecord | undefined): boolean {
  if (entity === 'products') return record !== undefined && ids.includes(record.row.id)
  return ids.includes(0) || (record?.row.categories.some(id => ids.includes(id)) ?? false)
}

/** What each line costs less. Guess: percentages come to whole cents, and no line costs less than nothing. */
function sharesOf({ type, amount }: Coupon, lines: readonly LineRow[]): number[] {
  const totals = lines.map(line => Number(line.total_inc_tax))
  switch (type) {
    case 'per_item_discount':
      return lines.map((line, at) => rounded(Math.min(totals[at] ?? 0, amount * line.quantity)))
    case 'percentage_discount':
      return totals.map(total => Math.min(total, Math.round(total * amount) / 100))
    case 'per_total_discount': {
      const left = totals.reduce((sum, total) => sum + total, 0)
      return spread(rounded(Math.min(amount, left)), lines)
    }
    case 'shipping_discount':
    case 'free_shipping':
      return lines.map(() => 0)
  }
}

/** Guess: the shipping costs what it did, and what it costs less is part of the coupon's discount. */
function shippingShare({ type, amount }: Coupon, shipping: number): number {
  if (type === 'free_shipping') return shipping
  return type === 'shipping_discount' ? Math.min(amount, shipping) : 0
}

/** Guess: the ids but that of `per_total_discount`, which is in the official file. */
const discountIds: Readonly<Record<Coupon['type'], string>> = {
  per_item_discount: 'item-coupon',
  percentage_discount: 'percentage-coupon',
  per_total_discount: 'total-coupon',
  shipping_discount: 'shipping-coupon',
  free_shipping: 'shipping-coupon',
}

/** The lines with their discounts, and what the coupon is worth for the order. */
export function applyCoupon(
  store: Store,
  coupon: Coupon,
  order: { readonly id: number; readonly lines: readonly LineRow[]; readonly shipping: number },
): { lines: LineRow[]; used: OrderCoupon } {
  const { id: coupon_id, code, name, amount, type } = coupon
  const eligible = order.lines.filter(line => isFor(coupon, store.catalog.product(line.product_id)))
  const target = type === 'per_total_discount' ? 'order' : 'product'
  const shared = withShares(eligible, { id: discountIds[type], name, code, target }, sharesOf(coupon, eligible))
  const lines = order.lines.map(line => shared.find(({ id }) => id === line.id) ?? line)
  const used = {
    id: store.orders.nextId('coupon'),
    coupon_id,
    order_id: order.id,
    code,
    amount,
    type: couponTypes.indexOf(type),
    discount: rounded(discountOf(lines, one => one.code === code) + shippingShare(coupon, order.shipping)),
  }
  return { lines, used }
}

/** The coupons after lines have lost discounts: what those were is gone from what the coupon is worth. */
export function couponsAfter(
  coupons: readonly OrderCoupon[],
  before: readonly LineRow[],
  after: readonly LineRow[],
): OrderCoupon[] {
  return coupons.map(coupon => {
    const on = (lines: readonly LineRow[]) => discountOf(lines, ({ code }) => code === coupon.code)
    return { ...coupon, discount: rounded(coupon.discount - on(before) + on(after)) }
  })
}
