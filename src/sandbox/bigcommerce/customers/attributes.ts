import type { SandboxClock } from '../clock.ts'
import { v3Date } from '../query/date.ts'
import type { Room } from '../state/part.ts'
import { Table } from '../table.ts'

export const attributeTypes = ['string', 'number', 'date'] as const

/** What can be said of every customer of the store, under a name. */
export interface CustomerAttribute {
  readonly id: number
  readonly name: string
  /** Documented: stays as it was made. */
  readonly type: (typeof attributeTypes)[number]
  readonly date_created: string
  readonly date_modified: string
}

/** What is said of one customer. */
export interface AttributeValue {
  readonly id: number
  readonly attribute_id: number
  /** Documented: a text, whatever the type of the attribute. */
  readonly attribute_value: string
  readonly customer_id: number
  readonly date_created: string
  readonly date_modified: string
}

/**
 * The attributes of customers and their values, one at most of each attribute for a customer. Whether a change is right
 * is for the caller to know. Documented: changes by the API are not told.
 */
export class CustomerAttributes implements Room {
  readonly #clock: SandboxClock
  readonly #attributes = new Table<CustomerAttribute>()
  readonly #values = new Table<AttributeValue>()
  readonly kept = { attributes: this.#attributes, values: this.#values }

  constructor(clock: SandboxClock) {
    this.#clock = clock
  }

  get all(): readonly CustomerAttribute[] {
    return this.#attributes.rows
  }

  get values(): readonly AttributeValue[] {
    return this.#values.rows
  }

  get(id: number): CustomerAttribute | undefined {
    return this.#attributes.get(id)
  }

  valuesOf(customerId: number): readonly AttributeValue[] {
    return this.values.filter(value => value.customer_id === customerId)
  }

  add(fields: Pick<CustomerAttribute, 'name' | 'type'>): CustomerAttribute {
    const now = this.#now
    return this.#attributes.add(id => ({ id, ...fields, date_created: now, date_modified: now }))
  }

  rename(old: CustomerAttribute, name: string): CustomerAttribute {
    const changed = { ...old, name, date_modified: this.#now }
    this.#attributes.replace(changed)
    return changed
  }

  /** Deletes attributes, which customers lose with them (documented). */
  remove(ids: ReadonlySet<number>): void {
    this.#attributes.remove(ids)
    this.#dropValues(value => ids.has(value.attribute_id))
  }

  /** Gives a customer a value, in the place of the one that is there. */
  set(customerId: number, attributeId: number, attribute_value: string): AttributeValue {
    const old = this.values.find(value => value.customer_id === customerId && value.attribute_id === attributeId)
    const now = this.#now
    if (old === undefined) {
      const fields = { attribute_id: attributeId, attribute_value, customer_id: customerId }
      return this.#values.add(id => ({ id, ...fields, date_created: now, date_modified: now }))
    }
    const changed = { ...old, attribute_value, date_modified: now }
    this.#values.replace(changed)
    return changed
  }

  removeValues(ids: ReadonlySet<number>): void {
    this.#values.remove(ids)
  }

  dropCustomers(ids: ReadonlySet<number>): void {
    this.#dropValues(value => ids.has(value.customer_id))
  }

  get #now(): string {
    return v3Date(this.#clock.now().getTime())
  }

  #dropValues(isGone: (value: AttributeValue) => boolean): void {
    this.#values.remove(new Set(this.values.filter(isGone).map(value => value.id)))
  }
}
