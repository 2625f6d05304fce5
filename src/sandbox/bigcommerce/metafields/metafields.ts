import type { StoreEvents } from '../events.ts'
import { KeptMap, LastNumbers } from '../state/cells.ts'
import type { Room } from '../state/part.ts'

/** What can have metafields here, by the documented name of its type. */
export type MetafieldResource = 'product' | 'variant'

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

/** Documented: the events of each resource; `store/metafield/*` tells of all of them. */
const scopes: Readonly<Record<MetafieldResource, string>> = {
  product: 'store/product/metafield',
  variant: 'store/product/variant/metafield',
}

/** Where the metafields of one resource are kept: ids are never given twice, so what a deleted one had is never seen. */
const ownerKey = (type: MetafieldResource, id: number) => `${type}/${id}`

/** The metafields of everything in the store. Rows are replaced, never changed. */
export class Metafields implements Room {
  readonly #events: StoreEvents
  readonly #byOwner = new KeptMap<string, readonly Metafield[]>()
  readonly #ids = new LastNumbers({ metafield: 0 })
  readonly kept = { byOwner: this.#byOwner, ids: this.#ids }

  constructor(events: StoreEvents) {
    this.#events = events
  }

  /** All metafields of a resource, whoever may see them, in the order of their ids. */
  of(type: MetafieldResource, id: number): readonly Metafield[] {
    return this.#byOwner.get(ownerKey(type, id)) ?? []
  }

  add(fields: Omit<Metafield, 'id'>): Metafield {
    const made = { id: this.#ids.next('metafield'), ...fields }
    this.#put(made, rows => [...rows, made])
    this.#tell('created', made)
    return made
  }

  replace(changed: Metafield): Metafield {
    this.#put(changed, rows => rows.map(row => (row.id === changed.id ? changed : row)))
    this.#tell('updated', changed)
    return changed
  }

  remove(gone: Metafield): void {
    this.#put(gone, rows => rows.filter(row => row.id !== gone.id))
    this.#tell('deleted', gone)
  }

  #put({ resource_type, resource_id }: Metafield, change: (rows: readonly Metafield[]) => readonly Metafield[]): void {
    this.#byOwner.set(ownerKey(resource_type, resource_id), change(this.of(resource_type, resource_id)))
  }

  /** Documented: each change has two events, that of the resource and that of metafields in general. */
  #tell(what: 'created' | 'updated' | 'deleted', { id, resource_type, resource_id, namespace }: Metafield): void {
    const data = { type: 'metafield', metafield_id: id, resource_id: String(resource_id), namespace }
    this.#events.tell(`${scopes[resource_type]}/${what}`, data)
    this.#events.tell(`store/metafield/${what}`, { ...data, resource_type })
  }
}
