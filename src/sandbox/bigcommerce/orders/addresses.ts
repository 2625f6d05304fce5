import { definedOf } from '../http/input.ts'
import type { Costs } from './amounts.ts'
import { money } from './amounts.ts'
import type { AddressInput } from './input.ts'
import type { OrderRecord } from './order.ts'
import { badField, checkIdsOnce } from './refuse.ts'
import type { Address, AddressRow, LineRow } from './rows.ts'

export const noAddress: Address = {
  first_name: '',
  last_name: '',
  company: '',
  street_1: '',
  street_2: '',
  city: '',
  state: '',
  zip: '',
  country: '',
  country_iso2: '',
  phone: '',
  email: '',
  form_fields: [],
}

/** What a caller says of an address itself. */
export const givenAddress = (input: AddressInput): Partial<Address> => {
  const { id: _, shipping_method: __, ...address } = input
  return definedOf(address)
}

/** How many items go to each address. */
export const counted = (addresses: readonly AddressRow[], lines: readonly LineRow[]): AddressRow[] =>
  addresses.map(address => ({
    ...address,
    items_total: lines
      .filter(line => line.order_address_id === address.id)
      .reduce((sum, line) => sum + line.quantity, 0),
  }))

/** Guess: a shipping address without an id is the first one. */
export function changedAddresses(order: OrderRecord, inputs: readonly AddressInput[], costs: Costs): AddressRow[] {
  for (const { id } of inputs) {
    const isThere = id === undefined ? order.addresses.length > 0 : order.addresses.some(address => address.id === id)
    if (!isThere) {
      throw badField('shipping_addresses.id', 'is no address of the order')
    }
  }
  checkIdsOnce(
    'shipping_addresses',
    inputs.map(({ id = order.addresses[0]?.id }) => ({ id })),
  )
  const { ex, inc } = costs.shipping
  return order.addresses.map((address, at) => {
    const input = inputs.find(({ id }) => id === address.id || (id === undefined && at === 0))
    const cost = { base_cost: money(ex), cost_ex_tax: money(ex), cost_inc_tax: money(inc), cost_tax: money(inc - ex) }
    return {
      ...address,
      ...givenAddress(input ?? {}),
      shipping_method: input?.shipping_method ?? address.shipping_method,
      ...(at === 0 ? cost : {}),
    }
  })
}
