import { SettingsBook } from './book.ts'

interface CatalogSettings {
  readonly auto_approve_reviews: boolean
  readonly enable_product_comparisons: boolean
}

/** What goes for the catalog as a whole. */
export class CatalogSettingsBook extends SettingsBook<CatalogSettings> {
  #global: CatalogSettings = { auto_approve_reviews: false, enable_product_comparisons: true }

  get global(): CatalogSettings {
    return this.#global
  }

  protected keep(next: CatalogSettings): void {
    this.#global = next
  }
}
