import { KeptValue } from '../state/cells.ts'
import { SettingsBook } from './book.ts'

interface CatalogSettings {
  readonly auto_approve_reviews: boolean
  readonly enable_product_comparisons: boolean
}

/** What goes for the catalog as a whole. */
export class CatalogSettingsBook extends SettingsBook<CatalogSettings> {
  readonly #global = new KeptValue<CatalogSettings>({ auto_approve_reviews: false, enable_product_comparisons: true })
  readonly kept = { settings: this.#global, channelSettings: this.byChannel }

  get global(): CatalogSettings {
    return this.#global.value
  }

  protected set(next: CatalogSettings): void {
    this.#global.value = next
  }
}
