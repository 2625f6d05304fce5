import type { StoreEvents } from '../events.ts'
import type { Room } from '../state/part.ts'
import { Table } from '../table.ts'

/** Documented: the first part of the events of each resource. Those of customers are told among all others alone. */
const scopes = {
  brand: 'store/brand',
  category: 'store/category',
  channel: 'store/channel',
  customer: null,
  location: 'store/inventory/location',
  order: 'store/order',
  product: 'store/product',
  variant: 'store/product/variant',
} as const

/** What can have metafields here, by the documented name of its type. */
export type MetafieldResource = keyof typeof scopes

export interface Metafield {
  readonly id: number
  readonly key: string
  readonly value: string
  readonly namespace: string
  readonly permission_set: 'app_only' | 'read' | 'write' | 'read_and_sf_access' | 'write_and_sf_access'
  readonly description: string
  readonly resource_type: MetafieldResource
  readonly resource_id: number
  readonly date_created: string
  readonly date_modified: string
  /** The API account that made it. */
  readonly owner_client_id: string
}

const ownerKey = (type: MetafieldResource, id: number) => `${type}/${id}`

/** The metafields of everything in the store. Rows are replaced, never changed. */
export class Metafields implements Room {
  readonly #events: StoreEvents
  readonly #rows = new Table<Metafield>()
  /** The ids of the metafields of each resource. */
  readonly #idsOf = new Map<string, readonly number[]>()
  readonly kept = { rows: this.#rows }

  constructor(events: StoreEvents) {
    this.#events = events
  }

  get(id: number): Metafield | undefined {
    return this.#rows.get(id)
  }

  /** All metafields of a resource, whoever may see them, in the order of their ids. */
  of(type: MetafieldResource, id: number): readonly Metafield[] {
    return (this.#idsOf.get(ownerKey(type, id)) ?? []).flatMap(one => this.#rows.get(one) ?? [])
  }

  /** All metafields of all resources of a type, in the order of their ids. */
  all(type: MetafieldResource): readonly Metafield[] {
    return this.#rows.rows.filter(row => row.resource_type === type)
  }

  restored(): void {
    this.#idsOf.clear()
    for (const row of this.#rows.rows) this.#setIds(row, ids => [...ids, row.id])
  }

  add(fields: Omit<Metafield, 'id'>): Metafield {
    const made = this.#rows.add(id => ({ id, ...fields }))
    this.#setIds(made, ids => [...ids, made.id])
    this.#tell('created', made)
    return made
  }

  replace(changed: Metafield): Metafield {
    this.#rows.replace(changed)
    this.#tell('updated', changed)
    return changed
  }

  remove(gone: Metafield): void {
    this.#rows.remove(new Set([gone.id]))
    this.#setIds(gone, ids => ids.filter(id => id !== gone.id))
    this.#tell('deleted', gone)
  }

  /** Drops those of resources that are gone. Guess: without a word. */
  drop(type: MetafieldResource, resourceIds: Iterable<number>): void {
    const gone = new Set<number>()
    for (const resourceId of resourceIds) {
      const key = ownerKey(type, resourceId)
      for (const id of this.#idsOf.get(key) ?? []) gone.add(id)
      this.#idsOf.delete(key)
    }
    if (gone.size > 0) this.#rows.remove(gone)
  }

  #setIds({ resource_type, resource_id }: Metafield, change: (ids: readonly number[]) => readonly number[]): void {
    const key = ownerKey(resource_type, resource_id)
    const ids = change(this.#idsOf.get(key) ?? [])
    if (ids.length === 0) this.#idsOf.delete(key)
    else this.#idsOf.set(key, ids)
  }

  /** Documented: each change has two events, that of the resource and that of metafields in general. */
  #tell(what: 'created' | 'updated' | 'deleted', { id, resource_type, resource_id, namespace }: Metafield): void {
    const data = { type: 'metafield', metafield_id: id, resource_id: String(resource_id), namespace }
    const scope = scopes[resource_type]
    if (scope !== null) this.#events.tell(`${scope}/metafield/${what}`, data)
    this.#events.tell(`store/metafield/${what}`, { ...data, resource_type })
  }
}
