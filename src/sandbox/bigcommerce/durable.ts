import type { ApiAccount } from './accounts.ts'
import type { StorePlan } from './quota.ts'
import type { TwinOf } from './seed/twin.ts'

/** A webhook as the store keeps it. Times are Unix seconds, as in the documented answers. */
export interface Hook {
  readonly id: number
  readonly client_id: string
  readonly store_hash: string
  readonly scope: string
  readonly destination: string
  readonly headers: Readonly<Record<string, string>> | null
  readonly is_active: boolean
  readonly created_at: number
  readonly updated_at: number
  /** Switched off by the store, not by its owner: after failures, or because nothing happened for too long. */
  readonly deactivated?: true
}

/** A content page. */
export interface ContentPage {
  readonly id: number
  readonly channel_id: number
  readonly name: string
  readonly type: 'page' | 'raw' | 'contact_form' | 'link' | 'blog'
  readonly is_visible: boolean
  readonly parent_id: number
  readonly sort_order: number
  readonly is_homepage: boolean
  readonly is_customers_only: boolean
  readonly url: string
  readonly meta_title: string | null
  readonly meta_keywords: string | null
  readonly meta_description: string | null
  readonly search_keywords: string | null
  readonly body: string
  /** Of contact forms, links and raw pages alone. */
  readonly contact_fields?: string
  readonly email?: string
  readonly link?: string
  readonly content_type?: string
}

/** What the generator was asked for. The parts that are not there came later than the first files of this version. */
export interface GeneratedSource {
  readonly kind: 'generated'
  readonly products: number
  readonly seed: number
  readonly variantsEach?: number
  readonly categories?: number
  readonly twin?: TwinOf
}

/** Where the catalog comes from; it is made anew from this at each start. */
export type CatalogSource = GeneratedSource | { readonly kind: 'files'; readonly files: readonly string[] }

/** What survives a restart. Replaced as a whole by each change, so that a failed save leaves nothing half-done. */
export interface DurableState {
  readonly version: 1
  readonly storeHash: string
  readonly storeName: string
  readonly plan: StorePlan
  /** The seed that was given; null where secrets must not be foreseeable. */
  readonly seed: number | null
  readonly source: CatalogSource
  readonly accounts: readonly ApiAccount[]
  readonly accountsMade: number
  readonly hooks: readonly Hook[]
  readonly hooksMade: number
  /** Whom the store would write to about the webhooks of a client; came later than the first files of this version. */
  readonly hookEmails?: Readonly<Record<string, readonly string[]>>
  readonly pages: readonly ContentPage[]
  /** The highest id that a page ever had; came later than the first files of this version. */
  readonly pagesMade?: number
}

/** Keeps the durable state: in memory alone, or in a folder too. */
export interface Keeper {
  readonly state: DurableState
  /** Saves, then takes effect; throws and changes nothing when it can't be saved. */
  change(next: (state: DurableState) => DurableState): void
}

export function keepInMemory(initial: DurableState, save: (state: DurableState) => void = () => undefined): Keeper {
  let state = initial
  return {
    get state() {
      return state
    },
    change: next => {
      const changed = next(state)
      save(changed)
      state = changed
    },
  }
}
