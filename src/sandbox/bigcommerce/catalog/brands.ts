import type { Metafields } from '../metafields/metafields.ts'
import type { CatalogBuilder } from './build.ts'
import { limits } from './limits.ts'
import { withoutBrands } from './losses.ts'
import { refuse, taken, unknown } from './refuse.ts'
import { checkLength } from './rules.ts'
import type { Brand } from './types.ts'

/**
 * The brands of a store, by the rules that the API and the merchant's hand share. A refused change throws a
 * SandboxError and changes nothing. The platform has no webhook events for brands.
 */
export class Brands {
  readonly #builder: CatalogBuilder
  readonly #metafields: Metafields

  constructor(builder: CatalogBuilder, metafields: Metafields) {
    this.#builder = builder
    this.#metafields = metafields
  }

  add(brand: Partial<Omit<Brand, 'id'>> & Pick<Brand, 'name'>): Brand {
    this.#check(brand, null)
    return this.#builder.addBrand(brand)
  }

  /** Changes fields of a brand. Guess: a new name leaves the address as it is. */
  change(id: number, fields: Partial<Omit<Brand, 'id'>>): Brand {
    const old = this.#builder.catalog.brand(id)
    if (old === undefined) throw unknown('brand', id)
    this.#check(fields, old)
    const changed = { ...old, ...fields }
    this.#builder.replaceBrand(changed)
    return changed
  }

  /** Deletes brands. Guess: their products stay, without one, and their dates don't tell. */
  remove(ids: ReadonlySet<number>): void {
    this.#builder.removeBrands(ids)
    withoutBrands(this.#builder.catalog, ids)
    this.#metafields.drop('brand', ids)
  }

  #check({ name, custom_url }: Partial<Brand>, own: Brand | null): void {
    if (name !== undefined) {
      if (name.trim() === '') throw refuse('A brand has a name.', 'Give it one.', 'name')
      checkLength('The name', name, limits.brandNameLength, 'name')
      const other = this.#builder.findBrand(name)
      if (other !== undefined && other !== own?.id) throw taken(`Another brand is called “${name}”.`)
    }
    if (custom_url !== undefined && custom_url.url !== own?.custom_url.url && this.#builder.hasUrl(custom_url.url)) {
      throw taken(`Something else has the address “${custom_url.url}”.`)
    }
  }
}
