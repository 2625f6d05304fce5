import type { Channels } from '../channels/channels.ts'
import type { Keeper } from '../durable.ts'
import type { StoreEvents } from '../events.ts'
import { KeptValue } from '../state/cells.ts'
import type { Room } from '../state/part.ts'
import { SettingsBook } from './book.ts'

export const addressTypes = ['Home Office', 'Commercial Office', 'Retail', 'Warehouse'] as const

export interface StoreProfile {
  readonly store_name: string
  readonly store_address: string
  readonly store_address_type: (typeof addressTypes)[number]
  readonly store_email: string
  readonly store_phone: string
}

/** What the store says of itself to shoppers. */
export class StoreProfileBook extends SettingsBook<StoreProfile> {
  readonly #keeper: Keeper
  readonly #rest: KeptValue<Omit<StoreProfile, 'store_name'>>
  readonly kept: Room['kept']

  /** `domain` is that of the first storefront. */
  constructor(parts: { keeper: Keeper; channels: Channels; events: StoreEvents; domain: string }) {
    super('profile', parts.channels, parts.events)
    this.#keeper = parts.keeper
    this.#rest = new KeptValue({
      store_address: '3 Market Street, Willowford, Iowa 50001',
      store_address_type: 'Retail',
      store_email: `hello@${parts.domain}`,
      store_phone: '+1 515 555 0100',
    })
    this.kept = { profile: this.#rest, channelProfiles: this.byChannel }
  }

  get global(): StoreProfile {
    return { store_name: this.#keeper.state.storeName, ...this.#rest.value }
  }

  /** Name, address and phone are also told as information of the store (documented). */
  protected set(next: StoreProfile): void {
    const before = this.global
    const { store_name, ...rest } = next
    if (store_name !== before.store_name) this.#keeper.change(old => ({ ...old, storeName: store_name }))
    this.#rest.value = rest
    const told = ['store_name', 'store_address', 'store_phone'] as const
    if (told.some(name => next[name] !== before[name])) this.events.tell('store/information/updated', { type: 'store' })
  }
}
