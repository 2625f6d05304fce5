import type { SandboxClock } from '../clock.ts'
import type { StoreEvents } from '../events.ts'
import type { Metafields } from '../metafields/metafields.ts'
import { v3Date } from '../query/date.ts'
import type { Person } from '../seed/people.ts'
import { addressOf, customerOf } from '../seed/people.ts'
import type { Room } from '../state/part.ts'
import { Table } from '../table.ts'
import type { CustomerAttributes } from './attributes.ts'

/** A customer in the field names of V3. */
export interface Customer {
  readonly id: number
  readonly authentication: { readonly force_password_reset: boolean }
  readonly company: string
  /** 0 for no group. */
  readonly customer_group_id: number
  readonly email: string
  readonly first_name: string
  readonly last_name: string
  readonly notes: string
  readonly phone: string
  readonly registration_ip_address: string
  readonly tax_exempt_category: string
  readonly date_created: string
  readonly date_modified: string
  readonly accepts_product_review_abandoned_cart_emails: boolean
  readonly origin_channel_id: number
  /** The channels in which the customer can log in; empty for all of them. */
  readonly channel_ids: readonly number[]
  readonly store_credit_amounts: readonly { readonly amount: number }[]
}

export interface Address {
  readonly id: number
  readonly customer_id: number
  readonly first_name: string
  readonly last_name: string
  readonly company: string
  readonly address1: string
  readonly address2: string
  readonly city: string
  readonly state_or_province: string
  readonly postal_code: string
  /** The name of the country, in English. */
  readonly country: string
  readonly country_code: string
  readonly phone: string
  readonly address_type: 'residential' | 'commercial'
}

/** What can be said of a customer. */
type CustomerFields = Omit<Customer, 'id' | 'date_created' | 'date_modified'>
export type NewCustomer = Omit<CustomerFields, 'registration_ip_address'>
export type NewAddress = Omit<Address, 'id' | 'customer_id'>

/** What makes an address the one that it is (documented): everything that is said of it. */
const keyOf = ({ id: _, ...said }: Address) => JSON.stringify(Object.entries(said).toSorted())

const isSame = (one: readonly number[], other: readonly number[]) =>
  new Set(one).symmetricDifference(new Set(other)).size === 0

const overlap = (one: readonly number[], other: readonly number[]) =>
  one.length === 0 || other.length === 0 || one.some(id => other.includes(id))

/** The customers of a store and their address books. Whether a change is right is for the caller to know. */
export class Customers implements Room {
  readonly kept: Room['kept']
  readonly #customers: Table<Customer>
  readonly #addresses: Table<Address>
  /** The id of each address by what is said of it. */
  readonly #addressIds = new Map<string, number>()
  readonly #clock: SandboxClock
  readonly #events: StoreEvents
  readonly #metafields: Metafields
  readonly #attributes: CustomerAttributes

  constructor(parts: {
    people: readonly Person[]
    clock: SandboxClock
    events: StoreEvents
    metafields: Metafields
    attributes: CustomerAttributes
  }) {
    this.#customers = new Table(parts.people.map(customerOf))
    this.#addresses = new Table(parts.people.map(addressOf))
    this.kept = { customers: this.#customers, addresses: this.#addresses }
    this.#clock = parts.clock
    this.#events = parts.events
    this.#metafields = parts.metafields
    this.#attributes = parts.attributes
    this.restored()
  }

  restored(): void {
    this.#addressIds.clear()
    for (const address of this.addresses) this.#addressIds.set(keyOf(address), address.id)
  }

  get all(): readonly Customer[] {
    return this.#customers.rows
  }

  get addresses(): readonly Address[] {
    return this.#addresses.rows
  }

  get(id: number): Customer | undefined {
    return this.#customers.get(id)
  }

  address(id: number): Address | undefined {
    return this.#addresses.get(id)
  }

  /** Whether two customers would log in with one e-mail address in the same channel. */
  static collide(
    one: Pick<Customer, 'email' | 'channel_ids'>,
    other: Pick<Customer, 'email' | 'channel_ids'>,
  ): boolean {
    return one.email.toLowerCase() === other.email.toLowerCase() && overlap(one.channel_ids, other.channel_ids)
  }

  add(fields: NewCustomer, addresses: readonly NewAddress[]): Customer {
    const now = this.#now
    const customer = this.#customers.add(id => ({
      id,
      ...fields,
      registration_ip_address: '',
      date_created: now,
      date_modified: now,
    }))
    this.#tell('created', customer.id)
    for (const address of addresses) this.addAddress(customer.id, address)
    return customer
  }

  change(old: Customer, fields: Partial<CustomerFields>): Customer {
    const customer = { ...old, ...fields, date_modified: this.#now }
    this.#customers.replace(customer)
    this.#tell('updated', customer.id)
    if (!isSame(old.channel_ids, customer.channel_ids)) this.#tellAccess(customer)
    return customer
  }

  /** Deletes customers with their addresses, of which nothing is told (guess). */
  remove(ids: readonly number[]): void {
    const gone = new Set(ids.filter(id => this.#customers.get(id) !== undefined))
    this.#customers.remove(gone)
    this.#metafields.drop('customer', gone)
    this.#attributes.dropCustomers(gone)
    this.#dropAddresses(this.addresses.filter(address => gone.has(address.customer_id)))
    for (const id of gone) this.#tell('deleted', id)
  }

  /** Documented: the customers of a group that is deleted have none. Guess: this is not told. */
  leaveGroup(groupId: number): void {
    for (const customer of this.all.filter(one => one.customer_group_id === groupId)) {
      this.#customers.replace({ ...customer, customer_group_id: 0 })
    }
  }

  /** Null where the customer has this address already, and then nothing changes (documented). */
  addAddress(customerId: number, fields: NewAddress): Address | null {
    const key = keyOf({ id: 0, customer_id: customerId, ...fields })
    if (this.#addressIds.has(key)) return null
    const address = this.#addresses.add(id => ({ id, customer_id: customerId, ...fields }))
    this.#addressIds.set(key, address.id)
    this.#tellAddress('created', address)
    return address
  }

  /** Null where the customer has another address like what this one would be, and then nothing changes (documented). */
  changeAddress(old: Address, fields: Partial<NewAddress>): Address | null {
    const address = { ...old, ...fields }
    const key = keyOf(address)
    if ((this.#addressIds.get(key) ?? old.id) !== old.id) return null
    this.#addresses.replace(address)
    this.#addressIds.delete(keyOf(old))
    this.#addressIds.set(key, old.id)
    this.#tellAddress('updated', address)
    return address
  }

  removeAddresses(ids: readonly number[]): void {
    const gone = [...new Set(ids)].flatMap(id => this.#addresses.get(id) ?? [])
    this.#dropAddresses(gone)
    for (const address of gone) this.#tellAddress('deleted', address)
  }

  get #now(): string {
    return v3Date(this.#clock.now().getTime())
  }

  #dropAddresses(addresses: readonly Address[]): void {
    this.#addresses.remove(new Set(addresses.map(address => address.id)))
    for (const address of addresses) this.#addressIds.delete(keyOf(address))
  }

  #tell(what: 'created' | 'updated' | 'deleted', id: number): void {
    this.#events.tell(`store/customer/${what}`, { type: 'customer', id })
  }

  /** Documented: told where the API changes in which channels the customer can log in. */
  #tellAccess({ id, channel_ids }: Customer): void {
    this.#events.tell('store/customer/channel/login/access/updated', { customer_id: id, channel_ids })
  }

  #tellAddress(what: 'created' | 'updated' | 'deleted', { id, customer_id }: Address): void {
    this.#events.tell(`store/customer/address/${what}`, { type: 'customer', id, address: { customer_id } })
  }
}
