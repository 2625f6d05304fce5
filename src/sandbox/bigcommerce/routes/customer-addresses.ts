import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import type { Address, NewAddress } from '../customers/customers.ts'
import { data, noContent, Refusal } from '../http/answer.ts'
import { bodyOf } from '../http/input.ts'
import type { FilterFields } from '../query/filters.ts'
import { filtersOf, keep } from '../query/filters.ts'
import { pageAnswer } from '../query/paging.ts'

const scope = 'store_v2_customers'
const path = '/v3/customers/addresses'

const countryNames = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' })

const word = (most: number) => z.string().max(most)
const named = word(255).min(1)
const country = z
  .string()
  .length(2)
  .refine(code => /^[A-Za-z]{2}$/.test(code) && countryNames.of(code.toUpperCase()) !== undefined, 'is no country')

const parts = {
  first_name: named,
  last_name: named,
  address1: z.string().min(1),
  city: word(100),
  country_code: country,
}
const more = {
  company: word(255),
  address2: z.string(),
  phone: word(50),
  address_type: z.enum(['residential', 'commercial']),
}
const region = { state_or_province: word(100), postal_code: word(30) }
/** The store has no form fields of its own. */
export const noFormFields = z.array(z.unknown()).max(0, 'The store has no such form field').exactOptional()

const moreOrDefault = {
  company: more.company.default(''),
  address2: more.address2.default(''),
  phone: more.phone.default(''),
  // Guess: residential unless said otherwise.
  address_type: more.address_type.default('residential'),
  form_fields: noFormFields,
}

/** An address that comes with a new customer: state and postal code may be left unsaid. */
export const addressOfNew = z.object({
  ...parts,
  ...moreOrDefault,
  state_or_province: region.state_or_province.default(''),
  postal_code: region.postal_code.default(''),
})

const newAddress = z.object({ ...parts, ...region, ...moreOrDefault, customer_id: z.int() })

const changedAddress = z.object({
  id: z.int(),
  first_name: named.exactOptional(),
  last_name: named.exactOptional(),
  address1: parts.address1.exactOptional(),
  city: parts.city.exactOptional(),
  country_code: country.exactOptional(),
  company: more.company.exactOptional(),
  address2: more.address2.exactOptional(),
  phone: more.phone.exactOptional(),
  address_type: more.address_type.exactOptional(),
  state_or_province: region.state_or_province.exactOptional(),
  postal_code: region.postal_code.exactOptional(),
  form_fields: noFormFields,
})

const inCountry = (code: string) => ({
  country_code: code.toUpperCase(),
  country: countryNames.of(code.toUpperCase()) ?? '',
})

/** The address as the store keeps it: with the name of its country. */
export function withCountry({ form_fields: _, ...address }: z.output<typeof addressOfNew>): NewAddress {
  return { ...address, ...inCountry(address.country_code) }
}

const fields: FilterFields<Address> = {
  id: { kind: 'integer', read: address => address.id },
  customer_id: { kind: 'integer', read: address => address.customer_id },
  company: { kind: 'text', read: address => address.company },
  name: { kind: 'text', read: address => `${address.first_name} ${address.last_name}` },
}

/** Refuses the batch where one of its items names what the store doesn't have. */
function checkIds(items: readonly number[], has: (id: number) => boolean, name: string): void {
  const wrong = items.flatMap((id, at) => (has(id) ? [] : [[`${at}.${name}`, `There is no ${name} ${id}`]]))
  if (wrong.length > 0) throw new Refusal(422, 'The addresses are not valid', { fields: Object.fromEntries(wrong) })
}

function create(call: Call): Address[] {
  const items = bodyOf(call, z.array(newAddress))
  const { customers } = call.store
  checkIds(
    items.map(item => item.customer_id),
    id => customers.get(id) !== undefined,
    'customer_id',
  )
  return items.flatMap(({ customer_id, ...item }) => customers.addAddress(customer_id, withCountry(item)) ?? [])
}

function change(call: Call): Address[] {
  const items = bodyOf(call, z.array(changedAddress))
  const { customers } = call.store
  checkIds(
    items.map(item => item.id),
    id => customers.address(id) !== undefined,
    'id',
  )
  return items.flatMap(({ id, form_fields: _, ...item }) => {
    const old = customers.address(id)
    if (old === undefined) return []
    return customers.changeAddress(old, { ...item, ...inCountry(item.country_code ?? old.country_code) }) ?? []
  })
}

// The numbers of calls at once are those that the official file names.
export const customerAddressRoutes: readonly Route[] = [
  {
    method: 'GET',
    path,
    scope,
    answer: ({ query, store }) => {
      const withFields = query.someOf('include', ['formfields']).length > 0
      const rows = keep(store.customers.addresses, filtersOf(query, fields, store.clock.now()))
      return pageAnswer(query, rows, address => (withFields ? { ...address, form_fields: [] } : address))
    },
  },
  { method: 'POST', path, scope, concurrent: 10, answer: call => data(create(call)) },
  { method: 'PUT', path, scope, concurrent: 3, answer: call => data(change(call)) },
  {
    method: 'DELETE',
    path,
    scope,
    answer: ({ query, store }) => {
      store.customers.removeAddresses(query.integers('id:in'))
      return noContent
    },
  },
]
