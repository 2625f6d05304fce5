import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { ListingWrite, OfferWrite, Outcome, WriteResult } from '../../src/connector/writer.ts'
import type { Delta, Fields } from '../../src/domain/layers.ts'
import type { FaultRule } from '../../src/sandbox/bigcommerce/index.ts'
import { allScopes } from '../../src/sandbox/bigcommerce/index.ts'
import { checkExchanges, describeViolations } from '../support/contract.ts'
import { type OpenStore, openStore } from '../support/sandbox-store.ts'
import { openSandboxWriter, type SandboxWriter } from '../support/sandbox-writer.ts'

let store: OpenStore
let open: SandboxWriter
/** How often the gate still says yes: it is asked for each part of each write. */
let letThrough: number

beforeEach(async () => {
  store = await openStore({ products: 60 })
  letThrough = Number.POSITIVE_INFINITY
  open = openSandboxWriter(store.sandbox, () => {
    letThrough -= 1
    return letThrough >= 0
  })
})
afterEach(async () => {
  await open.close()
  const { exchanges } = store.sandbox.journal
  const untouched = exchanges.filter(({ fault }) => fault === '' || fault === 'ignored-fields')
  const requests = checkExchanges(exchanges).filter(({ side }) => side === 'request')
  expect(describeViolations([...checkExchanges(untouched), ...requests])).toEqual([])
  await store.sandbox.close()
})

const applied: Outcome = { status: 'applied' }
const parts = ['data', 'prices'] as const

const list = (writes: readonly ListingWrite[]) => open.writer.writeListings(writes, parts)
const offer = (writes: readonly OfferWrite[]) => open.writer.writeOffers(writes, parts)
const listing = (id: number, fields: Delta, before: Fields = {}): ListingWrite => ({
  ...{ remoteId: String(id), fields, before },
})
const upTo = (first: number, count: number) => Array.from({ length: count }, (_, at) => first + at)

/** The writes that left, each with how many rows it had. */
const sent = () =>
  store.sandbox.journal.exchanges
    .filter(({ method }) => method === 'PUT')
    .map(({ requestBody }) => (JSON.parse(requestBody) as unknown[]).length)

const breakWrites = (rule: Omit<FaultRule, 'match'>) =>
  store.sandbox.faults.add({ match: { method: 'PUT', path: '/v3/catalog/**' }, times: 1, ...rule })

async function shown(id: number): Promise<Fields> {
  const read = await open.writer.shown([String(id)])
  if (!read.ok) throw new Error(read.failure.sentence)
  return (read.value[0]?.fields ?? {}) as Fields
}

interface VariantRow {
  readonly id: number
  readonly product_id: number
  readonly sku: string
  readonly sku_id: number | null
}

async function variants(count: number): Promise<OfferWrite[]> {
  const { body } = await store.call('GET', '/v3/catalog/variants?limit=200')
  const rows = (body.data as VariantRow[]).filter(row => row.sku_id !== null).slice(0, count)
  return rows.map(row => ({ remoteId: String(row.id), listingId: String(row.product_id), fields: {}, before: {} }))
}

const statuses = (results: readonly WriteResult[]) =>
  results.map(({ outcomes }) =>
    Object.values(outcomes)
      .map(({ status }) => status)
      .join(),
  )

const one = (results: readonly WriteResult[], field: string): Outcome | undefined => results[0]?.outcomes[field]

describe('a store that takes everything', () => {
  it('is written ten products a request, or fifty variants', async () => {
    expect([open.writer.listingsMost, open.writer.offersMost, open.writer.shownMost]).toEqual([10, 50, 250])
    const prices = upTo(101, 10).map(id => listing(id, { price: `${id}.25`, name: `Chair ${id}` }))
    expect(statuses(await list(prices))).toEqual(Array(10).fill('applied,applied'))
    const offers = (await variants(50)).map((row, at) => ({ ...row, fields: { price: `${at}.5`, weight: null } }))
    expect(statuses(await offer(offers))).toEqual(Array(50).fill('applied,applied'))
    expect(sent()).toEqual([10, 50])
    expect(await shown(107)).toMatchObject({ price: '107.25', name: 'Chair 107' })
  })

  it('is told decimals with the digits that they have', async () => {
    await list([listing(101, { price: '1234567890.1234', weight: '0.3', costPrice: '0.1' })])
    const [exchange] = store.sandbox.journal.exchanges.filter(({ method }) => method === 'PUT')
    expect(exchange?.requestBody).toBe('[{"id":101,"price":1234567890.1234,"weight":0.3,"cost_price":0.1}]')
  })

  it('takes a web address as the customized one that it is', async () => {
    expect(statuses(await list([listing(101, { urlPath: '/oak-chair/' })]))).toEqual(['applied'])
    const { body } = await store.call('GET', '/v3/catalog/products/101')
    expect(body.data.custom_url).toEqual({ url: '/oak-chair/', is_customized: true })
  })

  it('keeps four decimals of a price: that is applied, and told', async () => {
    const [result] = await list([listing(101, { price: '10.99999', salePrice: '4.00004' })])
    expect(result).toMatchObject({
      outcomes: { price: applied, salePrice: applied },
      shows: { price: '11', salePrice: '4' },
    })
  })

  it('has one SKU for a product without options and its only variant', async () => {
    const { productId, variantIds } = store.sandbox.merchant.addProduct({ name: 'Stool', sku: 'STOOL', price: 5 })
    const [first] = await list([listing(productId, { sku: 'STOOL-2' })])
    expect(first).toMatchObject({ shows: { sku: 'STOOL-2' }, alsoShows: { sku: 'STOOL-2' } })
    const variant = { remoteId: String(variantIds[0]), listingId: String(productId), before: {} }
    const [second] = await offer([{ ...variant, fields: { sku: 'STOOL-3' } }])
    expect(second).toMatchObject({ shows: { sku: 'STOOL-3' }, alsoShows: { sku: 'STOOL-3' } })
    expect(await shown(productId)).toMatchObject({ sku: 'STOOL-3' })
    expect((await list([listing(productId, { sku: null })]))[0]).toMatchObject({ alsoShows: { sku: null } })
    expect((await list([listing(productId, { price: '6' })]))[0]).toMatchObject({ alsoShows: null })
    const [withOptions] = await variants(1)
    const results = await offer([{ ...(withOptions as OfferWrite), fields: { sku: 'OWN' } }])
    expect(results[0]).toMatchObject({ shows: { sku: 'OWN' }, alsoShows: null })
  })
})

describe('what a store takes', () => {
  it('is what no fault is found with, up to the last character', async () => {
    const { productFields, variantFields, apartFields, faultOf } = open.writer
    const [variant] = await variants(1)
    for (const length of [14, 200, 250, 255, 65_535]) {
      for (const level of ['product', 'variant'] as const) {
        const text = `/${(level === 'product' ? 'x' : 'y').repeat(length - 1)}`
        // Brands go by their ids, and lists have rules of their own.
        const others = new Set(['brand', 'categories', ...apartFields])
        const names = [...(level === 'product' ? productFields : variantFields)].filter(name => !others.has(name))
        const fields = Object.fromEntries(
          names.filter(name => faultOf(level, name, text) === null).map(name => [name, text]),
        )
        expect(Object.keys(fields)).toContain('mpn')
        const results =
          level === 'product'
            ? await list([listing(101, fields)])
            : await offer([{ ...(variant as OfferWrite), fields }])
        expect(new Set(Object.values(results[0]?.outcomes ?? {}).map(({ status }) => status))).toEqual(
          new Set(['applied']),
        )
      }
    }
    expect(sent()).toEqual(Array(10).fill(1))
  })
})

describe('a value that no store takes', () => {
  it('is not sent, and all others are', async () => {
    const results = await list([
      listing(101, { price: 'NaN', name: 'Chair', taxClassId: '1' }),
      listing(102, { name: '' }),
      listing(103, {}),
      listing(104, { price: '7' }),
    ])
    expect(statuses(results)).toEqual(['rejected,rejected,applied', 'rejected', '', 'applied'])
    expect(results[0]?.outcomes.price).toMatchObject({ reason: 'Price must be a number: write it like 18.90.' })
    const bodies = store.sandbox.journal.exchanges.flatMap(({ requestBody }) => requestBody || [])
    expect(bodies).toEqual(['[{"id":101,"name":"Chair"},{"id":104,"price":7}]'])
    expect(await list([listing(101, { name: null })])).toHaveLength(1)
    expect(await list([])).toEqual([])
    expect(sent()).toHaveLength(1)
  })
})

describe('a store that says that it saved', () => {
  it('and shows the old value has not', async () => {
    const before = await shown(101)
    breakWrites({ kind: 'ignored-fields', fields: ['weight', 'description', 'is_visible', 'layout_file'] })
    const fields = { price: '7', weight: '77', description: '<p>New</p>', visible: before.visible !== true }
    const [result] = await list([listing(101, fields, before)])
    expect(result?.outcomes).toMatchObject({
      price: applied,
      weight: { status: 'rejected', reason: `The store answered that it was saved, and shows “${before.weight}”.` },
      description: { status: 'rejected' },
      visible: { status: 'rejected', reason: 'The store answered that it was saved, and shows yes.' },
    })
    expect(result?.shows).toMatchObject({ price: '7', weight: before.weight })
    expect(sent()).toEqual([1])
  })

  it('and shows a cleaned text has saved it', async () => {
    const clean = { id: 101, set: { description: '<p>Oak</p>', warranty: 'Two  years ', name: 'Chair' } }
    breakWrites({ kind: 'rewrite', row: clean })
    const [result] = await list([
      listing(101, {
        ...{ description: '<p onclick="x()">Oak</p><script>y()</script>', warranty: 'Two years', name: 'Chair\u00a0' },
      }),
    ])
    expect(result).toMatchObject({
      outcomes: { description: applied, warranty: applied, name: applied },
      shows: { description: '<p>Oak</p>', name: 'Chair' },
    })
  })

  it('and does not show what has not told what became of it', async () => {
    breakWrites({ kind: 'rewrite', row: { id: 101, without: ['price'] } })
    const results = await list([listing(101, { price: '7', name: 'Chair' }), listing(102, { price: '7' })])
    expect(results.map(({ outcomes }) => outcomes)).toMatchObject([
      { price: { status: 'unknown' }, name: applied },
      { price: applied },
    ])
    expect(results[0]?.shows).toBeNull()
    breakWrites({ kind: 'rewrite', row: { id: 101, without: ['id'] } })
    expect(statuses(await list([listing(101, { price: '8' }), listing(102, { price: '8' })]))).toEqual([
      'unknown',
      'applied',
    ])
  })
})

describe('a store that saved a part (207)', () => {
  it('is read back, and says what was left out', async () => {
    const before = await shown(101)
    breakWrites({ kind: 'ignored-fields', fields: ['custom_url'], status: 207 })
    const results = await list([listing(101, { price: '7', urlPath: '/new/' }, before), listing(102, { price: '7' })])
    expect(results).toMatchObject([
      {
        outcomes: {
          price: applied,
          urlPath: { status: 'rejected', reason: expect.stringContaining('does not take this web address') },
        },
        shows: { price: '7', urlPath: before.urlPath },
      },
      { outcomes: { price: applied } },
    ])
    expect(sent()).toEqual([2])
  })

  it('gets what it left out once more, alone', async () => {
    breakWrites({ kind: 'partial-batch', items: 3, status: 207 })
    const results = await list(upTo(101, 10).map(id => listing(id, { price: '7' })))
    expect(statuses(results)).toEqual(Array(10).fill('applied'))
    expect(sent()).toEqual([10, 7])
  })

  it('and cannot be read leaves it unknown', async () => {
    breakWrites({ kind: 'partial-batch', items: 1, status: 207 })
    store.sandbox.faults.add({ match: { method: 'GET', path: '/v3/catalog/products' }, kind: 'status', status: 403 })
    expect(statuses(await list([listing(101, { price: '7' }), listing(102, { price: '7' })]))).toEqual([
      'unknown',
      'unknown',
    ])
  })
})

describe('a store that refuses some of a batch', () => {
  it('takes all of the others, and is told apart by the value that it names', async () => {
    const { name } = await shown(140)
    const writes = upTo(101, 10).map(id => listing(id, { name: id === 104 ? String(name) : `Chair ${id}` }))
    const results = await list(writes)
    expect(statuses(results)).toEqual(upTo(101, 10).map(id => (id === 104 ? 'rejected' : 'applied')))
    expect(results[3]?.outcomes.name).toMatchObject({
      reason: expect.stringContaining('Another product of this store has the same name.'),
      fix: 'Give one of the two another name, then make a new plan.',
    })
    expect(sent()).toEqual([10, 9, 1])
  })

  it('without saying which one: it is found by halves', async () => {
    const writes = upTo(101, 10).map(id => listing(id, { priceHidden: id === 107, availability: 'available' }))
    const results = await list(writes)
    const both = upTo(101, 10).map(id => (id === 107 ? 'rejected,applied' : 'applied,applied'))
    expect(statuses(results)).toEqual(both)
    expect(results[6]?.outcomes.priceHidden).toMatchObject({ fix: expect.stringContaining('Set the availability') })
    expect(sent().length).toBeLessThanOrEqual(10)
  })

  it('with no word at all: each is found, and no more requests leave than twice the products', async () => {
    const only = {
      match: { method: 'PUT', path: '/v3/catalog/products' },
      kind: 'status',
      status: 422,
      body: {},
    } as const
    store.sandbox.faults.add(only)
    const results = await list(upTo(101, 10).map(id => listing(id, { price: '7' })))
    expect(statuses(results)).toEqual(Array(10).fill('rejected'))
    expect(one(results, 'price')).toMatchObject({ reason: expect.stringContaining('does not say why') })
    expect(sent()).toHaveLength(19)
  })

  it('takes the price of a product whose name it refuses', async () => {
    const { name, sku } = await shown(140)
    const results = await list([listing(101, { price: '7', name: String(name), sku: String(sku) })])
    expect(results[0]).toMatchObject({
      outcomes: { price: applied, name: { status: 'rejected' }, sku: { status: 'rejected' } },
    })
    expect(results[0]?.shows).toMatchObject({ price: '7' })
    expect(results[0]?.shows?.name).not.toBe(name)
    expect(sent()).toEqual([1, 1, 1])
  })

  it('of variants: the others are written too', async () => {
    const rows = await variants(50)
    const { sku } = await shown(140)
    const results = await offer(
      rows.map((row, at) => ({ ...row, fields: at === 33 ? { sku: String(sku) } : { price: '7' } })),
    )
    expect(statuses(results)).toEqual(rows.map((_, at) => (at === 33 ? 'rejected' : 'applied')))
    expect(results[33]?.outcomes.sku).toMatchObject({ reason: expect.stringContaining('has the same SKU') })
    expect(sent()).toEqual([50, 49, 1])
  })

  it('of variants after it saved the first of them: all are written in the end', async () => {
    breakWrites({ kind: 'partial-batch', status: 422, items: 20 })
    const rows = await variants(50)
    const results = await offer(rows.map(row => ({ ...row, fields: { price: '7' } })))
    expect(statuses(results)).toEqual(Array(50).fill('applied'))
    expect(sent()).toEqual([50, 25, 25])
  })
})

describe('a product that was deleted meanwhile', () => {
  it('is told of, and the others of its batch are written', async () => {
    await store.call('DELETE', '/v3/catalog/products/103')
    const results = await list(upTo(101, 10).map(id => listing(id, { price: '7' })))
    expect(statuses(results)).toEqual(upTo(101, 10).map(id => (id === 103 ? 'rejected' : 'applied')))
    expect(results[2]?.outcomes.price).toMatchObject({
      reason: 'The store has this product no longer: somebody deleted it.',
      fix: expect.stringContaining('Import again'),
    })
    expect(sent()).toEqual([10, 9])
  })

  it('takes its variants along, and one of them may be gone alone', async () => {
    const rows = await variants(30)
    const [first, , third] = rows
    await store.call('DELETE', `/v3/catalog/products/${first?.listingId}/variants/${first?.remoteId}`)
    const other = rows.find(row => row.listingId !== first?.listingId) ?? third
    await store.call('DELETE', `/v3/catalog/products/${other?.listingId}`)
    const results = await offer(rows.map(row => ({ ...row, fields: { price: '7' } })))
    const expected = rows.map(row =>
      row === first ? 'variant' : row.listingId === other?.listingId ? 'product' : 'applied',
    )
    const told = results.map(({ outcomes: { price } }) =>
      price?.status === 'rejected' ? (/this (\w+) no longer/.exec(price.reason)?.[1] ?? '') : price?.status,
    )
    expect(told).toEqual(expected)
  })

  it('is not believed of a store that shows it all the same', async () => {
    breakWrites({ kind: 'status', status: 404 })
    expect(statuses(await list(upTo(101, 10).map(id => listing(id, { price: '7' }))))).toEqual(
      Array(10).fill('deferred'),
    )
    expect(sent()).toHaveLength(1)
  })
})

describe('a store that cannot now', () => {
  it.each([429, 503, 423])('has written nothing with %i, and is not asked again', async status => {
    const look = async () => (await store.call('GET', '/v3/catalog/products/101')).body
    const before = await look()
    breakWrites({ kind: 'status', status })
    const results = await list([listing(101, { price: '7.77' })])
    expect(one(results, 'price')).toMatchObject({
      status: 'deferred',
      reason: expect.stringContaining('Nothing was written'),
    })
    expect(await look()).toEqual(before)
    expect(sent()).toHaveLength(1)
  })

  it('stops the rest of a batch that was cut up', async () => {
    breakWrites({ kind: 'status', status: 422, body: {} })
    breakWrites({ kind: 'status', status: 429, after: 1 })
    const results = await list(upTo(101, 10).map(id => listing(id, { price: '7' })))
    expect(statuses(results)).toEqual(Array(10).fill('deferred'))
    expect(sent()).toEqual([10, 5])
  })
})

describe('an answer that was lost', () => {
  const lost: [string, Omit<FaultRule, 'match'>][] = [
    ['a cut connection after the work', { kind: 'lost-reply' }],
    ['half of a body', { kind: 'half-body' }],
    ['half of the JSON', { kind: 'cut-json' }],
  ]
  it.each(lost)('by %s is unknown, and the store shows that it was written', async (_, rule) => {
    const before = await shown(101)
    breakWrites(rule)
    const write = listing(101, { price: '7.77', name: 'Chair' }, before)
    expect(statuses(await list([write]))).toEqual(['unknown,unknown'])
    expect(open.writer.outcomesOf('product', write, await shown(101))).toEqual({ price: applied, name: applied })
    expect(sent()).toHaveLength(1)
  })

  const never: [string, Omit<FaultRule, 'match'>][] = [
    ['a cut connection before the work', { kind: 'reset' }],
    ['500', { kind: 'status', status: 500 }],
    ['502 of a gateway', { kind: 'html' }],
    ['504', { kind: 'status', status: 504 }],
  ]
  it.each(never)('by %s is unknown, and the store shows that it was not written', async (_, rule) => {
    const before = await shown(101)
    breakWrites(rule)
    const write = listing(101, { price: '7.77' }, before)
    expect(statuses(await list([write]))).toEqual(['unknown'])
    expect(open.writer.outcomesOf('product', write, await shown(101))).toMatchObject({ price: { status: 'deferred' } })
    expect(sent()).toHaveLength(1)
  })

  it('leaves unsent what a batch was cut up into', async () => {
    breakWrites({ kind: 'status', status: 422, body: {} })
    breakWrites({ kind: 'lost-reply', after: 1 })
    const results = await list(upTo(101, 10).map(id => listing(id, { price: '7' })))
    expect(statuses(results)).toEqual([...Array(5).fill('unknown'), ...Array(5).fill('deferred')])
    expect(sent()).toEqual([10, 5])
  })
})

describe('a store that gives the right no longer', () => {
  it('refuses each write once, and says what to do', async () => {
    const readOnly = allScopes.map(scope => (scope === 'store_v2_products' ? 'store_v2_products_read_only' : scope))
    store.sandbox.narrowAccount(open.account.clientId, readOnly)
    const results = await list(upTo(101, 10).map(id => listing(id, { price: '7' })))
    expect(statuses(results)).toEqual(Array(10).fill('rejected'))
    expect(one(results, 'price')).toMatchObject({
      reason: expect.stringContaining('the scope Products (modify) may be missing'),
      fix: expect.stringContaining('Create API account'),
    })
    store.sandbox.deleteAccount(open.account.clientId)
    expect(one(await list([listing(101, { price: '7' })]), 'price')).toMatchObject({
      reason: expect.stringContaining('Access Token'),
    })
    expect(sent()).toHaveLength(2)
  })
})

describe('a gate that is closed', () => {
  it('lets nothing through, and says so', async () => {
    letThrough = 0
    await expect(list([listing(101, { price: '7' })])).rejects.toMatchObject({ code: 'writing_stopped' })
    expect(sent()).toEqual([])
  })

  it('in the middle of a batch loses nothing of what was written', async () => {
    letThrough = 2 * parts.length
    breakWrites({ kind: 'status', status: 422, body: {} })
    const results = await list(upTo(101, 10).map(id => listing(id, { price: '7' })))
    expect(statuses(results)).toEqual([...Array(5).fill('applied'), ...Array(5).fill('deferred')])
    expect(results[9]?.outcomes.price).toMatchObject({ reason: expect.stringContaining('All writing is stopped.') })
    expect(sent()).toEqual([10, 5])
  })
})

describe('a write that is broken off', () => {
  it('rejects with the reason, and sends nothing more', async () => {
    const stop = new AbortController()
    breakWrites({ kind: 'hang' })
    const writing = open.writer.writeListings([listing(101, { price: '7' })], parts, stop.signal)
    setTimeout(() => stop.abort(new Error('The hub stops')), 300)
    await expect(writing).rejects.toThrow('The hub stops')
  })
})
