import { z } from 'zod'
import { filled } from '../catalog/input/fields.ts'
import { amount } from '../orders/input.ts'
import { dateMs, v2Date } from '../query/date.ts'
import { couponTypes } from './coupons.ts'

/** Documented: RFC 2822, or nothing. Guess: ISO 8601 is read too, and shown in the documented form. */
const date = z
  .string()
  .refine(text => text === '' || dateMs(text) !== null, 'must be a date in RFC 2822 form')
  .transform(text => {
    const ms = dateMs(text)
    return ms === null ? '' : v2Date(ms)
  })

const uses = z.int().min(0)

const appliesTo = z.object({ entity: z.enum(['products', 'categories']), ids: z.array(z.int().min(0)) })

const required = {
  name: filled(100),
  /** Documented: promotions can't be made as coupons. */
  type: z.enum(couponTypes),
  amount,
  code: z
    .string()
    .max(50)
    .regex(/^[\w -]+$/),
}

const optional = {
  min_purchase: amount,
  expires: date,
  enabled: z.boolean(),
  max_uses: uses,
  max_uses_per_customer: uses,
  restricted_to: z.object({ countries: z.string().optional() }),
  shipping_methods: z.array(z.string()),
}

/** The body of `POST /v2/coupons`. Guess: a coupon is enabled, and has no limits, unless it says otherwise. */
export const newCoupon = z.object({
  ...required,
  min_purchase: optional.min_purchase.default(0),
  expires: optional.expires.default(''),
  enabled: optional.enabled.default(true),
  applies_to: appliesTo,
  max_uses: optional.max_uses.default(0),
  max_uses_per_customer: optional.max_uses_per_customer.default(0),
  restricted_to: optional.restricted_to.default({}),
  shipping_methods: optional.shipping_methods.default([]),
})

/** The body of `PUT /v2/coupons/{id}`. Documented: what it applies to is cleared where it isn't said. */
export const couponChanges = z
  .object({ ...required, ...optional })
  .partial()
  .extend({ applies_to: appliesTo.default({ entity: 'categories', ids: [] }) })
