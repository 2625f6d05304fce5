import type {
  CatalogReader,
  DetailsPage,
  ListPage,
  ProductsAsk,
  ProductsPage,
  Read,
} from '../../../connector/catalog.ts'
import type {
  CategoryTree,
  ObservedBrand,
  ObservedCategory,
  ObservedProduct,
  RefusedRow,
} from '../../../domain/observed.ts'
import type { Answer } from '../client/answer.ts'
import { listOf } from '../client/loose.ts'
import type { StoreApi } from '../client/request.ts'
import { failureOf } from './failures.ts'
import { readDetails, readProduct, unknownFieldsOf } from './product.ts'
import { cameOf, cleanText, idOf, isRawRow } from './read-fields.ts'

/** "products_catalog.v3.yml", "Get All Products": the most that a page holds. */
const pageMost = 250
/** The same place: with options or modifiers a page holds ten, whatever `limit` says. */
const detailsMost = 10
const parts = 'variants,images,custom_fields,bulk_pricing_rules,channels'
/** A page of 250 products with all their parts takes a busy store a while. */
const timeoutMs = 60_000

/** Reads the catalog of one store through the V3 API. `host` is for sentences. */
export function openCatalogReader(api: Pick<StoreApi, 'get'>, host: string): CatalogReader {
  const get = (path: string, signal?: AbortSignal) =>
    api.get(path, { timeoutMs, ...(signal !== undefined && { signal }) })

  const productsAt = async (query: string, ask: ProductsAsk, signal?: AbortSignal): Promise<Read<ProductsPage>> => {
    const answer = await get(productsPath(query), signal)
    return readRows(answer, host, (rows, total) => toProductsPage(rows, total, ask, answer))
  }

  return {
    pageMost,
    detailsMost,
    isAfter: (a, b) => Number(a) > Number(b),

    async snapshot() {
      const answer = await get('/v3/catalog/products?sort=id&direction=desc&limit=1&include_fields=sku')
      return readRows(answer, host, (rows, total) => ({
        total,
        lastKey: isRawRow(rows[0]) ? idOf(rows[0].id) : null,
        storeTime: answer.storeDate,
      }))
    },

    products: ask => productsAt(keyQuery(ask), ask),

    productsById: (remoteIds, signal) =>
      productsAt(`id:in=${remoteIds.join(',')}&limit=${pageMost}`, { after: null, limit: pageMost }, signal),

    async keys(ask) {
      const answer = await get(`/v3/catalog/products?${keyQuery(ask)}&include_fields=sku`)
      return readRows(answer, host, rows => rows.map(row => (isRawRow(row) ? (idOf(row.id) ?? '') : '')))
    },

    async details(remoteIds, signal) {
      return readRows(await get(detailsPath(remoteIds), signal), host, toDetailsPage)
    },

    async exists(remoteId) {
      const answer = await get(`/v3/catalog/products/${encodeURIComponent(remoteId)}?include_fields=sku`)
      if (answer.kind === 'not_found') return { ok: true, value: false }
      if (answer.kind === 'ok' && idIn(answer.json) === remoteId) return { ok: true, value: true }
      return { ok: false, failure: failureOf(answer, host) }
    },

    async categoryTrees() {
      const answer = await get('/v3/catalog/trees')
      return readRows(answer, host, (rows, total) => toListPage(rows, total, readTree, 'category'), 'categories')
    },

    async categories(treeId, page) {
      const query = `tree_id:in=${encodeURIComponent(treeId)}&limit=${pageMost}&page=${page}`
      const answer = await get(`/v3/catalog/trees/categories?${query}`)
      return readRows(answer, host, (rows, total) => toListPage(rows, total, readCategory, 'category'), 'categories')
    },

    async brands(page) {
      const answer = await get(`/v3/catalog/brands?limit=${pageMost}&page=${page}`)
      return readRows(answer, host, (rows, total) => toListPage(rows, total, readBrand, 'brand'), 'brands')
    },
  }
}

/** A page of products with all but their details. */
export function productsPath(query: string): string {
  return `/v3/catalog/products?${query}&include=${parts}`
}

/** Options and modifiers of some products. */
export function detailsPath(remoteIds: readonly string[]): string {
  return `/v3/catalog/products?id:in=${remoteIds.join(',')}&limit=${detailsMost}&include=options,modifiers&include_fields=sku`
}

/** By key, so that nothing is passed over while products come and go: `id:greater` with `sort=id`. */
export function keyQuery({ after, limit, changedSince, page }: ProductsAsk): string {
  // A bare date would get the time of day of the request (official documentation, pull request 766).
  const since = changedSince === undefined ? '' : `&date_modified:min=${changedSince.toISOString()}`
  const from = page === undefined ? `id:greater=${after ?? 0}` : `page=${page}`
  return `sort=id&${from}&limit=${limit}${since}`
}

const noContent = 204

function readRows<T>(
  answer: Answer,
  host: string,
  read: (rows: readonly unknown[], total: number | null) => T,
  part?: Parameters<typeof failureOf>[2],
): Read<T> {
  // A list of V3 that is empty says so in JSON; 204 says it too. Anything else without rows is no list.
  if (answer.kind === 'empty' && answer.status === noContent) return { ok: true, value: read([], 0) }
  const rows = answer.kind === 'ok' && isRawRow(answer.json) ? listOf(answer.json) : null
  if (rows === null || answer.kind !== 'ok') return { ok: false, failure: failureOf(answer, host, part) }
  return { ok: true, value: read(rows, totalOf(answer.json)) }
}

/** The id of the one row of an answer. */
function idIn(json: unknown): string | null {
  const row = isRawRow(json) ? json.data : undefined
  return isRawRow(row) ? idOf(row.id) : null
}

function totalOf(json: unknown): number | null {
  const meta = isRawRow(json) ? json.meta : undefined
  const pagination = isRawRow(meta) ? meta.pagination : undefined
  const total = isRawRow(pagination) ? Number(pagination.total) : Number.NaN
  return Number.isSafeInteger(total) && total >= 0 ? total : null
}

function toProductsPage(
  rows: readonly unknown[],
  total: number | null,
  { after, limit, changedSince, page }: ProductsAsk,
  answer: Answer,
): ProductsPage {
  const byId = new Map<string, ObservedProduct>()
  const refused: RefusedRow[] = []
  const last =
    rows.length === 0 || (page === undefined && rows.length < limit && total !== null && rows.length >= total)
  // Rows without a key behind the last one that has one come once more with the next page.
  const lastWithKey = rows.findLastIndex(row => isRawRow(row) && idOf(row.id) !== null)
  const comeAgain = page === undefined && !last && lastWithKey >= 0
  // A map: a store may call a field `constructor`.
  const unknownFields = new Map<string, number>()
  for (const row of comeAgain ? rows.slice(0, lastWithKey + 1) : rows) {
    for (const name of unknownFieldsOf(row)) {
      const known = cleanText(name).slice(0, 100).toWellFormed()
      unknownFields.set(known, (unknownFields.get(known) ?? 0) + 1)
    }
    const read = readProduct(row)
    if ('refused' in read) {
      refused.push(read.refused)
      continue
    }
    byId.set(read.product.remoteId, read.product)
    refused.push(...read.lost)
  }
  const keys = [...byId.keys()].map(Number)
  const from = Number(after ?? 0)
  return {
    rows: [...byId.values()],
    refused,
    total,
    // Not the last row's: a store that ignores `sort` must not make us pass over what lies between.
    lastKey: keys.length === 0 ? null : String(keys.reduce((most, key) => Math.max(most, key), 0)),
    last,
    ignoredKey: page === undefined && keys.some(key => key <= from),
    ignoredOrder: page === undefined && keys.some((key, at) => key < (keys[at - 1] ?? 0)),
    ignoredSince: changedSince !== undefined && areOlder([...byId.values()], changedSince),
    unknownFields: Object.fromEntries(unknownFields),
    storeTime: answer.storeDate,
  }
}

/** Clocks are told to the second, and a store's may be a little off its own dates. */
const tolerableMs = 5 * 60_000

/** Most of them: one row with a date of its own says nothing about the store. */
function areOlder(rows: readonly ObservedProduct[], since: Date): boolean {
  const older = rows.filter(({ modifiedAt }) => modifiedAt !== null && isOlder(modifiedAt, since))
  return older.length * 2 > rows.length
}

function isOlder(modifiedAt: Date, since: Date): boolean {
  return modifiedAt.getTime() < since.getTime() - tolerableMs
}

function toDetailsPage(rows: readonly unknown[]): DetailsPage {
  const read = rows.map(readDetails)
  return {
    rows: read.flatMap(({ details }) => details ?? []),
    refused: read.flatMap(({ odd }) => odd),
  }
}

function toListPage<T>(
  rows: readonly unknown[],
  total: number | null,
  read: (row: unknown) => T | null,
  kind: 'category' | 'brand',
): ListPage<T> {
  const taken: T[] = []
  const refused: RefusedRow[] = []
  for (const row of rows) {
    const one = read(row)
    if (one !== null) taken.push(one)
    else refused.push({ kind, remoteId: '', name: '', sku: '', reason: `A ${kind} has no id.`, came: cameOf(row) })
  }
  return { rows: taken, refused, total }
}

function readTree(row: unknown): CategoryTree | null {
  const id = isRawRow(row) ? idOf(row.id) : null
  if (!isRawRow(row) || id === null) return null
  const storefronts = Array.isArray(row.channels) ? row.channels.map(idOf).filter(one => one !== null) : []
  return { remoteId: id, name: nameOf(row.name, `Tree ${id}`), storefrontRemoteIds: storefronts }
}

function readCategory(row: unknown): ObservedCategory | null {
  const id = isRawRow(row) ? (idOf(row.category_id) ?? idOf(row.id)) : null
  if (!isRawRow(row) || id === null) return null
  return {
    remoteId: id,
    parentRemoteId: idOf(row.parent_id),
    name: nameOf(row.name, `Category ${id}`),
    visible: row.is_visible !== false,
    sortOrder: Number.isSafeInteger(row.sort_order) ? Math.trunc(Number(row.sort_order)) % 2_000_000_000 : 0,
  }
}

function readBrand(row: unknown): ObservedBrand | null {
  const id = isRawRow(row) ? idOf(row.id) : null
  if (!isRawRow(row) || id === null) return null
  const image = typeof row.image_url === 'string' && row.image_url !== '' ? cleanText(row.image_url) : null
  return { remoteId: id, name: nameOf(row.name, `Brand ${id}`), imageUrl: image }
}

function nameOf(raw: unknown, otherwise: string): string {
  const name = typeof raw === 'string' ? cleanText(raw).trim() : ''
  return name === '' ? otherwise : name
}
