import type { StoreEvents } from '../events.ts'
import type { Room } from '../state/part.ts'
import { Table } from '../table.ts'

export const entityTypes = ['product', 'brand', 'category', 'page', 'post'] as const

/** Where a redirect leads: to an address or path, or to something of the store wherever that is shown. */
export type RedirectTarget =
  | { readonly type: 'url'; readonly url: string }
  | { readonly type: (typeof entityTypes)[number]; readonly entity_id: number }

/** A permanent redirect of a storefront. */
export interface Redirect {
  readonly id: number
  readonly site_id: number
  readonly from_path: string
  readonly to: RedirectTarget
}

type NewRedirect = Omit<Redirect, 'id'>

const slotOf = ({ site_id, from_path }: NewRedirect) => `${site_id} ${from_path}`

/** The redirects of all storefronts. Whether they name what the store has is for the caller to know. */
export class Redirects implements Room {
  readonly #redirects = new Table<Redirect>()
  readonly kept = { redirects: this.#redirects }
  readonly #events: StoreEvents

  constructor(events: StoreEvents) {
    this.#events = events
  }

  get all(): readonly Redirect[] {
    return this.#redirects.rows
  }

  /** Documented: a redirect of the same site and path is overwritten, and that is told. */
  put(items: readonly NewRedirect[]): Redirect[] {
    const bySlot = new Map(this.all.map(redirect => [slotOf(redirect), redirect]))
    return items.map(item => {
      const old = bySlot.get(slotOf(item))
      const redirect = old === undefined ? this.#redirects.add(id => ({ id, ...item })) : { ...old, ...item }
      bySlot.set(slotOf(redirect), redirect)
      if (old !== undefined) {
        this.#redirects.replace(redirect)
        this.#tell(redirect)
      }
      return redirect
    })
  }

  remove(ids: ReadonlySet<number>): void {
    this.#redirects.remove(ids)
  }

  removeOfSite(siteId: number): void {
    this.remove(new Set(this.all.filter(redirect => redirect.site_id === siteId).map(redirect => redirect.id)))
  }

  /** Documented: the type is told of what leads to something of the store. */
  #tell({ id, site_id, from_path, to }: Redirect): void {
    const told = to.type === 'url' ? { url: to.url } : to
    this.#events.tell('store/redirects/updated', { id, site_id, from_path, to: told })
  }
}
