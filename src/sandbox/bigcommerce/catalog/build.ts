import { createHash } from 'node:crypto'
import { v3Date } from '../query/date.ts'
import type { CategoryTree } from './catalog.ts'
import { Catalog } from './catalog.ts'
import type { ProductDraft } from './draft.ts'
import { partsOf } from './parts.ts'
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

/** Turns drafts into a catalog: gives ids, makes each brand and category once, and keeps addresses unique. */
export class CatalogBuilder {
  readonly #origin: string
  readonly #trees: readonly CategoryTree[]
  readonly #products: ProductRecord[] = []
  readonly #brands = new Map<string, Brand>()
  readonly #categories = new Map<string, Category>()
  readonly #urls = new Set<string>()
  readonly #ids = { product: 100, variant: 1_000, option: 100, value: 1_000, image: 500, field: 0, rule: 0, video: 0 }

  /** `origin` is the sandbox's own address, under which it serves the pictures. */
  constructor(origin: string, trees: readonly CategoryTree[]) {
    this.#origin = origin
    this.#trees = trees
  }

  get count(): number {
    return this.#products.length
  }

  add(draft: ProductDraft): void {
    this.#ids.product += 1
    const id = this.#ids.product
    const parts = partsOf(draft, id, this.#ids, this.#origin)
    const simple = draft.options.length === 0
    const onHand = parts.stock.reduce((sum, levels) => sum + levels.reduce((a, b) => a + b, 0), 0)
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
      categories: [...new Set(draft.categories.map(path => this.#category(path)))],
      brand_id: this.#brand(draft.brand),
      option_set_id: null,
      option_set_display: 'right',
      inventory_level: draft.tracking === 'none' ? 0 : onHand,
      inventory_warning_level: draft.warningLevel,
      inventory_tracking: draft.tracking,
      reviews_rating_sum: 0,
      reviews_count: 0,
      total_sold: 0,
      fixed_cost_shipping_price: 0,
      is_free_shipping: draft.freeShipping,
      is_visible: draft.visible,
      is_featured: draft.featured,
      related_products: [-1],
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
      gift_wrapping_options_list: [],
      sort_order: draft.sortOrder,
      condition: draft.condition,
      is_condition_shown: false,
      order_quantity_minimum: 0,
      order_quantity_maximum: 0,
      page_title: draft.pageTitle,
      meta_keywords: [],
      meta_description: draft.metaDescription,
      date_created: v3Date(draft.createdMs),
      date_modified: v3Date(draft.modifiedMs),
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
    this.#products.push({ row, ...parts, channels: draft.channels, texts: new Map() })
  }

  build(): Catalog {
    return new Catalog({
      products: this.#products,
      brands: [...this.#brands.values()],
      categories: [...this.#categories.values()],
      trees: this.#trees,
    })
  }

  #url(wanted: string): string {
    let url = `${wanted}/`
    for (let count = 2; this.#urls.has(url); count += 1) url = `${wanted}-${count}/`
    this.#urls.add(url)
    return url
  }

  #brand(name: string): number {
    if (name === '') return 0
    const key = name.toLowerCase()
    const known = this.#brands.get(key)
    if (known !== undefined) return known.id
    const brand: Brand = {
      id: 30 + this.#brands.size + 1,
      name,
      page_title: '',
      meta_keywords: [],
      meta_description: '',
      image_url: '',
      search_keywords: '',
      custom_url: { url: this.#url(`/brands/${slugOf(name)}`), is_customized: false },
    }
    this.#brands.set(key, brand)
    return brand.id
  }

  /** The id of the category at this path in the first tree, made with its parents where it is new. */
  #category(path: readonly string[]): number {
    let parent = 0
    let address = ''
    let key = ''
    for (const name of path) {
      key += `/${name.toLowerCase().replaceAll('/', '\\/')}`
      address += `/${slugOf(name)}`
      let category = this.#categories.get(key)
      if (category === undefined) {
        category = {
          category_id: 20 + this.#categories.size + 1,
          category_uuid: uuidOf(key),
          tree_id: this.#trees[0]?.id ?? 1,
          parent_id: parent,
          name: name.slice(0, 50),
          description: '',
          views: 0,
          sort_order: 0,
          page_title: '',
          meta_keywords: [],
          meta_description: '',
          layout_file: 'category.html',
          image_url: '',
          is_visible: true,
          search_keywords: '',
          default_product_sort: 'use_store_settings',
          url: { path: this.#url(address), is_customized: false },
        }
        this.#categories.set(key, category)
      }
      parent = category.category_id
    }
    return parent
  }
}
