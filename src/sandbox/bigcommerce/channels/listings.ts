import type { Catalog } from '../catalog/catalog.ts'
import type { SandboxClock } from '../clock.ts'
import { v3Date } from '../query/date.ts'
import type { Room } from '../state/part.ts'
import { Table } from '../table.ts'

export const variantStates = [
  ...(['active', 'disabled', 'error', 'pending', 'pending_disable', 'pending_delete'] as const),
  ...(['queued', 'rejected', 'submitted', 'deleted'] as const),
] as const
export const listingStates = [...variantStates, 'partially_rejected'] as const

/** What a channel calls an item, where that is not what the catalog calls it. */
interface Texts {
  readonly external_id?: string
  readonly name?: string
  readonly description?: string
}

interface VariantInput extends Texts {
  readonly product_id: number
  readonly variant_id: number
  readonly state: (typeof variantStates)[number]
}

export interface ListingInput extends Texts {
  readonly product_id: number
  readonly state: (typeof listingStates)[number]
  readonly variants: readonly VariantInput[]
}

interface Dates {
  readonly date_created: string
  readonly date_modified: string
}

type ListedVariant = VariantInput & Dates & { readonly channel_id: number }

/** How a product is offered in a channel. */
export interface Listing extends Omit<ListingInput, 'variants'>, Dates {
  readonly id: number
  readonly channel_id: number
  readonly variants: readonly ListedVariant[]
}

const slotOf = (channelId: number, productId: number) => `${channelId}/${productId}`

/** The listings of all channels. Whether what they name is there is for the caller to know. */
export class ChannelListings implements Room {
  readonly #catalog: Catalog
  readonly #clock: SandboxClock
  readonly #listings = new Table<Listing>()
  readonly kept = { listings: this.#listings }
  /** The id of each listing by what it lists, and where. */
  readonly #ids = new Map<string, number>()

  constructor(catalog: Catalog, clock: SandboxClock) {
    this.#catalog = catalog
    this.#clock = clock
  }

  restored(): void {
    this.#ids.clear()
    for (const { channel_id, product_id, id } of this.#listings.rows) this.#ids.set(slotOf(channel_id, product_id), id)
  }

  /** The listings of a channel. Guess: a listing is gone with its product, and what it says of a variant with that. */
  of(channelId: number): Listing[] {
    return this.#listings.rows.filter(one => one.channel_id === channelId).flatMap(one => this.#current(one) ?? [])
  }

  get(channelId: number, id: number): Listing | undefined {
    const listing = this.#listings.get(id)
    return listing?.channel_id === channelId ? this.#current(listing) : undefined
  }

  /** Guess: a channel lists a product once, so that listing it again changes what is there. */
  add(channelId: number, input: ListingInput): Listing {
    const slot = slotOf(channelId, input.product_id)
    const there = this.get(channelId, this.#ids.get(slot) ?? 0)
    if (there !== undefined) return this.change(there, input)
    const now = this.#now
    const listing = this.#listings.add(id => ({
      ...input,
      id,
      channel_id: channelId,
      date_created: now,
      date_modified: now,
      variants: this.#merged([], input.variants, channelId),
    }))
    this.#ids.set(slot, listing.id)
    return listing
  }

  /** Documented: variants that are named are changed or added, and others stay as they are. The product is the same. */
  change(old: Listing, input: ListingInput): Listing {
    const listing: Listing = {
      ...old,
      ...input,
      date_modified: this.#now,
      variants: this.#merged(old.variants, input.variants, old.channel_id),
    }
    this.#listings.replace(listing)
    return listing
  }

  get #now(): string {
    return v3Date(this.#clock.now().getTime())
  }

  #merged(old: readonly ListedVariant[], given: readonly VariantInput[], channel_id: number): ListedVariant[] {
    const byId = new Map(old.map(variant => [variant.variant_id, variant]))
    const now = this.#now
    for (const input of given) {
      const before = byId.get(input.variant_id) ?? { channel_id, date_created: now }
      byId.set(input.variant_id, { ...before, ...input, date_modified: now })
    }
    return [...byId.values()]
  }

  #current(listing: Listing): Listing | undefined {
    const product = this.#catalog.product(listing.product_id)
    if (product === undefined) return undefined
    const ids = new Set(product.variants.map(variant => variant.id))
    return { ...listing, variants: listing.variants.filter(variant => ids.has(variant.variant_id)) }
  }
}
