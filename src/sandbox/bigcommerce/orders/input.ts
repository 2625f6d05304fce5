import { z } from 'zod'
import { amountMax, quantityMax, rounded } from './amounts.ts'

/** An amount: documented as float, integer, or either as a text; never negative. It keeps four decimals. */
export const amount = z
  .union([z.number(), z.string().regex(/^-?\d+(\.\d+)?$/)])
  .transform(Number)
  .pipe(z.number().min(0).max(amountMax))
  .transform(rounded)

const text = z.string().optional()

const formField = z.object({
  name: z.string().min(1),
  value: z.union([z.string(), z.number(), z.array(z.string()).readonly()]),
})

const address = z.object({
  first_name: text,
  last_name: text,
  company: text,
  street_1: text,
  street_2: text,
  city: text,
  state: text,
  zip: text,
  country: text,
  country_iso2: text,
  phone: text,
  email: text,
  form_fields: z.array(formField).readonly().optional(),
})

const shippingAddress = address.extend({ id: z.int().optional(), shipping_method: text })

/** The body of `PUT /v2/orders/{id}/shipping_addresses/{id}`. */
export const addressChanges = address.extend({ shipping_method: text })

const name = z.string().min(1).max(250).optional()

const line = z.object({
  id: z.int().optional(),
  product_id: z.int().optional(),
  variant_id: z.int().optional(),
  product_options: z
    .array(z.object({ id: z.int(), value: z.union([z.string(), z.number()]).transform(String) }))
    .optional(),
  name,
  name_customer: name,
  name_merchant: name,
  quantity: z.int().min(0).max(quantityMax).optional(),
  price_ex_tax: amount.optional(),
  price_inc_tax: amount.optional(),
  wrapping_id: z.int().min(0).optional(),
  wrapping_name: text,
  wrapping_message: text,
  wrapping_cost_ex_tax: amount.optional(),
  wrapping_cost_inc_tax: amount.optional(),
  sku: text,
  upc: text,
})

const fee = z.object({
  id: z.int().optional(),
  type: z.literal('custom_fee').default('custom_fee'),
  display_name_customer: text,
  display_name_merchant: text,
  source: z.string().default(''),
  cost_ex_tax: amount.optional(),
  cost_inc_tax: amount.optional(),
  cost_tax: amount.optional(),
  tax_class_id: z.int().nullable().default(null),
})

const longText = z.string().max(65_535).optional()

/** The documented forms, such as `en`, `asa`, `en-US` and `es-419`. */
const locale = z.string().regex(/^(?:[a-z]{2,3}|[a-z]{2}-(?:[A-Z]{2}|\d{3}))$/)

const fields = z.object({
  status_id: z.int().min(0).max(14).optional(),
  customer_id: z.int().min(0).optional(),
  channel_id: z.int().optional(),
  products: z.array(line).optional(),
  shipping_addresses: z.array(shippingAddress).optional(),
  fees: z.array(fee).optional(),
  shipping_cost_ex_tax: amount.optional(),
  shipping_cost_inc_tax: amount.optional(),
  handling_cost_ex_tax: amount.optional(),
  handling_cost_inc_tax: amount.optional(),
  wrapping_cost_ex_tax: amount.optional(),
  wrapping_cost_inc_tax: amount.optional(),
  subtotal_ex_tax: amount.optional(),
  subtotal_inc_tax: amount.optional(),
  total_ex_tax: amount.optional(),
  total_inc_tax: amount.optional(),
  discount_amount: amount.optional(),
  date_created: z.string().optional(),
  staff_notes: longText,
  customer_message: longText,
  payment_method: text,
  payment_provider_id: z.union([z.string(), z.number()]).optional(),
  external_source: z.string().nullable().optional(),
  external_merchant_id: z.string().nullable().optional(),
  external_order_id: z
    .string()
    .nullable()
    .transform(id => id ?? '')
    .optional(),
  ebay_order_id: text,
  ip_address: z.string().max(30).optional(),
  ip_address_v6: z.string().max(39).optional(),
  geoip_country: text,
  geoip_country_iso2: text,
  customer_locale: locale.optional(),
})

const short = (most: number) => z.string().max(most).optional()

const pickup = z.object({
  pickup_method_display_name: short(250),
  collection_instructions: text,
  collection_time_description: short(250),
  location: z
    .object({
      name: short(255),
      code: short(50),
      address_line_1: short(255),
      address_line_2: short(255),
      city: short(255),
      state: short(255),
      postal_code: short(50),
      country_alpha2: z.string().length(2).optional(),
      email: short(255),
      phone: short(125),
    })
    .optional(),
})

const newPickup = pickup.extend({ pickup_method_id: z.int(), line_items: z.array(line).min(1) })

const pickupChanges = pickup.extend({
  id: z.int(),
  pickup_method_id: z.int().optional(),
  line_items: z.array(line).optional(),
})

/** The body of `POST /v2/orders`. Documented: an order has one pickup at most. */
export const newOrder = fields.extend({
  billing_address: address.extend({ zip: z.string() }),
  consignments: z.object({ pickups: z.array(newPickup).length(1) }).optional(),
})

/** The body of `PUT /v2/orders/{id}`. */
export const orderChanges = fields.extend({
  billing_address: address.optional(),
  is_deleted: z.boolean().optional(),
  consignments: z.object({ pickups: z.array(pickupChanges).max(1) }).optional(),
})

/** What a new order and a change of one have in common. */
export type OrderFields = z.output<typeof fields>
export type OrderInput = z.output<typeof orderChanges>
/** What makes an order; the shopper leaves unsaid what the API would ask for. */
export type NewOrder = Omit<OrderInput, 'consignments' | 'is_deleted'> & Pick<z.output<typeof newOrder>, 'consignments'>
export type NewPickup = z.output<typeof newPickup>
export type PickupChanges = z.output<typeof pickupChanges>
export type LineInput = z.output<typeof line>
export type FeeInput = z.output<typeof fee>
export type AddressInput = z.output<typeof shippingAddress>
