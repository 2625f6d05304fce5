import type { Catalog } from '../catalog/catalog.ts'
import type { SandboxClock } from '../clock.ts'
import type { StoreEvents } from '../events.ts'
import { v3Date } from '../query/date.ts'
import type { Room } from '../state/part.ts'
import { Table } from '../table.ts'
import { PriceRecords } from './price-records.ts'

export interface PriceList {
  readonly id: number
  readonly name: string
  readonly active: boolean
  readonly date_created: string
  readonly date_modified: string
}

/** Which customer group, which channel, or both of them, buy at the prices of a list; null is any. */
export interface PriceListAssignment {
  readonly id: number
  readonly price_list_id: number
  readonly customer_group_id: number | null
  readonly channel_id: number | null
}

type Target = Pick<PriceListAssignment, 'customer_group_id' | 'channel_id'>

/** The price lists of a store. What they say never touches products, and is told by events of their own (documented). */
export class PriceLists implements Room {
  readonly records: PriceRecords
  readonly kept: Room['kept']
  readonly #lists = new Table<PriceList>()
  readonly #assignments = new Table<PriceListAssignment>()
  readonly #clock: SandboxClock
  readonly #events: StoreEvents

  constructor(catalog: Catalog, clock: SandboxClock, events: StoreEvents) {
    this.records = new PriceRecords(catalog, clock, events)
    this.kept = { lists: this.#lists, assignments: this.#assignments, ...this.records.kept }
    this.#clock = clock
    this.#events = events
  }

  get all(): readonly PriceList[] {
    return this.#lists.rows
  }

  get assignments(): readonly PriceListAssignment[] {
    return this.#assignments.rows
  }

  get(id: number): PriceList | undefined {
    return this.#lists.get(id)
  }

  /** Whether a list other than `own` has the name. Guess: whatever its case. */
  hasName(name: string, own: PriceList | null): boolean {
    return this.all.some(list => list.id !== own?.id && list.name.toLowerCase() === name.toLowerCase())
  }

  add(name: string, active: boolean): PriceList {
    const now = v3Date(this.#clock.now().getTime())
    const list = this.#lists.add(id => ({ id, name, active, date_created: now, date_modified: now }))
    this.#tell('created', list)
    // Documented: these tell too how a list is made.
    this.#tell(active ? 'activated' : 'deactivated', list)
    return list
  }

  change(old: PriceList, fields: { readonly name: string; readonly active?: boolean }): PriceList {
    const list = { ...old, ...fields, date_modified: v3Date(this.#clock.now().getTime()) }
    this.#lists.replace(list)
    this.#tell('updated', list)
    if (list.active !== old.active) this.#tell(list.active ? 'activated' : 'deactivated', list)
    return list
  }

  /** Deletes a list with its records and, guess, its assignments; only the list itself is told. */
  remove(list: PriceList): void {
    this.#drop(new Set([list.id]))
    this.#tell('deleted', list)
  }

  /** Deletes several lists, told at once. */
  removeAll(lists: readonly PriceList[]): void {
    const ids = lists.map(list => list.id)
    if (ids.length === 0) return
    this.#drop(new Set(ids))
    this.#events.tell('store/priceLists/deleted', { price_list_ids: ids })
  }

  /** The assignment of any list to exactly this customer group and channel: there is one at most. */
  assignmentOf(target: Target): PriceListAssignment | undefined {
    return this.assignments.find(
      one => one.customer_group_id === target.customer_group_id && one.channel_id === target.channel_id,
    )
  }

  /** Assigns the list, in the place of what was assigned there before. */
  assign(listId: number, { customer_group_id, channel_id }: Target): PriceListAssignment {
    const old = this.assignmentOf({ customer_group_id, channel_id })
    const fields = { price_list_id: listId, customer_group_id, channel_id }
    const made = old === undefined ? this.#assignments.add(id => ({ id, ...fields })) : { ...old, ...fields }
    if (old !== undefined) this.#assignments.replace(made)
    this.#tellAssignment('updated', made)
    return made
  }

  unassign(gone: readonly PriceListAssignment[]): void {
    this.#assignments.remove(new Set(gone.map(one => one.id)))
    for (const one of gone) this.#tellAssignment('deleted', one)
  }

  #drop(ids: ReadonlySet<number>): void {
    this.#lists.remove(ids)
    this.records.dropLists(ids)
    const gone = this.assignments.filter(one => ids.has(one.price_list_id))
    this.#assignments.remove(new Set(gone.map(one => one.id)))
  }

  /** Guess: any customer group, and any channel, is told as 0; the documented payload has only numbers. */
  #tellAssignment(what: 'updated' | 'deleted', { price_list_id, channel_id, customer_group_id }: PriceListAssignment) {
    const data = { price_list_id, channel_id: channel_id ?? 0, customer_group_id: customer_group_id ?? 0 }
    this.#events.tell(`store/priceList/assignment/${what}`, data)
  }

  #tell(what: 'created' | 'updated' | 'activated' | 'deactivated' | 'deleted', list: PriceList): void {
    this.#events.tell(`store/priceList/${what}`, { price_list_id: list.id })
  }
}
