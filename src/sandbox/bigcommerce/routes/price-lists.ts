import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import { data, json, noContent, Refusal } from '../http/answer.ts'
import { batchOf, bodyOf } from '../http/input.ts'
import type { PriceList, PriceListAssignment } from '../pricing/price-lists.ts'
import { cursorAnswer } from '../query/cursor.ts'
import type { FilterFields } from '../query/filters.ts'
import { filterNames, filtersOf, isNarrowed, keep } from '../query/filters.ts'

const scope = 'store_v2_products'
const path = '/v3/pricelists'

/** Documented: at most this many assignments in a batch. */
const assignmentsMost = 25

export function priceListAt(call: Call): PriceList {
  const list = call.store.priceLists.get(idAt(call, 0, 'A price list with this id'))
  if (list === undefined) throw notFound('v3', 'A price list with this id')
  return list
}

const listFields: FilterFields<PriceList> = {
  id: { kind: 'integer', read: list => list.id },
  name: { kind: 'text', read: list => list.name },
  date_created: { kind: 'date', read: list => Date.parse(list.date_created) },
  date_modified: { kind: 'date', read: list => Date.parse(list.date_modified) },
}

const assignmentFields: FilterFields<PriceListAssignment> = {
  id: { kind: 'integer', read: one => one.id },
  price_list_id: { kind: 'integer', read: one => one.price_list_id },
  customer_group_id: { kind: 'integer', read: one => one.customer_group_id },
  channel_id: { kind: 'integer', read: one => one.channel_id },
}

const listInput = z.object({ name: z.string().trim().min(1), active: z.boolean().exactOptional() })

/** Reads a list that is to be made or changed. @throws Refusal 409 where another one has its name */
function listOf(call: Call, own: PriceList | null): z.output<typeof listInput> {
  const input = bodyOf(call, listInput)
  if (!call.store.priceLists.hasName(input.name, own)) return input
  throw new Refusal(409, 'Another price list has this name', { fields: { name: 'name must be unique' } })
}

/** Documented: the lists that are named by a filter, or all of them. */
function deleteLists({ store, query }: Call) {
  isNarrowed(query, ['id:in', 'name'])
  const ids = query.integers('id:in')
  const name = query.text('name')?.toLowerCase()
  const named = store.priceLists.all.filter(
    list => (ids.length === 0 || ids.includes(list.id)) && (name === undefined || list.name.toLowerCase() === name),
  )
  store.priceLists.removeAll(named)
  return noContent
}

const someTarget = {
  customer_group_id: z.int().nullable().default(null),
  channel_id: z.int().nullable().default(null),
}
const wholeTarget = z.object({ customer_group_id: z.int(), channel_id: z.int() })
type Target = Pick<PriceListAssignment, 'customer_group_id' | 'channel_id'>

/** Which parts of an assignment name what the store doesn't have. */
function unknownIn({ store }: Call, { customer_group_id, channel_id }: Target): string[] {
  const noGroup = customer_group_id !== null && store.customerGroups.get(customer_group_id) === undefined
  const noChannel = channel_id !== null && !store.channels.has(channel_id)
  return [...(noGroup ? ['customer_group_id'] : []), ...(noChannel ? ['channel_id'] : [])]
}

/** Makes assignments: all of them, or none. Guess: one of a group or a channel is needed, and one that is there is refused. */
function assignAll(call: Call) {
  const items = batchOf(call, z.object({ price_list_id: z.int(), ...someTarget }), assignmentsMost)
  const { priceLists } = call.store
  const fields: Record<string, string> = {}
  const seen = new Set<string>()
  for (const [at, item] of items.entries()) {
    const slot = `${item.customer_group_id}/${item.channel_id}`
    if (priceLists.get(item.price_list_id) === undefined) fields[`${at}.price_list_id`] = 'There is no such price list'
    for (const name of unknownIn(call, item)) fields[`${at}.${name}`] = `There is no such ${name}`
    if (item.customer_group_id === null && item.channel_id === null) {
      fields[at] = 'customer_group_id or channel_id is required'
    } else if (seen.has(slot) || priceLists.assignmentOf(item) !== undefined) {
      fields[at] = 'A price list is assigned there already'
    }
    seen.add(slot)
  }
  if (Object.keys(fields).length > 0) throw new Refusal(422, 'The assignments are not valid', { fields })
  for (const { price_list_id, ...where } of items) priceLists.assign(price_list_id, where)
  return json(200, { data: {}, meta: {} })
}

/** Documented: both ids are needed, and 404 where there is no such customer group or channel. */
function assignOne(call: Call): PriceListAssignment {
  const list = priceListAt(call)
  const where = bodyOf(call, wholeTarget)
  const [unknown] = unknownIn(call, where)
  if (unknown !== undefined) throw notFound('v3', `The ${unknown} of this assignment`)
  return call.store.priceLists.assign(list.id, where)
}

function unassign({ store, query }: Call) {
  if (!isNarrowed(query, filterNames(Object.keys(assignmentFields)))) {
    throw query.invalid('id', 'or another filter is required')
  }
  const tests = filtersOf(query, assignmentFields, store.clock.now())
  store.priceLists.unassign(keep(store.priceLists.assignments, tests))
  return noContent
}

export const priceListRoutes: readonly Route[] = [
  {
    method: 'GET',
    path,
    scope,
    answer: ({ query, store }) => {
      const rows = keep(store.priceLists.all, filtersOf(query, listFields, store.clock.now()))
      return cursorAnswer(query, { rows, keyOf: list => list.id, show: list => list })
    },
  },
  {
    method: 'POST',
    path,
    scope,
    answer: call => {
      const { name, active = true } = listOf(call, null)
      return data(call.store.priceLists.add(name, active))
    },
  },
  { method: 'DELETE', path, scope, answer: deleteLists },
  { method: 'GET', path: `${path}/{id}`, scope, answer: call => data(priceListAt(call)) },
  {
    method: 'PUT',
    path: `${path}/{id}`,
    scope,
    answer: call => {
      const old = priceListAt(call)
      return data(call.store.priceLists.change(old, listOf(call, old)))
    },
  },
  {
    method: 'DELETE',
    path: `${path}/{id}`,
    scope,
    concurrent: 1,
    answer: call => {
      call.store.priceLists.remove(priceListAt(call))
      return noContent
    },
  },
  {
    method: 'GET',
    path: `${path}/assignments`,
    scope,
    answer: ({ query, store }) => {
      const rows = keep(store.priceLists.assignments, filtersOf(query, assignmentFields, store.clock.now()))
      return cursorAnswer(query, { rows, keyOf: one => one.id, show: one => one })
    },
  },
  { method: 'POST', path: `${path}/assignments`, scope, answer: assignAll },
  { method: 'DELETE', path: `${path}/assignments`, scope, answer: unassign },
  {
    method: 'PUT',
    path: `${path}/{id}/assignments`,
    scope,
    concurrent: 25,
    answer: call => data(assignOne(call)),
  },
]
