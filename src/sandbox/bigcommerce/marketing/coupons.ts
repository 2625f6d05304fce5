import type { Catalog } from '../catalog/catalog.ts'
import { taken, unknown } from '../catalog/refuse.ts'
import type { SandboxClock } from '../clock.ts'
import { money } from '../orders/amounts.ts'
import { v2Date } from '../query/date.ts'
import type { Room } from '../state/part.ts'
import { Table } from '../table.ts'

/** The kinds of coupons that can be made; the number of each is what the coupons of orders call it (documented). */
export const couponTypes = [
  'per_item_discount',
  'percentage_discount',
  'per_total_discount',
  'shipping_discount',
  'free_shipping',
] as const

export type CouponType = (typeof couponTypes)[number]

/** What a coupon is worth, and who may use it on what; what is left unsaid has no limit. */
export interface CouponFields {
  readonly name: string
  readonly type: CouponType
  /** An amount in the store's currency, or a percentage. */
  readonly amount: number
  readonly code: string
  readonly min_purchase: number
  /** A date in RFC 2822 form, or empty. */
  readonly expires: string
  readonly enabled: boolean
  /** The category 0 is all of them. */
  readonly applies_to: { readonly entity: 'products' | 'categories'; readonly ids: readonly number[] }
  /** 0 is any number of times. */
  readonly max_uses: number
  readonly max_uses_per_customer: number
  /** Countries in their two-letter codes, separated by commas. */
  readonly restricted_to: { readonly countries?: string | undefined }
  readonly shipping_methods: readonly string[]
}

/** A coupon to be made; what is left unsaid has no limit. */
export type NewCoupon = Pick<CouponFields, 'code' | 'type' | 'amount'> & Partial<CouponFields>

export interface Coupon extends CouponFields {
  readonly id: number
  readonly num_uses: number
  readonly date_created: string
}

/** A coupon as V2 shows it. */
export const couponRow = (coupon: Coupon) => ({
  ...coupon,
  amount: money(coupon.amount),
  min_purchase: money(coupon.min_purchase),
})

const isSame = (a: string, b: string) => a.toLowerCase() === b.toLowerCase()

/** The coupons of a store. */
export class Coupons implements Room {
  readonly #coupons = new Table<Coupon>()
  readonly kept = { coupons: this.#coupons }
  readonly #catalog: Catalog
  readonly #clock: SandboxClock

  constructor(catalog: Catalog, clock: SandboxClock) {
    this.#catalog = catalog
    this.#clock = clock
  }

  get all(): readonly Coupon[] {
    return this.#coupons.rows
  }

  get(id: number): Coupon | undefined {
    return this.#coupons.get(id)
  }

  /** Guess: shoppers may type a code in any case. */
  ofCode(code: string): Coupon | undefined {
    return this.all.find(coupon => isSame(coupon.code, code))
  }

  /** @throws RuleError where another coupon has the name or the code, or what it applies to isn't there */
  add(fields: CouponFields): Coupon {
    this.#check(fields, null)
    const date_created = v2Date(this.#clock.now().getTime())
    return this.#coupons.add(id => ({ id, ...fields, num_uses: 0, date_created }))
  }

  /** @throws RuleError where another coupon has the name or the code, or what it applies to isn't there */
  change(old: Coupon, fields: Partial<CouponFields>): Coupon {
    const changed = { ...old, ...fields }
    this.#check(changed, old)
    this.#coupons.replace(changed)
    return changed
  }

  countUse(coupon: Coupon): void {
    this.#coupons.replace({ ...coupon, num_uses: coupon.num_uses + 1 })
  }

  remove(ids: ReadonlySet<number>): void {
    this.#coupons.remove(ids)
  }

  /** Documented: name and code are unique. Guess: whatever their case. */
  #check({ name, code, applies_to: { entity, ids } }: CouponFields, own: Coupon | null): void {
    const others = this.all.filter(({ id }) => id !== own?.id)
    if (others.some(other => isSame(other.name, name))) throw taken(`Another coupon is called “${name}”.`)
    if (others.some(other => isSame(other.code, code))) {
      throw taken(`Another coupon has the code “${code}”.`, 'Choose another.', 'code')
    }
    for (const id of ids) {
      const isThere =
        entity === 'products'
          ? this.#catalog.product(id) !== undefined
          : id === 0 || this.#catalog.category(id) !== undefined
      if (!isThere) throw unknown(entity === 'products' ? 'product' : 'category', id, 'applies_to')
    }
  }
}
