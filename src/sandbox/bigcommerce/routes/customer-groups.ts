import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import { amount } from '../catalog/input/fields.ts'
import type { CustomerGroup } from '../customers/groups.ts'
import { json, noContent, v2List } from '../http/answer.ts'
import { bodyOf } from '../http/input.ts'
import type { FilterFields } from '../query/filters.ts'
import { filtersOf, keep } from '../query/filters.ts'
import { pageOf, rowsOf } from '../query/paging.ts'

const scope = 'store_v2_customers'
const path = '/v2/customer_groups'
/** Documented: how many calls at once these take. */
const concurrent = 40

/** Shown with four decimals. */
const shownAmount = amount.transform(value => value.toFixed(4))

const method = z.enum(['percent', 'fixed', 'price'])
const discount = { method, amount: shownAmount }

const discountRules = z
  .array(
    z.discriminatedUnion('type', [
      z.object({ type: z.literal('price_list'), price_list_id: z.int() }),
      z.object({ type: z.literal('category'), ...discount, category_id: z.int() }),
      z.object({ type: z.literal('product'), ...discount, product_id: z.int() }),
      z.object({ type: z.literal('all'), ...discount }),
    ]),
  )
  .refine(rules => rules.length === 1 || rules.every(rule => rule.type !== 'price_list'), 'a price list stands alone')
  .refine(rules => rules.filter(rule => rule.type === 'all').length < 2, 'there is one rule for all at most')

const groupShape = {
  is_default: z.boolean(),
  category_access: z.object({
    type: z.enum(['all', 'specific', 'none']),
    categories: z.array(z.int()).exactOptional(),
  }),
  discount_rules: discountRules,
  is_group_for_guests: z.boolean(),
}
const name = z.string().trim().min(1)

const newGroup = z.object({
  name,
  is_default: groupShape.is_default.default(false),
  category_access: groupShape.category_access.default({ type: 'all' }),
  discount_rules: groupShape.discount_rules.default([]),
  is_group_for_guests: groupShape.is_group_for_guests.default(false),
})

const changedGroup = z.object({
  name: name.exactOptional(),
  is_default: groupShape.is_default.exactOptional(),
  category_access: groupShape.category_access.exactOptional(),
  discount_rules: groupShape.discount_rules.exactOptional(),
  is_group_for_guests: groupShape.is_group_for_guests.exactOptional(),
})

const fields: FilterFields<CustomerGroup> = {
  name: { kind: 'text', read: group => group.name },
  is_default: { kind: 'boolean', read: group => group.is_default },
  is_group_for_guests: { kind: 'boolean', read: group => group.is_group_for_guests },
  date_created: { kind: 'date', read: group => Date.parse(group.date_created) },
  date_modified: { kind: 'date', read: group => Date.parse(group.date_modified) },
}

function groupAt(call: Call): CustomerGroup {
  const group = call.store.customerGroups.get(idAt(call, 0))
  if (group === undefined) throw notFound('v2')
  return group
}

function groupsIn({ store, query }: Call): readonly CustomerGroup[] {
  const kept = keep(store.customerGroups.all, filtersOf(query, fields, store.clock.now()))
  return rowsOf(kept, pageOf(query))
}

/** Guess: the price lists that were assigned to the group alone go with it, and are told. */
function remove(call: Call) {
  const { id } = groupAt(call)
  const { customerGroups, customers, priceLists } = call.store
  customerGroups.remove(id)
  customers.leaveGroup(id)
  priceLists.unassign(priceLists.assignments.filter(one => one.customer_group_id === id))
  return noContent
}

export const customerGroupRoutes: readonly Route[] = [
  { method: 'GET', path, scope, concurrent, answer: call => v2List(groupsIn(call)) },
  {
    method: 'POST',
    path,
    scope,
    concurrent,
    answer: call => json(200, call.store.customerGroups.add(bodyOf(call, newGroup))),
  },
  {
    method: 'GET',
    path: `${path}/count`,
    scope,
    answer: ({ store }) => json(200, { count: store.customerGroups.all.length }),
  },
  { method: 'GET', path: `${path}/{id}`, scope, answer: call => json(200, groupAt(call)) },
  {
    method: 'PUT',
    path: `${path}/{id}`,
    scope,
    answer: call => json(200, call.store.customerGroups.change(groupAt(call), bodyOf(call, changedGroup))),
  },
  { method: 'DELETE', path: `${path}/{id}`, scope, concurrent, answer: remove },
]
