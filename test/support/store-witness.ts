import type { Exchange, Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { askStore } from './catalog.ts'
import { type MadeName, madeName, readNames, type ShopNames, toldOf } from './witness-names.ts'

/**
 * What a store says of itself, without a line of the hub: its raw rows, and what its journal shows was sent to it. The
 * names are those of the official files, written down once more.
 */
export interface RawItem {
  readonly level: 'product' | 'variant'
  readonly id: string
  readonly productId: string
  readonly row: Readonly<Record<string, unknown>>
  /** What it shows of fields that a store keeps as ids, or as lists with ids, without those. */
  readonly told: Readonly<Record<string, unknown>>
}

/** By `product 12` or `variant 34`. */
export class RawStore extends Map<string, RawItem> {
  names: ShopNames = { brands: new Map(), categories: new Map() }
}

/** `=`: it goes as it is; `0`, `''`, `null`, `[]`: how the store shows that there is none. */
type None = '=' | '0' | "''" | 'null' | '[]'

const texts = "''" as const
const names: Readonly<Record<'product' | 'variant', Readonly<Record<string, readonly [string, None]>>>> = {
  product: {
    name: ['name', '='],
    sku: ['sku', texts],
    type: ['type', '='],
    description: ['description', texts],
    condition: ['condition', '='],
    conditionShown: ['is_condition_shown', '='],
    warranty: ['warranty', texts],
    price: ['price', '='],
    costPrice: ['cost_price', '0'],
    retailPrice: ['retail_price', '0'],
    salePrice: ['sale_price', '0'],
    mapPrice: ['map_price', '0'],
    taxCode: ['product_tax_code', texts],
    priceHidden: ['is_price_hidden', '='],
    priceHiddenLabel: ['price_hidden_label', texts],
    upc: ['upc', texts],
    gtin: ['gtin', texts],
    mpn: ['mpn', texts],
    binPickingNumber: ['bin_picking_number', texts],
    weight: ['weight', '='],
    width: ['width', '0'],
    height: ['height', '0'],
    depth: ['depth', '0'],
    freeShipping: ['is_free_shipping', '='],
    fixedShippingPrice: ['fixed_cost_shipping_price', '0'],
    visible: ['is_visible', '='],
    featured: ['is_featured', '='],
    availability: ['availability', '='],
    availabilityDescription: ['availability_description', texts],
    orderQuantityLeast: ['order_quantity_minimum', '0'],
    orderQuantityMost: ['order_quantity_maximum', '0'],
    stockTracking: ['inventory_tracking', '='],
    stockWarningLevel: ['inventory_warning_level', '0'],
    preorderOnly: ['is_preorder_only', '='],
    preorderReleaseDate: ['preorder_release_date', 'null'],
    preorderMessage: ['preorder_message', texts],
    giftWrapping: ['gift_wrapping_options_type', '='],
    sortOrder: ['sort_order', '0'],
    pageTitle: ['page_title', texts],
    metaDescription: ['meta_description', texts],
    metaKeywords: ['meta_keywords', '[]'],
    searchKeywords: ['search_keywords', texts],
    shareType: ['open_graph_type', '='],
    shareTitle: ['open_graph_title', texts],
    shareDescription: ['open_graph_description', texts],
    shareUsesMetaDescription: ['open_graph_use_meta_description', '='],
    shareUsesName: ['open_graph_use_product_name', '='],
    shareUsesImage: ['open_graph_use_image', '='],
    brand: ['brand_id', '='],
    categories: ['categories', '='],
    customFields: ['custom_fields', '='],
  },
  variant: {
    sku: ['sku', texts],
    upc: ['upc', texts],
    gtin: ['gtin', texts],
    mpn: ['mpn', texts],
    binPickingNumber: ['bin_picking_number', texts],
    price: ['price', 'null'],
    costPrice: ['cost_price', '0'],
    retailPrice: ['retail_price', 'null'],
    salePrice: ['sale_price', 'null'],
    mapPrice: ['map_price', 'null'],
    weight: ['weight', 'null'],
    width: ['width', 'null'],
    height: ['height', 'null'],
    depth: ['depth', 'null'],
    freeShipping: ['is_free_shipping', '='],
    fixedShippingPrice: ['fixed_cost_shipping_price', 'null'],
    purchasingDisabled: ['purchasing_disabled', '='],
    purchasingDisabledMessage: ['purchasing_disabled_message', texts],
    stockWarningLevel: ['inventory_warning_level', '0'],
  },
}

/** What follows from a field of a product or variant, and so changes with it, there and in the other of both. */
const follows: Readonly<Record<string, readonly string[]>> = {
  price: ['calculated_price'],
  sale_price: ['calculated_price'],
  weight: ['calculated_weight'],
  sku: ['sku'],
  inventory_tracking: ['inventory_level'],
}

export type Level = 'product' | 'variant'

/** The fields that the law writes. */
export const witnessed = (level: Level): readonly string[] => Object.keys(names[level])

export const remoteNameOf = (level: Level, field: string): string => names[level][field]?.[0] ?? field

/** What an item shows of a field, as the hub means it: null for none. */
export function shownBy(item: RawItem | undefined, field: string): unknown {
  if (item === undefined) return null
  if (field in item.told) return item.told[field]
  return meaning(item.level, field, item.row[remoteNameOf(item.level, field)])
}

function meaning(level: Level, field: string, shown: unknown): unknown {
  const none = names[level][field]?.[1] ?? '='
  if (shown === undefined || shown === null || shown === '') return null
  if (none === '0' && Number(shown) === 0) return null
  if (Array.isArray(shown)) return shown.length === 0 ? null : shown.map(String)
  if (typeof shown === 'number') return plainNumber(shown)
  return shown
}

/** Numbers of both sides in one spelling, and moments in another: `18.90`, 18.9. */
export function spelled(field: string, value: unknown): unknown {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'number') return plainNumber(value)
  if (field === 'preorderReleaseDate') return new Date(String(value)).getTime()
  if (field === 'categories') return (value as string[]).toSorted()
  if (field === 'customFields') return pairsOf(value).toSorted()
  return value
}

/** Each custom field as `["Material","Oak"]`, whatever id it has. */
export function pairsOf(value: unknown): string[] {
  return ((value ?? []) as { name: string; value: string }[]).map(one => JSON.stringify([one.name, one.value]))
}

/** What the store keeps of a value: prices have four decimals (documented). */
export function kept(field: string, value: unknown): unknown {
  const isPrice = /[pP]rice$/.test(field)
  if (isPrice && typeof value === 'string') return plainNumber(Math.round(Number(value) * 10_000) / 10_000)
  return isAmount(field) && typeof value === 'string' ? plainNumber(Number(value)) : spelled(field, value)
}

/** The hub keeps amounts as decimal text. */
const isAmount = (field: string) => /^(weight|width|height|depth)$|[pP]rice$/.test(field)

function plainNumber(value: number): string {
  const text = String(value)
  return text.includes('e') ? value.toFixed(20).replace(/\.?0+$/, '') : text
}

/** What a request says for a value: a number is told as a number. */
export function sentAs(level: Level, field: string, value: unknown): unknown {
  const none = names[level][field]?.[1] ?? '='
  if (value === null || value === '') return none === '0' ? 0 : none === 'null' ? null : none === '[]' ? [] : ''
  return isAmount(field) ? Number(value) : value
}

const included = 'variants,images,custom_fields,bulk_pricing_rules,channels,videos'

export async function rawStore(store: Sandbox): Promise<RawStore> {
  const items = new RawStore()
  items.names = await readNames(store)
  for (const { variants, ...row } of await askStore(store, `/v3/catalog/products?include=${included}`)) {
    const productId = String(row.id)
    items.set(`product ${productId}`, {
      level: 'product',
      id: productId,
      productId,
      row,
      told: toldOf(row, items.names),
    })
    for (const variant of variants as Record<string, unknown>[]) {
      const id = String(variant.id)
      items.set(`variant ${id}`, { level: 'variant', id, productId, row: variant, told: {} })
    }
  }
  return items
}

/** One field of one row that a request names. */
export interface SentField {
  readonly key: string
  readonly level: Level
  readonly id: string
  readonly remoteName: string
  /** JSON as it was sent. */
  readonly value: unknown
  readonly exchange: Exchange
  /** The custom field that the request is about, where it has an id. */
  readonly entryId?: string
}

const places: Readonly<Record<string, Level>> = {
  '/v3/catalog/products': 'product',
  '/v3/catalog/variants': 'variant',
}

/** `product 12` or `variant 34`. */
export interface RemovedItem {
  readonly key: string
  readonly exchange: Exchange
}

/** A product that a request was to make. */
export interface MadeProduct {
  readonly name: string
  readonly body: Readonly<Record<string, unknown>>
  readonly exchange: Exchange
}

export interface Sent {
  readonly sent: readonly SentField[]
  /** Brands and categories that were to be made. */
  readonly made: readonly MadeName[]
  /** Products and variants that were to go. */
  readonly removed: readonly RemovedItem[]
  /** Products that were to be made. */
  readonly products: readonly MadeProduct[]
  /** What may not be among them. */
  readonly foreign: readonly string[]
}

/** What exchanges wrote. `names`: of the store by then. */
export function sentFields(exchanges: readonly Exchange[], { names }: Pick<RawStore, 'names'>): Sent {
  const sent: SentField[] = []
  const made: MadeName[] = []
  const removed: RemovedItem[] = []
  const products: MadeProduct[] = []
  const foreign: string[] = []
  for (const exchange of exchanges) {
    if (exchange.method === 'GET') continue
    const path = exchange.url.replace(/^\/stores\/[^/]+/, '')
    const level = places[path]
    const ofList = /^\/v3\/catalog\/products\/(\d+)\/custom-fields(?:\/(\d+))?$/.exec(path)
    const whole = /^\/v3\/catalog\/products\/(\d+)(?:\/variants\/(\d+))?$/.exec(path)
    const name = madeName(exchange, path, names)
    if (whole !== null && exchange.method === 'DELETE') {
      const key = whole[2] === undefined ? `product ${whole[1]}` : `variant ${whole[2]}`
      removed.push({ key, exchange })
    } else if (exchange.method === 'POST' && path === '/v3/catalog/products') {
      const body = JSON.parse(exchange.requestBody) as Record<string, unknown>
      products.push({ name: String(body.name), body, exchange })
    } else if (name !== null) made.push(name)
    else if (ofList !== null) sent.push(ofCustomField(exchange, ofList[1] ?? '', ofList[2]))
    else if (exchange.method === 'PUT' && level !== undefined) sent.push(...ofBatch(exchange, level))
    else foreign.push(`${exchange.method} ${exchange.url}`)
  }
  return { sent, made, removed, products, foreign }
}

function ofCustomField(exchange: Exchange, id: string, entryId: string | undefined): SentField {
  const value = exchange.requestBody === '' ? null : JSON.parse(exchange.requestBody)
  const of = { level: 'product', id, remoteName: 'custom_fields', value, exchange } as const
  return { ...of, key: `product ${id} custom_fields`, ...(entryId !== undefined && { entryId }) }
}

function ofBatch(exchange: Exchange, level: Level): SentField[] {
  const rows = JSON.parse(exchange.requestBody) as Record<string, unknown>[]
  return rows.flatMap(row => {
    const id = String(row.id)
    return Object.entries(row)
      .filter(([remoteName]) => remoteName !== 'id')
      .map(([remoteName, value]) => ({ key: `${level} ${id} ${remoteName}`, level, id, remoteName, value, exchange }))
  })
}

/** Which raw fields are other than before, as `product 12 name`. */
export function changedKeys(before: RawStore, after: RawStore): string[] {
  const changed: string[] = []
  for (const [key, { row }] of before) {
    const now = after.get(key)
    if (now === undefined) {
      changed.push(`${key} is gone`)
      continue
    }
    for (const name of new Set([...Object.keys(row), ...Object.keys(now.row)])) {
      if (row[name] !== now.row[name] && JSON.stringify(row[name]) !== JSON.stringify(now.row[name]))
        changed.push(`${key} ${name}`)
    }
  }
  for (const key of after.keys()) if (!before.has(key)) changed.push(`${key} is new`)
  return changed
}

/** All raw fields that may change where these are written: themselves, and what follows from them. */
export function mayChange(store: RawStore, written: Iterable<string>): Set<string> {
  const may = new Set<string>()
  const variantsOf = Map.groupBy(
    [...store.values()].filter(({ level }) => level === 'variant'),
    ({ productId }) => productId,
  )
  for (const key of written) {
    may.add(key)
    const [level, id, name = ''] = key.split(' ')
    const item = store.get(`${level} ${id}`)
    if (item === undefined) continue
    const both = [`product ${item.productId}`]
    if (level === 'product') both.push(...(variantsOf.get(item.productId) ?? []).map(one => `variant ${one.id}`))
    else both.push(`${level} ${id}`)
    may.add(`product ${item.productId} date_modified`)
    // A product without options and its only variant have one SKU.
    const isOne = store.get(`product ${item.productId}`)?.row.base_variant_id !== null
    if (name === 'sku' && !isOne) continue
    for (const other of both) for (const follower of follows[name] ?? []) may.add(`${other} ${follower}`)
  }
  return may
}
