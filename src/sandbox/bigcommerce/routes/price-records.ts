import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import type { Catalog } from '../catalog/catalog.ts'
import type { Variant } from '../catalog/types.ts'
import type { Answer } from '../http/answer.ts'
import { data, json, noContent, Refusal } from '../http/answer.ts'
import { batchOf, bodyOf, fieldsAtFault, readAs } from '../http/input.ts'
import type { PriceRecord, RecordChange } from '../pricing/price-records.ts'
import { cursorAnswer } from '../query/cursor.ts'
import type { FilterFields } from '../query/filters.ts'
import { filterNames, filtersOf, isNarrowed, keep } from '../query/filters.ts'
import { priceListAt } from './price-lists.ts'

const scope = 'store_v2_products'
const path = '/v3/pricelists/{id}/records'

/** Documented: how many items a batch takes. */
const createMost = 100
const upsertMost = 1_000

/** Guess: nothing, like 0, takes a price away. */
const amount = z
  .number()
  .min(0)
  .nullable()
  .transform(value => value ?? 0)

const prices = z.object({
  price: z.number().min(0).nullable().exactOptional(),
  sale_price: amount.exactOptional(),
  retail_price: amount.exactOptional(),
  map_price: amount.exactOptional(),
  bulk_pricing_tiers: z
    .array(
      z.object({
        quantity_min: z.int().min(1),
        quantity_max: z.int().min(1).nullable().default(null),
        type: z.enum(['fixed', 'price', 'percent']),
        amount: z.number().min(0),
      }),
    )
    .exactOptional(),
})

const batchItem = prices.extend({
  price_list_id: z.int().exactOptional(),
  variant_id: z.int().exactOptional(),
  sku: z.string().exactOptional(),
  currency: z.string(),
})

/** Guess: a record that says no price has that of the catalog. */
function pricesOf(record: PriceRecord, variant: Variant | undefined) {
  const price = record.price ?? variant?.calculated_price ?? 0
  return { price, calculated_price: record.sale_price > 0 ? record.sale_price : price }
}

function shown({ store, query }: Call, record: PriceRecord): object {
  const { key: _, bulk_pricing_tiers, ...rest } = record
  const variant = store.priceLists.records.variantOf(record)
  const wanted = query.someOf('include', ['bulk_pricing_tiers', 'sku'])
  return {
    ...rest,
    ...pricesOf(record, variant),
    ...(wanted.includes('bulk_pricing_tiers') && { bulk_pricing_tiers }),
    ...(wanted.includes('sku') && { sku: variant?.sku ?? '' }),
  }
}

function fieldsOf({ store }: Call): FilterFields<PriceRecord> {
  const { records } = store.priceLists
  const shownPrices = (record: PriceRecord) => pricesOf(record, records.variantOf(record))
  return {
    variant_id: { kind: 'integer', read: record => record.variant_id },
    product_id: { kind: 'integer', read: record => record.product_id },
    currency: { kind: 'text', read: record => record.currency },
    sku: { kind: 'text', read: record => records.variantOf(record)?.sku ?? null },
    price: { kind: 'number', read: record => shownPrices(record).price },
    sale_price: { kind: 'number', read: record => record.sale_price },
    retail_price: { kind: 'number', read: record => record.retail_price },
    map_price: { kind: 'number', read: record => record.map_price },
    calculated_price: { kind: 'number', read: record => shownPrices(record).calculated_price },
    date_created: { kind: 'date', read: record => Date.parse(record.date_created) },
    date_modified: { kind: 'date', read: record => Date.parse(record.date_modified) },
  }
}

function listAnswer(call: Call, records: readonly PriceRecord[]): Answer {
  const rows = keep(records, filtersOf(call.query, fieldsOf(call), call.store.clock.now()))
  return cursorAnswer(call.query, { rows, keyOf: record => record.key, show: record => shown(call, record) })
}

/** Finds the variants of a batch. By SKU with an index: a batch has a thousand items and a store very many variants. */
function variantFinder(catalog: Catalog) {
  let bySku: ReadonlyMap<string, Variant> | null = null
  return ({ variant_id, sku = '' }: { variant_id?: number; sku?: string }): Variant | undefined => {
    if (variant_id !== undefined) return catalog.variant(variant_id)
    if (sku === '') return undefined
    bySku ??= new Map(catalog.variants.map(variant => [variant.sku.toLowerCase(), variant]))
    return bySku.get(sku.toLowerCase())
  }
}

interface BatchError {
  readonly data: object
  readonly field_errors: Readonly<Record<string, string>>
}

/** The documented error of a batch: what was sent of each item at fault, and why. */
function batchRefused(errors: readonly BatchError[]): Answer {
  return json(422, { batch_errors: errors })
}

const identifierNames = ['price_list_id', 'variant_id', 'sku', 'currency'] as const

/** What an item says of which record it is, where that can be an identifier at all. */
function identifiersOf(item: unknown): object {
  const said = new Map(Object.entries(Object(item)))
  const names = identifierNames.filter(name => ['number', 'string'].includes(typeof said.get(name)))
  return Object.fromEntries(names.map(name => [name, said.get(name)]))
}

/**
 * Makes the records of a batch, and changes those that are there where it may. Guess: all of them or none, and a record
 * that is named twice is at fault where it is to be made, and else takes the last values.
 */
function saveBatch(call: Call, listId: number | null, how: 'create' | 'upsert'): Answer {
  const items = batchOf(call, z.unknown(), how === 'create' ? createMost : upsertMost)
  const { catalog, currencies, priceLists } = call.store
  const find = variantFinder(catalog)
  const seen = new Set<string>()
  const errors: BatchError[] = []
  const changes: RecordChange[] = []
  for (const item of items) {
    const refuse = (field_errors: Record<string, string>) => errors.push({ data: identifiersOf(item), field_errors })
    const read = readAs(batchItem, item)
    if (!read.success) {
      refuse(fieldsAtFault(read.error))
      continue
    }
    const { price_list_id, variant_id, sku, currency: code, ...given } = read.data
    // Guess: a record is in a currency of the store.
    if (currencies.find(code) === undefined) {
      refuse({ currency: 'currency: must be a currency of the store' })
      continue
    }
    const list = priceLists.get(listId ?? price_list_id ?? 0)
    const variant = find(read.data)
    if (listId !== null && price_list_id !== undefined && price_list_id !== listId) {
      refuse({ price_list_id: 'The records are those of another price list' })
    } else if (list === undefined) refuse({ price_list_id: 'There is no such price list' })
    else if (variant === undefined) refuse({ variant_id: 'variant_id or sku must name a variant' })
    else {
      const slot = `${list.id}/${variant.id}/${code.toLowerCase()}`
      const isThere = seen.has(slot) || priceLists.records.find(list.id, variant.id, code) !== undefined
      seen.add(slot)
      if (how === 'create' && isThere) refuse({ variant_id: 'There is a record for this variant and currency' })
      else changes.push({ listId: list.id, variant, currency: code, prices: given })
    }
  }
  if (errors.length > 0) return batchRefused(errors)
  priceLists.records.setAll(changes)
  return json(200, { data: {}, meta: {} })
}

function recordAt(call: Call): PriceRecord {
  const list = priceListAt(call)
  const record = call.store.priceLists.records.find(list.id, idAt(call, 1), call.params[2] ?? '')
  if (record === undefined) throw notFound('v3', 'A price record for this variant and currency')
  return record
}

function setOne(call: Call): PriceRecord {
  const list = priceListAt(call)
  const variant = call.store.catalog.variant(idAt(call, 1, 'A variant with this id'))
  if (variant === undefined) throw notFound('v3', 'A variant with this id')
  const [, , code = ''] = call.params
  if (call.store.currencies.find(code) === undefined) {
    throw new Refusal(422, 'The currency is not valid', { fields: { currency: 'currency must be one of the store' } })
  }
  const given = bodyOf(call, prices)
  return call.store.priceLists.records.set({ listId: list.id, variant, currency: code, prices: given })
}

/** Documented: the records that the filters name, or all of the list. */
function deleteRecords(call: Call): Answer {
  const { records } = call.store.priceLists
  const fields = fieldsOf(call)
  isNarrowed(call.query, filterNames(Object.keys(fields)))
  const tests = filtersOf(call.query, fields, call.store.clock.now())
  records.removeAll(keep(records.of(priceListAt(call).id), tests))
  return noContent
}

// The numbers of calls at once are those that the official file names.
export const priceRecordRoutes: readonly Route[] = [
  {
    method: 'POST',
    path: '/v3/pricelists/records',
    scope,
    concurrent: 10,
    answer: call => saveBatch(call, null, 'create'),
  },
  {
    method: 'PUT',
    path: '/v3/pricelists/records',
    scope,
    concurrent: 1,
    answer: call => saveBatch(call, null, 'upsert'),
  },
  {
    method: 'GET',
    path,
    scope,
    concurrent: 10,
    answer: call => listAnswer(call, call.store.priceLists.records.of(priceListAt(call).id)),
  },
  { method: 'POST', path, scope, concurrent: 10, answer: call => saveBatch(call, priceListAt(call).id, 'create') },
  { method: 'PUT', path, scope, concurrent: 2, answer: call => saveBatch(call, priceListAt(call).id, 'upsert') },
  { method: 'DELETE', path, scope, answer: deleteRecords },
  {
    method: 'GET',
    path: `${path}/{variant_id}`,
    scope,
    concurrent: 40,
    answer: call => {
      const variantId = idAt(call, 1, 'A variant with this id')
      const records = call.store.priceLists.records.of(priceListAt(call).id)
      return listAnswer(
        call,
        records.filter(record => record.variant_id === variantId),
      )
    },
  },
  {
    method: 'GET',
    path: `${path}/{variant_id}/{currency_code}`,
    scope,
    concurrent: 50,
    answer: call => data(shown(call, recordAt(call))),
  },
  {
    method: 'PUT',
    path: `${path}/{variant_id}/{currency_code}`,
    scope,
    concurrent: 40,
    answer: call => data(shown(call, setOne(call))),
  },
  {
    method: 'DELETE',
    path: `${path}/{variant_id}/{currency_code}`,
    scope,
    concurrent: 25,
    answer: call => {
      call.store.priceLists.records.remove(recordAt(call))
      return noContent
    },
  },
]
