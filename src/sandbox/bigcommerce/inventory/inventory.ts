import type { Catalog } from '../catalog/catalog.ts'
import type { Chance } from '../chance.ts'
import { hexDigits } from '../chance.ts'
import type { SandboxClock } from '../clock.ts'
import type { StoreEvents } from '../events.ts'
import type { Room } from '../state/part.ts'
import { Adjustments } from './adjustments.ts'
import { InventorySettingsBook } from './inventory-settings.ts'
import { Locations } from './locations.ts'
import { Stock } from './stock.ts'

/** What a store has on hand, and where. */
export class Inventory implements Room {
  readonly kept: Room['kept']
  readonly locations = new Locations()
  readonly settings = new InventorySettingsBook()
  readonly stock: Stock
  readonly adjustments: Adjustments
  readonly #chance: Chance

  constructor(parts: {
    catalog: Catalog
    events: StoreEvents
    clock: SandboxClock
    chance: Chance
    /** How long an accepted adjustment takes until it shows. */
    delayMs: number
    closed: AbortSignal
  }) {
    const { catalog, events, clock, delayMs, closed } = parts
    this.#chance = parts.chance
    this.stock = new Stock({ catalog, events, clock, locations: this.locations })
    this.adjustments = new Adjustments({
      stock: this.stock,
      locations: this.locations,
      catalog,
      clock,
      delayMs,
      closed,
    })
    this.kept = { ...this.locations.kept, ...this.settings.kept, ...this.stock.kept, ...this.adjustments.kept }
  }

  restored(): void {
    this.adjustments.restored()
  }

  /** The id of an accepted change. Guess: it looks like a UUID. */
  newTransactionId(): string {
    return [8, 4, 4, 4, 12].map(length => this.#chance.text(length, hexDigits)).join('-')
  }
}
