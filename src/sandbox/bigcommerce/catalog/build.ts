import { createHash } from 'node:crypto'
import { v3Date } from '../query/date.ts'
import { KeptMap, KeptSet, LastNumbers } from '../state/cells.ts'
import type { Room } from '../state/part.ts'
import type { CategoryTree } from './catalog.ts'
import { Catalog } from './catalog.ts'
import type { ProductDraft } from './draft.ts'
import { limits } from './limits.ts'
import type { Place } from './parts.ts'
import { partsOf, shownLevel, sum } from './parts.ts'
import type { Brand, Category, Product, ProductRecord } from './types.ts'

/** A part of a web address made of a name: lower case, letters and digits of any script, hyphens. */
function slugOf(text: string): string {
  const slug = text.toLowerCase().replaceAll(/[^\p{L}\p{N}]+/gu, '-')
  return slug.replace(/^-+|-+$/g, '').slice(0, 200) || 'item'
}

/** The same id for the same category in every run; only its form, a UUID of version 4, means something. */
function uuidOf(text: string): string {
  const hex = createHash('sha256').update(text).digest('hex')
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** Names are compared without regard to case, among the categories below one parent. */
const categoryKey = (treeId: number, parentId: number, name: string) => `${treeId}/${parentId}/${name.toLowerCase()}`

/** What nearly every product has of these lists; they share them, for rows are never changed in place. */
const unrelated = [-1]
const noNumbers: readonly number[] = []
const noWords: readonly string[] = []

/** Where a category stands and what it is called. */
export interface CategoryPlace {
  readonly name: string
  /** 0 for a category at the root of its tree. */
  readonly parentId: number
  readonly treeId: number
  /** Where its address is to start from; made of the names from the root down unless given. */
  readonly url?: string
}

/** What can be said of a category besides its place and its name. */
export type CategoryFields = Partial<Omit<Category, 'category_id' | 'category_uuid' | 'tree_id' | 'parent_id' | 'name'>>

/** Turns drafts into rows of its catalog: gives ids, makes each brand and category once, and keeps addresses unique. */
export class CatalogBuilder implements Room {
  readonly catalog: Catalog
  readonly #origin: string
  readonly #brands = new Map<string, number>()
  readonly #categories = new Map<string, number>()
  readonly #urls = new KeptSet()
  /** How often an address was wanted that was taken: the next one needn't try all of them again. */
  readonly #urlTurns = new KeptMap<string, number>()
  readonly #ids = new LastNumbers({
    ...{ product: 100, variant: 1_000, option: 100, value: 1_000, image: 500, field: 0, rule: 0, video: 0, review: 0 },
    ...{ brand: 30, category: 20, tree: 0 },
  })
  readonly kept = { urls: this.#urls, urlTurns: this.#urlTurns, ids: this.#ids }

  /** `origin` is the sandbox's own address, under which it serves the pictures. */
  constructor(origin: string, trees: readonly CategoryTree[]) {
    this.#origin = origin
    this.catalog = new Catalog(trees)
    this.#ids.last.tree = Math.max(0, ...trees.map(tree => tree.id))
  }

  restored(): void {
    this.#brands.clear()
    for (const { name, id } of this.catalog.brands) this.#brands.set(name.toLowerCase(), id)
    this.#categories.clear()
    for (const { tree_id, parent_id, name, category_id } of this.catalog.categories) {
      this.#categories.set(categoryKey(tree_id, parent_id, name), category_id)
    }
  }

  /** Where a part of this product takes its ids from. */
  placeOf(productId: number): Place {
    return { productId, ids: this.#ids.last, origin: this.#origin }
  }

  /** Adds the product to the catalog. Whether its name and SKUs are free is for the caller to know. */
  add(draft: ProductDraft): ProductRecord {
    const record = this.make(draft)
    this.catalog.addProduct(record)
    return record
  }

  /** The product with ids and an address of its own; the catalog doesn't have it yet. */
  make(draft: ProductDraft): ProductRecord {
    const id = this.#ids.next('product')
    const modified = v3Date(draft.modifiedMs)
    const parts = partsOf(draft, modified, this.placeOf(id))
    const simple = draft.options.length === 0
    const row: Product = {
      id,
      name: draft.name,
      type: draft.type,
      sku: draft.sku,
      description: draft.description,
      weight: draft.weight,
      width: draft.width,
      depth: draft.depth,
      height: draft.height,
      price: draft.price,
      cost_price: draft.costPrice,
      retail_price: draft.retailPrice,
      sale_price: draft.salePrice,
      map_price: 0,
      tax_class_id: 0,
      product_tax_code: '',
      calculated_price: draft.salePrice > 0 ? draft.salePrice : draft.price,
      categories: [...new Set(draft.categories.map(one => (typeof one === 'number' ? one : this.categoryAt(one))))],
      brand_id: this.brand(draft.brand),
      option_set_id: null,
      option_set_display: 'right',
      inventory_level: shownLevel(draft.tracking, sum(parts.stock.map(sum))),
      inventory_warning_level: draft.warningLevel,
      inventory_tracking: draft.tracking,
      reviews_rating_sum: 0,
      reviews_count: 0,
      total_sold: 0,
      fixed_cost_shipping_price: 0,
      is_free_shipping: draft.freeShipping,
      is_visible: draft.visible,
      is_featured: draft.featured,
      related_products: unrelated,
      warranty: draft.warranty,
      bin_picking_number: draft.binPicking,
      layout_file: 'product.html',
      upc: draft.upc,
      mpn: draft.mpn,
      gtin: draft.gtin,
      search_keywords: draft.keywords,
      availability: draft.availability,
      availability_description: '',
      gift_wrapping_options_type: 'any',
      gift_wrapping_options_list: noNumbers,
      sort_order: draft.sortOrder,
      condition: draft.condition,
      is_condition_shown: false,
      order_quantity_minimum: 0,
      order_quantity_maximum: 0,
      page_title: draft.pageTitle,
      meta_keywords: noWords,
      meta_description: draft.metaDescription,
      date_created: v3Date(draft.createdMs),
      date_modified: modified,
      view_count: 0,
      preorder_release_date: null,
      preorder_message: '',
      is_preorder_only: false,
      is_price_hidden: false,
      price_hidden_label: '',
      custom_url: { url: this.#url(`/${slugOf(draft.name)}`), is_customized: false },
      // Null for products with options (the official field description).
      base_variant_id: simple ? (parts.variants[0]?.id ?? null) : null,
      open_graph_type: 'product',
      open_graph_title: '',
      open_graph_description: '',
      open_graph_use_meta_description: true,
      open_graph_use_product_name: true,
      open_graph_use_image: true,
    }
    return { row, ...parts, channels: draft.channels, modifiedMs: Date.parse(modified) }
  }

  /** A simple copy of a product under new ids, with a name and no SKU of its own; the catalog doesn't have it yet. */
  makeCopyOf(original: ProductRecord, nowMs: number): ProductRecord {
    const id = this.#ids.next('product')
    const variantId = this.#ids.next('variant')
    const now = v3Date(nowMs)
    const [base] = original.variants
    return {
      row: {
        ...original.row,
        id,
        name: `${original.row.name} (${id})`,
        sku: '',
        base_variant_id: variantId,
        custom_url: { url: this.#url(`/added-while-reading-${id}`), is_customized: false },
        date_created: now,
        date_modified: now,
      },
      variants:
        base === undefined
          ? []
          : [{ ...base, id: variantId, product_id: id, sku: '', sku_id: null, option_values: [] }],
      options: [],
      modifiers: [],
      images: [],
      customFields: [],
      bulkRules: [],
      videos: [],
      reviews: [],
      channels: original.channels,
      stock: original.stock.slice(0, 1),
      modifiedMs: Date.parse(now),
    }
  }

  /** The id of the brand with this name, made where it is new; 0 for no name. */
  brand(name: string): number {
    if (name === '') return 0
    return this.findBrand(name) ?? this.addBrand({ name }).id
  }

  findBrand(name: string): number | undefined {
    return this.#brands.get(name.toLowerCase())
  }

  /** Adds a brand with what is given of it; its address is made of its name unless given. */
  addBrand({ name, custom_url, ...given }: Partial<Omit<Brand, 'id'>> & Pick<Brand, 'name'>): Brand {
    const id = this.#ids.next('brand')
    const brand: Brand = {
      id,
      name,
      page_title: '',
      meta_keywords: noWords,
      meta_description: '',
      image_url: '',
      search_keywords: '',
      ...given,
      custom_url: custom_url ?? { url: this.#url(`/brands/${slugOf(name)}`), is_customized: false },
    }
    this.#urls.add(brand.custom_url.url)
    this.catalog.addBrand(brand)
    this.#brands.set(name.toLowerCase(), id)
    return brand
  }

  /** Puts the brand in the place of the one with its id, with its name and its address. */
  replaceBrand(brand: Brand): void {
    this.#forgetBrand(brand.id)
    this.#urls.add(brand.custom_url.url)
    this.#brands.set(brand.name.toLowerCase(), brand.id)
    this.catalog.replaceBrand(brand)
  }

  removeBrands(ids: ReadonlySet<number>): void {
    for (const id of ids) this.#forgetBrand(id)
    this.catalog.removeBrands(ids)
  }

  /** The category of this name right below the parent. */
  findCategory({ name, parentId, treeId }: CategoryPlace): number | undefined {
    return this.#categories.get(categoryKey(treeId, parentId, name))
  }

  /** Adds a category with what is given of it; its address is made of the names from the root down unless given. */
  addCategory({ name, parentId, treeId, url }: CategoryPlace, given: CategoryFields = {}): number {
    const id = this.#ids.next('category')
    const above = this.catalog.category(parentId)?.url.path.replace(/\/$/, '') ?? ''
    this.catalog.addCategory({
      category_id: id,
      category_uuid: uuidOf(`${treeId}/${id}`),
      tree_id: treeId,
      parent_id: parentId,
      name,
      description: '',
      views: 0,
      sort_order: 0,
      page_title: '',
      meta_keywords: noWords,
      meta_description: '',
      layout_file: 'category.html',
      image_url: '',
      is_visible: true,
      search_keywords: '',
      default_product_sort: 'use_store_settings',
      ...given,
      url: given.url ?? { path: this.#url(url ?? `${above}/${slugOf(name)}`), is_customized: false },
    })
    if (given.url !== undefined) this.#urls.add(given.url.path)
    this.#categories.set(categoryKey(treeId, parentId, name), id)
    return id
  }

  /** The id of the category at this path in the first tree, made by `add` with its parents where it is new; 0 for no path. */
  categoryAt(path: readonly string[], add = (place: CategoryPlace) => this.addCategory(place)): number {
    const treeId = this.catalog.trees[0]?.id ?? 1
    let parentId = 0
    for (const name of path) {
      const wanted = { name: name.slice(0, limits.categoryNameLength), parentId, treeId }
      parentId = this.findCategory(wanted) ?? add(wanted)
    }
    return parentId
  }

  /** Puts the category in the place of the one with its id, with its name, its parent and its address. */
  replaceCategory(category: Category): void {
    const { tree_id, parent_id, category_id, name, url } = category
    const old = this.catalog.category(category_id)
    if (old !== undefined) this.#forgetCategory(old)
    this.#categories.set(categoryKey(tree_id, parent_id, name), category_id)
    this.#urls.add(url.path)
    this.catalog.replaceCategory(category)
  }

  removeCategories(ids: ReadonlySet<number>): void {
    for (const category of this.catalog.categories) {
      if (ids.has(category.category_id)) this.#forgetCategory(category)
    }
    this.catalog.removeCategories(ids)
  }

  addTree(tree: Omit<CategoryTree, 'id'>): CategoryTree {
    const made = { id: this.#ids.next('tree'), ...tree }
    this.catalog.addTree(made)
    return made
  }

  /** Whether a product, a brand or a category has this address. */
  hasUrl(url: string): boolean {
    return this.#urls.has(url)
  }

  takeUrl(url: string): void {
    this.#urls.add(url)
  }

  freeUrl(url: string): void {
    this.#urls.delete(url)
  }

  #forgetBrand(id: number): void {
    const brand = this.catalog.brand(id)
    if (brand === undefined) return
    this.#brands.delete(brand.name.toLowerCase())
    this.#urls.delete(brand.custom_url.url)
  }

  #forgetCategory({ tree_id, parent_id, name, url }: Category): void {
    this.#categories.delete(categoryKey(tree_id, parent_id, name))
    this.#urls.delete(url.path)
  }

  #url(wanted: string): string {
    // Joined, not concatenated: see `pictureUrls`.
    let url = [wanted, '/'].join('')
    let turn = this.#urlTurns.get(wanted) ?? 1
    while (this.#urls.has(url)) {
      turn += 1
      url = `${wanted}-${turn}/`
    }
    if (turn > 1) this.#urlTurns.set(wanted, turn)
    this.#urls.add(url)
    return url
  }
}
