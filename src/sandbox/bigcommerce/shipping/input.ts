import { z } from 'zod'
import { amount } from '../orders/input.ts'
import type { NewZone, ShippingMethod, ShippingZone } from './zones.ts'
import { methodTypes, zoneTypes } from './zones.ts'

const amountText = amount.transform(value => value.toFixed(4))

/** Documented: a fee is either fixed or a share. */
const oneOf = (names: readonly string[]) => (fees: object) => names.filter(name => name in fees).length === 1
const surcharges = ['fixed_surcharge', 'percentage_surcharge']

const zoneFees = z
  .object({
    display_separately: z.boolean().default(false),
    fixed_surcharge: amountText.exactOptional(),
    percentage_surcharge: amountText.exactOptional(),
  })
  .refine(oneOf(surcharges), 'must have one of fixed_surcharge and percentage_surcharge')
  .transform(fees => fees as ShippingZone['handling_fees'])

const freeShipping = z.object({
  enabled: z.boolean().default(false),
  minimum_sub_total: amountText.default('0.0000'),
  exclude_fixed_shipping_products: z.boolean().default(false),
})

const location = z.object({
  country_iso2: z.string().regex(/^[A-Za-z]{2}$/),
  state_iso2: z.string().min(1).exactOptional(),
  zip: z.string().min(1).exactOptional(),
})

const zone = {
  name: z.string().min(1),
  type: z.enum(zoneTypes),
  locations: z.array(location),
  free_shipping: freeShipping,
  handling_fees: zoneFees,
  enabled: z.boolean(),
}

export const newZone = z.object({
  ...zone,
  locations: zone.locations.default([]),
  free_shipping: freeShipping.prefault({}),
  handling_fees: zoneFees.prefault({ fixed_surcharge: 0 }),
  enabled: zone.enabled.default(true),
})

/** Documented: a change needs the name. */
export const changedZone = z.object(zone).partial().required({ name: true })

/** What is missing in a location of a zone of this type; undefined where nothing is. */
export function fieldMissing({ type, locations }: Pick<NewZone, 'type' | 'locations'>): string | undefined {
  if (type === 'global') return undefined
  if (locations.length === 0) return 'locations'
  const needed = type === 'country' ? undefined : type === 'state' ? 'state_iso2' : 'zip'
  const at = needed === undefined ? -1 : locations.findIndex(one => one[needed] === undefined)
  return at < 0 ? undefined : `locations.${at}.${needed}`
}

const flat = z.object({ rate: amount })
const range = z
  .object({ lower_limit: amount, upper_limit: amount, shipping_cost: amount })
  .refine(({ lower_limit, upper_limit }) => lower_limit <= upper_limit, 'must have its limits in order')
const graded = z.object({
  default_cost: amount.nullable(),
  default_cost_type: z.enum(['percentage_of_total', 'fixed_amount']),
  range: z.array(range),
})
const carrier = z.object({ carrier_options: z.record(z.string(), z.unknown()) })

/** The documented settings of a method of this type. What a carrier wants to know of it is not looked at. */
export function settingsOf(type: ShippingMethod['type']): z.ZodType<object> {
  if (type === 'perorder' || type === 'peritem') return flat
  if (type === 'weight' || type === 'total') return graded
  return type === 'freeshipping' ? z.object({}) : carrier
}

const methodFees = z
  .object({ fixed_surcharge: amount.exactOptional(), percentage_surcharge: amount.exactOptional() })
  .refine(oneOf(surcharges), 'must have one of fixed_surcharge and percentage_surcharge')
  .transform(fees => fees as ShippingMethod['handling_fees'])

const method = {
  name: z.string().min(1),
  type: z.enum(methodTypes),
  settings: z.unknown(),
  enabled: z.boolean(),
  handling_fees: methodFees,
  is_fallback: z.boolean(),
  channel_ids: z.array(z.int()),
}

export const changedMethod = z.object(method).partial()

/** Guess: a new method needs a name and a type. */
export const newMethod = changedMethod.required({ name: true, type: true })
