import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import { notFound } from '../call.ts'
import type { Answer } from '../http/answer.ts'
import { json, Refusal } from '../http/answer.ts'
import { batchOf, definedOf } from '../http/input.ts'
import { v3Date } from '../query/date.ts'
import { inventoryRowsMax } from '../query/paging.ts'
import type { StorePlan } from '../quota.ts'
import type { Location } from '../seed/locations.ts'
import { defaultLocationId, newLocation } from '../seed/locations.ts'
import { v3ListRoute } from './list.ts'

const path = '/v3/inventory/locations'
const scope = 'store_locations'
/** Documented: how many of these calls run at once. */
const concurrent = 50

/** Documented by plan: how many locations may be active. */
const activeMax: Record<StorePlan, number> = { standard: 4, plus: 5, pro: 8, enterprise: 100 }

const time = z.string().regex(/^\d{2}:\d{2}$/)
const day = z.object({ open: z.boolean(), opening: time, closing: time })
const week = z.object({
  sunday: day,
  monday: day,
  tuesday: day,
  wednesday: day,
  thursday: day,
  friday: day,
  saturday: day,
})
const specialHours = z.array(
  z.object({
    label: z.string(),
    date: z.iso.date(),
    open: z.boolean(),
    opening: time.default('00:00'),
    closing: time.default('00:00'),
    all_day: z.boolean().default(false),
    annual: z.boolean().default(false),
  }),
)
const address = z.object({
  address1: z.string(),
  address2: z.string().default(''),
  city: z.string(),
  state: z.string(),
  zip: z.string(),
  email: z.email(),
  phone: z.string().default(''),
  geo_coordinates: z.object({ latitude: z.number().min(-90).max(90), longitude: z.number().min(-180).max(180) }),
  country_code: z.string().length(2),
})
const typeId = z.enum(['PHYSICAL', 'VIRTUAL'])

const created = z.object({
  code: z.string().min(1).optional(),
  label: z.string().min(1),
  description: z.string().default(''),
  managed_by_external_source: z.boolean(),
  type_id: typeId,
  enabled: z.boolean().default(true),
  operating_hours: week.optional(),
  time_zone: z.string().min(1),
  address,
  storefront_visibility: z.boolean().default(true),
  special_hours: specialHours.default([]),
})

const updated = z.object({
  id: z.int(),
  code: z.string().min(1).optional(),
  label: z.string().min(1).optional(),
  description: z.string().optional(),
  managed_by_external_source: z.boolean().optional(),
  type_id: typeId.optional(),
  enabled: z.boolean().optional(),
  operating_hours: week.optional(),
  time_zone: z.string().min(1).optional(),
  // Documented: of the address only the country is needed; a default would overwrite what is there.
  address: address.partial().required({ country_code: true }).optional(),
  storefront_visibility: z.boolean().optional(),
  special_hours: specialHours.optional(),
})

/** Guess: codes are unique, in whatever case; both refusals have these words. */
function check({ store }: Call, rows: readonly Pick<Location, 'code' | 'enabled'>[]): void {
  const codes = rows.map(({ code }) => code.toLowerCase())
  if (new Set(codes).size < codes.length) throw new Refusal(422, 'Location code must be unique')
  const most = activeMax[store.keeper.state.plan]
  if (rows.filter(({ enabled }) => enabled).length > most) {
    throw new Refusal(422, `The limit of ${most} active locations is reached`)
  }
}

const accepted = ({ store }: Call) => json(200, { transaction_id: store.inventory.newTransactionId() })

function create(call: Call): Answer {
  const inputs = batchOf(call, created, inventoryRowsMax)
  const { inventory, clock, events } = call.store
  const { locations } = inventory
  const now = v3Date(clock.now().getTime())
  const made = inputs.map((input, at) => newLocation(locations.nextId + at, input, now))
  check(call, [...locations.rows, ...made])
  for (const location of made) {
    locations.add(location)
    events.tell('store/inventory/location/created', { location_id: location.id })
  }
  return accepted(call)
}

function update(call: Call): Answer {
  const inputs = new Map(batchOf(call, updated, inventoryRowsMax).map(input => [input.id, definedOf(input)]))
  const { inventory, clock, events } = call.store
  const { locations } = inventory
  const lost = [...inputs.keys()].filter(id => locations.get(id) === undefined)
  if (lost.length > 0) throw new Refusal(422, `Locations with ids: [${lost.join(', ')}] not found`)
  const updated_at = v3Date(clock.now().getTime())
  const rows = locations.rows.map((old): Location => {
    const input = inputs.get(old.id)
    if (input === undefined) return old
    return { ...old, ...input, address: { ...old.address, ...definedOf(input.address ?? {}) }, updated_at }
  })
  check(call, rows)
  for (const row of rows.filter(({ id }) => inputs.has(id))) {
    locations.replace(row)
    events.tell('store/inventory/location/updated', { location_id: row.id })
  }
  return accepted(call)
}

function remove(call: Call): Answer {
  const { locations, stock } = call.store.inventory
  const ids = call.query.integers('location_id:in')
  if (ids.length === 0) throw call.query.invalid('location_id:in', 'is required')
  const found = ids.map(id => locations.get(id)).filter(location => location !== undefined)
  if (found.length < ids.length) throw notFound('v3', 'The location')
  const origin = found.find(({ id }) => id === defaultLocationId)
  if (origin !== undefined) {
    const words = `Location canʼt be deleted. ${origin.label} is set as a shipping origin for this store and canʼt be deleted.`
    throw new Refusal(422, words)
  }
  for (const { id, label } of found) {
    const open = call.store.orders.openAt(id)
    const words = `Location with associated orders canʼt be deleted. ${label} is associated with ${open} order(s) and canʼt be deleted by now.`
    if (open > 0) throw new Refusal(422, words)
  }
  locations.remove(new Set(ids))
  call.store.metafields.drop('location', ids)
  for (const id of ids) stock.dropLocation(id)
  return accepted(call)
}

export const locationRoutes: readonly Route[] = [
  {
    concurrent,
    ...v3ListRoute<Location>({
      path,
      scope,
      rows: ({ query, store }) => {
        query.someOf('type_id:in', ['PHYSICAL', 'VIRTUAL'])
        return store.inventory.locations.rows
      },
      rowsMax: inventoryRowsMax,
      fields: {
        location_id: { kind: 'integer', read: location => location.id },
        location_code: { kind: 'text', read: location => location.code },
        is_default: { kind: 'boolean', read: location => location.id === defaultLocationId },
        type_id: { kind: 'text', read: location => location.type_id },
        managed_by_external_source: { kind: 'boolean', read: location => location.managed_by_external_source },
        is_active: { kind: 'boolean', read: location => location.enabled },
        storefront_visibility: { kind: 'boolean', read: location => location.storefront_visibility },
      },
    }),
  },
  { method: 'POST', path, scope, concurrent, answer: create },
  { method: 'PUT', path, scope, concurrent, answer: update },
  { method: 'DELETE', path, scope, answer: remove },
]
