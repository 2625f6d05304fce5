import type { Room } from '../state/part.ts'
import { InUse } from './in-use.ts'
import { Shelf } from './shelf.ts'
import type { Brand, Category, ProductRecord, Variant } from './types.ts'

/** A category tree; each belongs to one channel for good (documented). */
export interface CategoryTree {
  readonly id: number
  readonly name: string
  readonly channels: readonly number[]
}

/** The catalog as it is now. Its rows are never changed but replaced, so that whoever holds one holds what was true. */
export class Catalog implements Room {
  readonly #products = new Shelf<ProductRecord>(record => record.row.id)
  readonly #brands = new Shelf<Brand>(brand => brand.id)
  readonly #categories = new Shelf<Category>(category => category.category_id)
  readonly #trees = new Shelf<CategoryTree>(tree => tree.id)
  readonly kept = {
    trees: this.#trees,
    categories: this.#categories,
    brands: this.#brands,
    products: this.#products,
  }
  #variantCount = 0
  /** Made when somebody first asks: most stores are only read. */
  #variants: readonly Variant[] | null = null
  #inUse: InUse | null = null
  /** The product of each variant, by their ids. */
  #variantHomes: Map<number, number> | null = null

  constructor(trees: readonly CategoryTree[]) {
    for (const tree of trees) this.addTree(tree)
  }

  restored(): void {
    this.#variantCount = this.products.reduce((count, { variants }) => count + variants.length, 0)
    this.#variants = null
    this.#inUse = null
    this.#variantHomes = null
  }

  get products(): readonly ProductRecord[] {
    return this.#products.rows
  }

  get brands(): readonly Brand[] {
    return this.#brands.rows
  }

  get categories(): readonly Category[] {
    return this.#categories.rows
  }

  get trees(): readonly CategoryTree[] {
    return this.#trees.rows
  }

  get variantCount(): number {
    return this.#variantCount
  }

  /** All variants, in the order of their products. */
  get variants(): readonly Variant[] {
    this.#variants ??= this.products.flatMap(record => record.variants)
    return this.#variants
  }

  /** The names and SKUs of the products. */
  get inUse(): InUse {
    this.#inUse ??= new InUse(this.products)
    return this.#inUse
  }

  /** The variant with this id. */
  variant(id: number): Variant | undefined {
    if (this.#variantHomes === null) {
      this.#variantHomes = new Map()
      for (const record of this.products) this.#house(record)
    }
    const home = this.#variantHomes.get(id)
    return home === undefined ? undefined : this.product(home)?.variants.find(variant => variant.id === id)
  }

  product(id: number): ProductRecord | undefined {
    return this.#products.get(id)
  }

  brand(id: number): Brand | undefined {
    return this.#brands.get(id)
  }

  category(id: number): Category | undefined {
    return this.#categories.get(id)
  }

  tree(id: number): CategoryTree | undefined {
    return this.#trees.get(id)
  }

  /** The position of the first product whose id is at least `id`. */
  positionOf(id: number): number {
    return this.#products.positionOf(id)
  }

  /** The products with these ids, each once, in the order of their ids. */
  productsWith(ids: readonly number[]): readonly ProductRecord[] {
    return this.#products.pick(ids)
  }

  /** Adds a product, whose id is higher than that of any other. */
  addProduct(record: ProductRecord): void {
    this.#products.add(record)
    this.#variantCount += record.variants.length
    this.#variants = null
    this.#inUse?.add(record)
    this.#house(record)
  }

  /** Puts the record in the place of the product with its id. */
  replaceProduct(record: ProductRecord): void {
    const old = this.#products.get(record.row.id)
    if (old === undefined) return
    this.#letGo(old)
    this.#products.replace(record)
    this.#variantCount += record.variants.length
    this.#inUse?.add(record)
    this.#house(record)
  }

  /** False where there is no such product. */
  removeProduct(id: number): boolean {
    const record = this.#products.remove(id)
    if (record === undefined) return false
    this.#letGo(record)
    return true
  }

  addBrand(brand: Brand): void {
    this.#brands.add(brand)
  }

  replaceBrand(brand: Brand): void {
    this.#brands.replace(brand)
  }

  removeBrands(ids: ReadonlySet<number>): void {
    this.#brands.removeAll(ids)
  }

  addCategory(category: Category): void {
    this.#categories.add(category)
  }

  replaceCategory(category: Category): void {
    this.#categories.replace(category)
  }

  removeCategories(ids: ReadonlySet<number>): void {
    this.#categories.removeAll(ids)
  }

  addTree(tree: CategoryTree): void {
    this.#trees.add(tree)
  }

  replaceTree(tree: CategoryTree): void {
    this.#trees.replace(tree)
  }

  removeTrees(ids: ReadonlySet<number>): void {
    this.#trees.removeAll(ids)
  }

  #house({ row, variants }: ProductRecord): void {
    for (const { id } of variants) this.#variantHomes?.set(id, row.id)
  }

  #letGo(record: ProductRecord): void {
    this.#variantCount -= record.variants.length
    this.#variants = null
    this.#inUse?.remove(record)
    for (const { id } of record.variants) this.#variantHomes?.delete(id)
  }
}
