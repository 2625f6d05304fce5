import type { Read } from '../../../connector/catalog.ts'
import type { ProductMarks } from '../../../connector/product-maker.ts'
import type { ObservedProduct } from '../../../domain/observed.ts'
import { listOf } from '../client/loose.ts'
import type { StoreApi } from '../client/request.ts'
import { failureOf } from './failures.ts'
import { idOf, isRawRow, type RawRow } from './read-fields.ts'

/** SKUs that one request asks products for: an address has room for some thousand characters. */
const skusEach = 20
/** Variants are asked for one SKU at a time. The store itself refuses a SKU that it has; more are not looked up before. */
const variantLooksMost = 25

/** How many requests `findProducts` makes before it reads what it found. */
export function looksFor({ skus }: ProductMarks): number {
  return queriesOf({ name: '', skus }).length
}

interface Query {
  readonly path: string
  /** The id of the product that a row shows, where it is one that was asked for: stores may ignore a filter. */
  read(row: RawRow): string | null
}

/** Products that have this name or one of these SKUs, in any letters. */
export async function findProducts(
  api: Pick<StoreApi, 'get'>,
  host: string,
  marks: ProductMarks,
  shown: (remoteIds: readonly string[]) => Promise<Read<readonly ObservedProduct[]>>,
  signal?: AbortSignal,
): Promise<Read<readonly ObservedProduct[]>> {
  const ids = new Set<string>()
  for (const query of queriesOf(marks)) {
    const answer = await api.get(query.path, signal === undefined ? {} : { signal })
    if (answer.kind === 'empty' && answer.status === 204) continue
    const rows = answer.kind === 'ok' ? listOf(answer.json) : null
    if (rows === null) return { ok: false, failure: failureOf(answer, host) }
    for (const row of rows.filter(isRawRow)) {
      const id = query.read(row)
      if (id !== null) ids.add(id)
    }
  }
  return ids.size === 0 ? { ok: true, value: [] } : shown([...ids])
}

function queriesOf({ name, skus }: ProductMarks): Query[] {
  const wanted = new Map([...new Set(skus.filter(sku => sku.trim() !== ''))].map(sku => [keyOf(sku), sku]))
  const has = (sku: unknown) => typeof sku === 'string' && wanted.has(keyOf(sku))
  const ofProduct = (row: RawRow) =>
    keyOf(String(row.name ?? '')) === keyOf(name) || has(row.sku) ? idOf(row.id) : null
  const products = (filter: string): Query => ({
    path: `/v3/catalog/products?${filter}&include_fields=name,sku&limit=250`,
    read: ofProduct,
  })
  const variants = (sku: string): Query => ({
    path: `/v3/catalog/variants?sku=${encodeURIComponent(sku)}&include_fields=product_id,sku&limit=250`,
    read: row => (has(row.sku) ? idOf(row.product_id) : null),
  })
  const all = [...wanted.values()]
  // A comma ends one of a list.
  const [alone, listed] = [all.filter(sku => sku.includes(',')), all.filter(sku => !sku.includes(','))]
  return [
    products(`name=${encodeURIComponent(name)}`),
    ...chunks(listed).map(some => products(`sku:in=${some.map(encodeURIComponent).join(',')}`)),
    ...alone.map(sku => products(`sku=${encodeURIComponent(sku)}`)),
    ...all.slice(0, variantLooksMost).map(variants),
  ]
}

function chunks(skus: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(skus.length / skusEach) }, (_, at) =>
    skus.slice(at * skusEach, (at + 1) * skusEach),
  )
}

/** As a store compares names and SKUs. */
function keyOf(text: string): string {
  return text.trim().toLowerCase()
}
