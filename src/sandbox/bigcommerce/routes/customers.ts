import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import type { Customer, NewCustomer } from '../customers/customers.ts'
import { Customers } from '../customers/customers.ts'
import { data, noContent, Refusal } from '../http/answer.ts'
import { batchOf } from '../http/input.ts'
import { cursorAnswer } from '../query/cursor.ts'
import type { FilterFields } from '../query/filters.ts'
import { filtersOf, keep } from '../query/filters.ts'
import { addressOfNew, noFormFields, withCountry } from './customer-addresses.ts'
import { attributesOfNew, valueFaults } from './customer-attributes.ts'

const scope = 'store_v2_customers'
const path = '/v3/customers'

/** Documented: how many customers a batch takes. */
const batchMost = 10

const includes = ['addresses', 'storecredit', 'attributes', 'formfields', 'shopper_profile_id', 'segment_ids'] as const
type Include = (typeof includes)[number]
const sorts = [
  'date_created:asc',
  'date_created:desc',
  'last_name:asc',
  'last_name:desc',
  'date_modified:asc',
  'date_modified:desc',
] as const

const fields: FilterFields<Customer> = {
  id: { kind: 'integer', read: customer => customer.id },
  company: { kind: 'text', read: customer => customer.company },
  customer_group_id: { kind: 'integer', read: customer => customer.customer_group_id },
  email: { kind: 'text', read: customer => customer.email },
  name: { kind: 'text', read: customer => `${customer.first_name} ${customer.last_name}` },
  phone: { kind: 'text', read: customer => customer.phone },
  registration_ip_address: { kind: 'text', read: customer => customer.registration_ip_address },
  date_created: { kind: 'date', read: customer => Date.parse(customer.date_created) },
  date_modified: { kind: 'date', read: customer => Date.parse(customer.date_modified) },
}

function customersIn({ store, query }: Call): readonly Customer[] {
  const kept = keep(store.customers.all, filtersOf(query, fields, store.clock.now()))
  const [name, direction] = query.oneOf('sort', sorts)?.split(':') ?? []
  if (name === undefined) return kept
  const sign = direction === 'desc' ? -1 : 1
  const key = (one: Customer) =>
    name === 'last_name' ? one.last_name : name === 'date_created' ? one.date_created : one.date_modified
  return kept.toSorted((a, b) => (key(a) === key(b) ? a.id - b.id : (key(a) < key(b) ? -1 : 1) * sign))
}

/** The customer with what was asked for. The store has no form fields of its own. */
function shown({ store }: Call, customer: Customer, wanted: readonly Include[]): object {
  const { store_credit_amounts, ...row } = customer
  const addresses = store.customers.addresses.filter(address => address.customer_id === customer.id)
  const attributes = store.customerAttributes.valuesOf(customer.id)
  return {
    ...row,
    address_count: addresses.length,
    attribute_count: attributes.length,
    ...(wanted.includes('addresses') && { addresses }),
    ...(wanted.includes('storecredit') && { store_credit_amounts }),
    ...(wanted.includes('attributes') && { attributes }),
    ...(wanted.includes('formfields') && { form_fields: [] }),
  }
}

const word = (most: number) => z.string().max(most)
const named = word(100).min(1)
/** Nothing stands for all channels (documented); a list can't be empty. */
const channelIds = z
  .array(z.int())
  .min(1)
  .nullable()
  .transform(ids => ids ?? [])
const credit = z.array(z.object({ amount: z.number().min(0) })).max(1)
const authentication = z.object({
  force_password_reset: z.boolean().default(false),
  new_password: z.string().optional(),
})

const email = (most: number) =>
  z
    .string()
    .min(3)
    .max(most)
    .regex(/^[^\s@]+@[^\s@]+$/, 'is no e-mail address')

const newCustomer = z.object({
  email: email(250),
  first_name: named,
  last_name: named,
  company: word(255).default(''),
  phone: word(50).default(''),
  notes: z.string().default(''),
  tax_exempt_category: word(255).default(''),
  customer_group_id: z.int().exactOptional(),
  addresses: z.array(addressOfNew).max(10).default([]),
  attributes: attributesOfNew,
  form_fields: noFormFields,
  authentication: authentication.default({ force_password_reset: false }),
  // Guess: what a new customer accepts, and where it comes from.
  accepts_product_review_abandoned_cart_emails: z.boolean().default(true),
  origin_channel_id: z.int().default(1),
  store_credit_amounts: credit.default([{ amount: 0 }]),
  channel_ids: channelIds.default([]),
})

const changedCustomer = z.object({
  id: z.int(),
  email: email(255).exactOptional(),
  first_name: named.exactOptional(),
  last_name: named.exactOptional(),
  company: word(255).exactOptional(),
  phone: word(50).exactOptional(),
  notes: z.string().exactOptional(),
  tax_exempt_category: word(255).exactOptional(),
  customer_group_id: z.int().exactOptional(),
  form_fields: noFormFields,
  authentication: authentication.exactOptional(),
  accepts_product_review_abandoned_cart_emails: z.boolean().exactOptional(),
  origin_channel_id: z.int().exactOptional(),
  registration_ip_address: word(30).exactOptional(),
  store_credit_amounts: credit.exactOptional(),
  channel_ids: channelIds.exactOptional(),
})

type References = Pick<Customer, 'customer_group_id' | 'channel_ids'> & { readonly origin_channel_id?: number }

/** Which field of a customer names what the store doesn't have. */
function unknownIn({ store }: Call, customer: References): string | undefined {
  const { customer_group_id: groupId, channel_ids, origin_channel_id: origin = 1 } = customer
  const isChannel = (id: number) => store.channels.has(id)
  if (groupId !== 0 && store.customerGroups.get(groupId) === undefined) return 'customer_group_id'
  if (!channel_ids.every(isChannel)) return 'channel_ids'
  return isChannel(origin) ? undefined : 'origin_channel_id'
}

/**
 * Checks what a batch would make of the store: all of it, or nothing. Guess: 422 for an e-mail address that is taken,
 * the only refusal that the official file has.
 */
function checkAll(call: Call, customers: readonly (Customer | NewCustomer)[], others: readonly Customer[]): void {
  const wrong: Record<string, string> = {}
  for (const [at, customer] of customers.entries()) {
    const unknown = unknownIn(call, customer)
    if (unknown !== undefined) wrong[`${at}.${unknown}`] = `${unknown} names what the store does not have`
    const rivals = [...others, ...customers.slice(0, at)]
    if (rivals.some(other => Customers.collide(customer, other))) {
      wrong[`${at}.email`] = `The e-mail address ${customer.email} is in use`
    }
  }
  if (Object.keys(wrong).length > 0) throw new Refusal(422, 'The customers are not valid', { fields: wrong })
}

/** Documented: the attributes have to be there before the customer. */
function checkAttributes(call: Call, customers: readonly z.output<typeof attributesOfNew>[]): void {
  const wrong = customers.flatMap((attributes, at) =>
    attributes.flatMap(({ attribute_id, attribute_value }, place) => {
      const faults = valueFaults(call, attribute_id, { name: 'attribute_value', text: attribute_value })
      return Object.entries(faults).map(([field, message]) => [`${at}.attributes.${place}.${field}`, message])
    }),
  )
  if (wrong.length > 0) throw new Refusal(422, 'The customers are not valid', { fields: Object.fromEntries(wrong) })
}

const kept = ({ force_password_reset }: z.output<typeof authentication>) => ({ force_password_reset })

function create(call: Call): object[] {
  const { customers, customerAttributes, customerGroups } = call.store
  // Documented: new customers are assigned to the default group.
  const defaultGroup = customerGroups.all.find(group => group.is_default)?.id ?? 0
  const items = batchOf(call, newCustomer, batchMost).map(item => {
    const { addresses, attributes, form_fields: _, customer_group_id = defaultGroup, ...rest } = item
    return {
      customer: { ...rest, customer_group_id, authentication: kept(rest.authentication) },
      addresses: addresses.map(withCountry),
      attributes,
    }
  })
  checkAll(
    call,
    items.map(item => item.customer),
    customers.all,
  )
  checkAttributes(
    call,
    items.map(item => item.attributes),
  )
  const made = items.map(item => {
    const customer = customers.add(item.customer, item.addresses)
    for (const one of item.attributes) customerAttributes.set(customer.id, one.attribute_id, one.attribute_value)
    return customer
  })
  return made.map(customer => shown(call, customer, ['addresses', 'storecredit', 'attributes']))
}

function change(call: Call): object[] {
  const { customers } = call.store
  const items = batchOf(call, changedCustomer, batchMost)
  const wrong = items.flatMap(({ id }, at) => {
    if (customers.get(id) === undefined) return [[`${at}.id`, 'is unknown']]
    // Guess: which of two changes of one customer would be the last one is not documented.
    return items.findIndex(item => item.id === id) < at ? [[`${at}.id`, 'is there twice']] : []
  })
  if (wrong.length > 0) throw new Refusal(422, 'The customers are not valid', { fields: Object.fromEntries(wrong) })
  const changes = items.flatMap(({ id, form_fields: _, authentication: auth, ...rest }) => {
    const old = customers.get(id)
    const given = { ...rest, ...(auth !== undefined && { authentication: kept(auth) }) }
    return old === undefined ? [] : [{ old, given, next: { ...old, ...given } }]
  })
  const ids = new Set(changes.map(one => one.old.id))
  checkAll(
    call,
    changes.map(one => one.next),
    customers.all.filter(one => !ids.has(one.id)),
  )
  return changes.map(({ old, given }) => shown(call, customers.change(old, given), []))
}

export const customerRoutes: readonly Route[] = [
  {
    method: 'GET',
    path,
    scope,
    answer: call => {
      const wanted = call.query.someOf('include', includes)
      const show = (customer: Customer) => shown(call, customer, wanted)
      return cursorAnswer(call.query, { rows: customersIn(call), keyOf: customer => customer.id, show })
    },
  },
  { method: 'POST', path, scope, answer: call => data(create(call)) },
  // The official file names the number of calls at once.
  { method: 'PUT', path, scope, concurrent: 3, answer: call => data(change(call)) },
  {
    method: 'DELETE',
    path,
    scope,
    // Documented: without ids nothing is changed, and the answer is the same.
    answer: ({ query, store }) => {
      store.customers.remove(query.integers('id:in'))
      return noContent
    },
  },
]
