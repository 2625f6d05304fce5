import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type WrittenField, writtenFields } from '../../src/connectors/bigcommerce/catalog/write-fields.ts'
import type { FieldValue } from '../../src/domain/fields.ts'
import type { Delta, Fields } from '../../src/domain/layers.ts'
import type { ObservedProduct } from '../../src/domain/observed.ts'
import type { Level } from '../../src/domain/plan.ts'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { askStore } from '../support/catalog.ts'
import { checkExchanges, describeViolations, type RecordedExchange } from '../support/contract.ts'
import { openSandboxWriter, type SandboxWriter } from '../support/sandbox-writer.ts'

let store: Sandbox
let open: SandboxWriter
const exchanges: RecordedExchange[] = []

beforeAll(async () => {
  store = await createSandbox({ seed: 11, products: 40, quota: 'off' })
  open = openSandboxWriter(store)
  store.journal.onExchange(exchange => {
    if (exchange.method === 'PUT') exchanges.push(exchange)
  })
  const brands = (await askStore(store, '/v3/catalog/brands?limit=50')) as { id: number }[]
  const categories = (await askStore(store, '/v3/catalog/trees/categories?limit=50')) as { category_id: number }[]
  someIds.brands.push(...brands.map(({ id }) => String(id)))
  someIds.categories.push(...categories.map(({ category_id }) => String(category_id)))
})
afterAll(async () => {
  await open.close()
  await store.close()
})

const text = (maxLength: number) =>
  fc
    .oneof(
      fc.string({ unit: 'binary', maxLength }),
      fc.string({ unit: 'grapheme', maxLength: Math.ceil(maxLength / 2) }),
      fc.constantFrom('<p class="a">Oak &amp; ash</p>', '“quoted”', ' blank ', '\n\t', '0', 'null', '\\"', '€ 1.000,–'),
    )
    .map(value => [...value.replaceAll('\0', '')].slice(0, maxLength).join(''))
const zeros = /(\.\d*?)0+$/
const canonical = (value: string) => value.replace(zeros, '$1').replace(/\.$/, '')
const decimal = fc
  .tuple(fc.oneof(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 0, max: 9_999_999_998 })), fc.nat(9_999))
  .map(([whole, rest]) => canonical(`${whole}.${String(rest).padStart(4, '0')}`))
const characters: Readonly<Record<string, number>> = { upc: 14, gtin: 14 }

/** Brands and categories go as the ids that the store has; they are read before anything is written. */
const someIds = { brands: [] as string[], categories: [] as string[] }

/** Any value of a field that a store takes. */
function anyValue(level: Level, field: WrittenField): fc.Arbitrary<FieldValue | null> {
  const none = level === 'product' && ['name', 'price', 'weight', 'custom_url'].includes(field.remoteName) ? [] : [null]
  const orNone = (value: fc.Arbitrary<FieldValue>) =>
    fc.oneof({ weight: 4, arbitrary: value }, ...none.map(one => ({ weight: 1, arbitrary: fc.constant(one) })))
  switch (field.remoteName) {
    case 'name':
      return text(100)
    case 'sku': {
      const sku = text(100)
      return level === 'product' ? orNone(sku) : sku
    }
    case 'custom_url':
      return fc.constantFrom('/Page', '/a-b_c.d')
    case 'preorder_release_date':
      return orNone(fc.date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true }).map(at => at.toISOString()))
    case 'is_price_hidden':
      return fc.constant(false)
    case 'sort_order':
      return orNone(fc.integer({ min: -2_147_483_648, max: 2_147_483_647 }))
  }
  switch (field.kind) {
    case 'decimal':
      return orNone(decimal)
    case 'whole':
      return orNone(fc.nat(1_000_000_000))
    case 'flag':
      return fc.boolean()
    case 'enum':
      return fc.constantFrom(...(field.values ?? []))
    case 'words':
      return orNone(fc.array(fc.constantFrom('oak', 'ash', 'été', 'a, b'), { minLength: 1, maxLength: 4 }))
    case 'id':
      return orNone(fc.constantFrom(...someIds.brands))
    case 'ids':
      return orNone(fc.subarray([...someIds.categories], { minLength: 1 }))
    default:
      return orNone(text(characters[field.remoteName] ?? 200))
  }
}

function anyDelta(level: Level): fc.Arbitrary<Delta> {
  return fc
    .subarray([...writtenFields[level].values()], { minLength: 1, maxLength: 12 })
    .chain(chosen => fc.record(Object.fromEntries(chosen.map(field => [field.to, anyValue(level, field)]))))
    .map(delta => ({ ...delta }) as Delta)
}

/** No two rows of a store have the same of these. */
function ownValues(delta: Delta, at: number): Delta {
  const own = ['name', 'sku', 'urlPath'].filter(name => typeof delta[name] === 'string')
  return { ...delta, ...Object.fromEntries(own.map(name => [name, `${delta[name]}u${at}/`])) }
}

/** What the reader shows of a value: BigCommerce has a 0 where many a number is not set. */
function shownOf(level: Level, name: string, value: FieldValue | null): FieldValue | undefined {
  const field = writtenFields[level].get(name)
  if (value === null || value === '' || (field?.zeroIsAbsent === true && Number(value) === 0)) return undefined
  return value
}

/** What follows from a field, so that it changes with it. */
const follows: Readonly<Record<string, readonly string[]>> = {
  price: ['calculated_price'],
  salePrice: ['calculated_price'],
  weight: ['calculated_weight'],
  sku: ['sku'],
  stockTracking: ['inventory_level'],
}

type Raw = Record<string, unknown> & { readonly id: number; readonly variants: readonly Record<string, unknown>[] }

async function rawProducts(): Promise<Map<number, Raw>> {
  const include = 'variants,images,custom_fields,bulk_pricing_rules,channels,videos'
  const rows = (await askStore(store, `/v3/catalog/products?include=${include}`)) as Raw[]
  return new Map(rows.map(row => [row.id, row]))
}

/** The JSON of a row without what was written to it and what follows from that. */
function rest(
  row: Record<string, unknown>,
  level: Level,
  names: readonly string[],
  followed: readonly string[],
): string {
  const without = new Set<string>([
    ...names.map(name => writtenFields[level].get(name)?.remoteName ?? name),
    ...followed.flatMap(name => follows[name] ?? []),
    'date_modified',
    'variants',
  ])
  return JSON.stringify(Object.entries(row).filter(([name]) => !without.has(name)))
}

async function shownProducts(): Promise<ObservedProduct[]> {
  const read = await open.writer.shown([...(await rawProducts()).keys()].map(String))
  if (!read.ok) throw new Error(read.failure.sentence)
  return [...read.value]
}

function withIds({ fields, brandRemoteId, categoryRemoteIds }: ObservedProduct): Fields {
  const categories = categoryRemoteIds.length === 0 ? undefined : categoryRemoteIds
  return { ...fields, brand: brandRemoteId ?? undefined, categories }
}

const numRuns = 150

describe('whatever is written to a store', () => {
  it('is read back from products as it was written, and nothing else of them has changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyDelta('product'), { minLength: 1, maxLength: 10 }),
        fc.nat(29),
        async (deltas, from) => {
          store.reset()
          const before = await rawProducts()
          const ids = [...before.keys()].slice(from, from + deltas.length)
          const writes = deltas.map((delta, at) => ({
            remoteId: String(ids[at]),
            fields: ownValues(delta, at),
            before: {},
          }))
          const results = await open.writer.writeListings(writes, ['data', 'prices'])
          const after = await rawProducts()
          const shown = new Map((await shownProducts()).map(one => [one.remoteId, withIds(one)]))
          for (const [at, { remoteId, fields }] of writes.entries()) {
            const names = Object.keys(fields)
            expect(results[at]?.outcomes).toEqual(Object.fromEntries(names.map(name => [name, { status: 'applied' }])))
            const expected = names.map(name => [name, shownOf('product', name, fields[name] ?? null)])
            expect(names.map(name => [name, results[at]?.shows?.[name]])).toEqual(expected)
            expect(names.map(name => [name, shown.get(remoteId)?.[name]])).toEqual(expected)
          }
          for (const [id, row] of before) {
            const names = Object.keys(writes.find(({ remoteId }) => remoteId === String(id))?.fields ?? {})
            const now = after.get(id)
            expect(now && rest(now, 'product', names, names)).toBe(rest(row, 'product', names, names))
            for (const [at, variant] of row.variants.entries()) {
              expect(rest(now?.variants[at] ?? {}, 'variant', [], names)).toBe(rest(variant, 'variant', [], names))
            }
          }
        },
      ),
      { numRuns },
    )
  }, 120_000)

  it('is read back from variants as it was written, and nothing else of them or their products has changed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyDelta('variant'), { minLength: 1, maxLength: 50 }),
        fc.nat(20),
        async (deltas, from) => {
          store.reset()
          const before = await rawProducts()
          const variants = [...before.values()].flatMap(row => row.variants).slice(from, from + deltas.length)
          const writes = variants.map((variant, at) => ({
            ...{
              remoteId: String(variant.id),
              listingId: String(variant.product_id),
              fields: ownValues(deltas[at] ?? {}, at),
              before: {},
            },
          }))
          const results = await open.writer.writeOffers(writes, ['data', 'prices'])
          const after = await rawProducts()
          const shown = new Map(
            (await shownProducts()).flatMap(one =>
              one.variants.map(each => [each.remoteId, each.fields as Fields] as const),
            ),
          )
          const written = new Map(writes.map(({ remoteId, fields }) => [remoteId, Object.keys(fields)]))
          for (const [at, { remoteId, fields }] of writes.entries()) {
            const names = Object.keys(fields)
            expect(results[at]?.outcomes).toEqual(Object.fromEntries(names.map(name => [name, { status: 'applied' }])))
            const expected = names.map(name => [name, shownOf('variant', name, fields[name] ?? null)])
            expect(names.map(name => [name, results[at]?.shows?.[name]])).toEqual(expected)
            expect(names.map(name => [name, shown.get(remoteId)?.[name]])).toEqual(expected)
          }
          for (const [id, row] of before) {
            const now = after.get(id)
            const ofProduct = row.variants.some(({ id: one }) => written.get(String(one))?.includes('sku'))
              ? ['sku']
              : []
            expect(now && rest(now, 'product', [], ofProduct)).toBe(rest(row, 'product', [], ofProduct))
            for (const [at, variant] of row.variants.entries()) {
              const names = written.get(String(variant.id)) ?? []
              expect(rest(now?.variants[at] ?? {}, 'variant', names, names)).toBe(
                rest(variant, 'variant', names, names),
              )
            }
          }
        },
      ),
      { numRuns },
    )
  }, 120_000)

  it('keeps the official contract', () => {
    expect(exchanges.length).toBeGreaterThan(numRuns)
    expect(describeViolations(checkExchanges(exchanges))).toEqual([])
  })
})
