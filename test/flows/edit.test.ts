import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { EditResult } from '../../src/api/contract/edits.ts'
import type { Input } from '../../src/api/contract/route.ts'
import type { Routes } from '../../src/api/contract/routes.ts'
import { type FieldValue, sameValue, withOverrides } from '../../src/domain/fields.ts'
import { type Delta, desiredOf, type Fields, type Layers } from '../../src/domain/layers.ts'
import type { Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import {
  allListings,
  allProducts,
  fieldOf,
  importStore,
  importsForFile,
  listingPage,
  pull,
} from '../support/catalog.ts'
import { commandsFor } from '../support/commands.ts'
import { type Browser, refusalOf } from '../support/hub.ts'

type Body = Input<Routes['POST /api/edits']>['body']

const imports = importsForFile()
const folder = mkdtempSync(join(tmpdir(), 'cartwright-edit-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const edit = (browser: Browser, body: Body): Promise<EditResult> => browser.call('POST /api/edits', { body })

/** A product file as Shopify exports it. */
function catalogFile(name: string, rows: readonly (readonly string[])[]): string {
  const path = join(folder, name)
  const heads =
    'Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Barcode,Variant Inventory Qty'
  writeFileSync(path, [heads, ...rows.map(row => row.join(','))].join('\n'))
  return path
}

const plain = (handle: string, title: string, sku: string, price: string) => [
  ...[handle, title, 'Fell', 'Title', 'Default Title'],
  ...[sku, price, '', '3'],
]
const shirt = (size: string, price: string, first = false) => [
  ...(first ? ['shirt', 'Linen shirt', 'Fell', 'Size', size] : ['shirt', '', '', '', size]),
  ...[`SHIRT-${size}`, price, '', '3'],
]

interface Shop {
  readonly browser: Browser
  readonly business: string
  readonly here: string
  readonly there: string
  readonly stores: readonly [Sandbox, Sandbox]
}

/** Two channels that share a mug (at another price), a cup and a shirt; each has one of its own. */
async function openShop(): Promise<Shop> {
  const browser = await imports.newBusiness()
  const one = await imports.store({
    csvFiles: [
      catalogFile('here.csv', [
        plain('mug', 'Blue mug', 'MUG-1', '9.00'),
        plain('cup', 'Tea cup', 'CUP-1', '7.00'),
        plain('jar', 'Honey jar', 'JAR-1', '5.00'),
        plain('tray', 'Tray', 'TRAY-1', '15.00'),
        shirt('S', '30.00', true),
        shirt('M', '31.00'),
      ]),
    ],
  })
  const other = await imports.store({
    csvFiles: [
      catalogFile('there.csv', [
        plain('mug', 'Blue mug', 'MUG-1', '9.50'),
        plain('cup', 'Tea cup', 'CUP-1', '7.00'),
        plain('lid', 'Iron lid', 'LID-1', '12.00'),
        plain('tray', 'Wooden tray', 'tray-1', '15.00'),
        shirt('S', '30.00', true),
        shirt('M', '31.00'),
      ]),
    ],
  })
  const { channelId: here } = await importStore(browser, one, { name: 'Here' })
  const { channelId: there } = await importStore(browser, other, { name: 'There' })
  one.journal.clear()
  other.journal.clear()
  const [{ id: business = '' } = {}] = (
    await sql<{ id: string }>`select workspace_id as id from channel where id = ${here}`.execute(imports.hub.db.kysely)
  ).rows
  return { browser, business, here, there, stores: [one, other] }
}

async function productOf({ browser }: Shop, name: string): Promise<string> {
  const found = (await allProducts(browser)).filter(product => product.name === name)
  expect(found).toHaveLength(1)
  return found[0]?.id ?? ''
}

const listingOf = async ({ browser }: Shop, channelId: string, name: string) =>
  (await allListings(browser, channelId)).find(listing => listing.name === name)?.remoteId ?? ''

/** What a channel has to do, by the store’s ids. */
async function toDo(channelId: string): Promise<Record<string, Delta>> {
  const { rows } = await sql<{ id: string; desired: Delta }>`
    select remote_id as id, desired from listing where channel_id = ${channelId} and desired is not null
    union all select listing_id || '/' || remote_id, desired from offer
    where channel_id = ${channelId} and desired is not null
  `.execute(imports.hub.db.kysely)
  return Object.fromEntries(rows.map(({ id, desired }) => [id, desired]))
}

const eventsOf = async (channelId: string) =>
  (
    await sql<{ about: { editId: string; changes: unknown[] } }>`
      select e.about from event e join channel c on c.workspace_id = e.workspace_id
      where c.id = ${channelId} and e.verb = 'products.edited' order by e.at, e.id
    `.execute(imports.hub.db.kysely)
  ).rows.map(({ about }) => about)

describe('editing', () => {
  let shop: Shop
  beforeAll(async () => {
    shop = await openShop()
  })
  afterAll(() => {
    // Regular imports read; nothing else is asked of a store.
    for (const { journal } of shop.stores)
      expect(journal.exchanges.filter(({ method }) => method !== 'GET')).toEqual([])
  })

  it('a master product moves every channel that has no value of its own, and tells what was there before', async () => {
    const [mug, here, there] = [
      await productOf(shop, 'Blue mug'),
      await listingOf(shop, shop.here, 'Blue mug'),
      await listingOf(shop, shop.there, 'Blue mug'),
    ]
    const result = await edit(shop.browser, {
      ids: [mug],
      edits: [
        { do: 'set', field: 'price', value: '11.5' },
        { do: 'replace', field: 'name', find: 'Blue', with: 'Navy' },
        { do: 'set', field: 'metaDescription', value: 'A mug.' },
      ],
    })
    expect(result).toMatchObject({ changed: 1, unchanged: 0, refused: 0, next: null })
    expect(result.rows[0]?.fields).toEqual([
      { level: 'product', field: 'price', label: 'Price', before: '9', after: '11.5' },
      { level: 'product', field: 'name', label: 'Name', before: 'Blue mug', after: 'Navy mug' },
      { level: 'product', field: 'metaDescription', label: 'Meta description', before: null, after: 'A mug.' },
    ])
    expect(result.channels).toEqual([
      { channelId: expect.any(String), products: 1, variants: 0, notSent: [] },
      { channelId: expect.any(String), products: 1, variants: 0, notSent: [] },
    ])
    expect(await toDo(shop.here)).toEqual({ [here]: { price: '11.5', name: 'Navy mug', metaDescription: 'A mug.' } })
    // It has a price of its own.
    expect(await toDo(shop.there)).toEqual({ [there]: { name: 'Navy mug', metaDescription: 'A mug.' } })
    const [listed] = await allProducts(shop.browser, { search: 'navy' })
    expect(listed).toMatchObject({ id: mug, name: 'Navy mug', price: '11.5', priceMost: '11.5' })
    expect(await allProducts(shop.browser, { search: 'blue' })).toEqual([])
    const [event] = await eventsOf(shop.here)
    expect(event).toMatchObject({
      editId: result.editId,
      changes: [{ level: 'product', id: mug, before: { price: '9', name: 'Blue mug', metaDescription: null } }],
    })
  })

  it('it back leaves nothing to do', async () => {
    const mug = await productOf(shop, 'Navy mug')
    await edit(shop.browser, {
      ids: [mug],
      edits: [
        { do: 'set', field: 'price', value: 9 },
        { do: 'set', field: 'name', value: 'Blue mug' },
        { do: 'clear', field: 'metaDescription' },
      ],
    })
    expect([await toDo(shop.here), await toDo(shop.there)]).toEqual([{}, {}])
  })

  it('a channel moves that channel alone, and resetting brings the master’s value back', async () => {
    const [cup, here] = [await productOf(shop, 'Tea cup'), await listingOf(shop, shop.here, 'Tea cup')]
    const own = { channelId: shop.here, ids: [here] }
    const master = fieldOf(await listingPage(shop.browser, shop.here, here), 'price').master
    const result = await edit(shop.browser, { ...own, edits: [{ do: 'percent', field: 'price', percent: '10' }] })
    expect(result.rows[0]?.fields).toMatchObject([{ field: 'price', before: '7', after: '7.7' }])
    expect([await toDo(shop.here), await toDo(shop.there)]).toEqual([{ [here]: { price: '7.7' } }, {}])
    expect(fieldOf(await listingPage(shop.browser, shop.here, here), 'price').master).toBe(master)

    // The channel keeps its own where the master moves, also to the very same.
    await edit(shop.browser, { ids: [cup], edits: [{ do: 'set', field: 'price', value: '7.7' }] })
    await edit(shop.browser, { ids: [cup], edits: [{ do: 'set', field: 'price', value: '8' }] })
    expect((await toDo(shop.here))[here]).toEqual({ price: '7.7' })
    expect(Object.values(await toDo(shop.there))).toEqual([{ price: '8' }])

    await edit(shop.browser, { ...own, edits: [{ do: 'reset', field: 'price' }] })
    expect((await toDo(shop.here))[here]).toEqual({ price: '8' })
    await edit(shop.browser, { ids: [cup], edits: [{ do: 'set', field: 'price', value: '7' }] })
    expect([await toDo(shop.here), await toDo(shop.there)]).toEqual([{}, {}])
  })

  it('what waits to be sent survives an import', async () => {
    const jar = await productOf(shop, 'Honey jar')
    const before = [await toDo(shop.here), await toDo(shop.there)]
    await edit(shop.browser, { ids: [jar], edits: [{ do: 'set', field: 'warranty', value: 'Two years' }] })
    const wanted = await toDo(shop.here)
    expect(Object.values(wanted)).toEqual([{ warranty: 'Two years' }])
    // Also where the merchant edits another field of it there.
    const listing = await listingOf(shop, shop.here, 'Honey jar')
    shop.stores[0].merchant.editProduct(Number(listing), { description: 'Honey.' })
    await pull(shop.browser, shop.here)
    await pull(shop.browser, shop.there)
    expect(fieldOf(await listingPage(shop.browser, shop.here, listing), 'description').of(shop.here)).toBe('Honey.')
    expect(await toDo(shop.here)).toEqual(wanted)
    await edit(shop.browser, { ids: [jar], edits: [{ do: 'clear', field: 'warranty' }] })
    expect([await toDo(shop.here), await toDo(shop.there)]).toEqual(before)
  })

  it('a variant that inherits its price leaves it alone, and one of its own gets another', async () => {
    const shirts = await productOf(shop, 'Linen shirt')
    const page = await shop.browser.call('GET /api/products/:productId', { params: { productId: shirts } })
    const priceOf = (sku: string) => {
      const variant = page.variants.find(each => each.sku === sku)
      return variant === undefined ? undefined : { id: variant.id ?? '', price: fieldOf(variant, 'price').master }
    }
    const [small, medium] = [priceOf('SHIRT-S'), priceOf('SHIRT-M')]
    const inheriting = [small, medium].filter(each => each?.price === null)
    const result = await edit(shop.browser, {
      level: 'variant',
      ids: [small?.id ?? '', medium?.id ?? ''],
      edits: [{ do: 'add', field: 'price', amount: '1' }],
    })
    expect(result).toMatchObject({ changed: 2 - inheriting.length, unchanged: inheriting.length })
    await edit(shop.browser, { ids: [shirts], edits: [{ do: 'set', field: 'price', value: '20' }] })
    await edit(shop.browser, {
      level: 'variant',
      ids: [medium?.id ?? ''],
      edits: [{ do: 'set', field: 'price', value: '44' }],
    })
    const wanted = await toDo(shop.here)
    expect(Object.values(wanted)).toContainEqual({ price: '44' })
    const [listed] = await allProducts(shop.browser, { search: 'linen' })
    expect(listed).toMatchObject({ priceMost: '44' })
    for (const [level, id, before] of [
      ['product', shirts, fieldOf(page, 'price').master],
      ['variant', small?.id, small?.price],
      ['variant', medium?.id, medium?.price],
    ] as const) {
      const field = 'price'
      const back = before === null ? ({ do: 'clear', field } as const) : ({ do: 'set', field, value: before } as const)
      await edit(shop.browser, { level, ids: [id ?? ''], edits: [back] })
    }
    expect([await toDo(shop.here), await toDo(shop.there)]).toEqual([{}, {}])
    expect((await allProducts(shop.browser, { search: 'linen' }))[0]).toMatchObject({ price: '30', priceMost: '31' })
  })

  it('a SKU changes it for the product and its only variant, finds it, and refuses one that is taken', async () => {
    const [jar, mug] = [await productOf(shop, 'Honey jar'), await productOf(shop, 'Blue mug')]
    const here = await listingOf(shop, shop.here, 'Honey jar')
    const renamed = await edit(shop.browser, { ids: [jar], edits: [{ do: 'set', field: 'sku', value: 'JAR-9' }] })
    expect(renamed.rows[0]?.fields.map(({ level, after }) => [level, after])).toEqual([
      ['product', 'JAR-9'],
      ['variant', 'JAR-9'],
    ])
    expect(Object.values(await toDo(shop.here))).toEqual([{ sku: 'JAR-9' }, { sku: 'JAR-9' }])
    expect((await allProducts(shop.browser, { search: 'jar-9' })).map(({ id, sku }) => [id, sku])).toEqual([
      [jar, 'JAR-9'],
    ])
    const taken = await edit(shop.browser, {
      ids: [mug],
      edits: [
        { do: 'set', field: 'sku', value: 'jar-9' },
        { do: 'set', field: 'warranty', value: 'None' },
      ],
    })
    expect(taken).toMatchObject({ changed: 0, refused: 1, rows: [] })
    expect(taken.faulty[0]?.faults).toEqual([
      { field: 'sku', sentence: 'The SKU “jar-9” belongs to “Honey jar” already: give another one.' },
    ])
    // Nothing of the row is changed.
    expect(
      fieldOf(await shop.browser.call('GET /api/products/:productId', { params: { productId: mug } }), 'warranty')
        .master,
    ).toBeNull()
    await edit(shop.browser, {
      channelId: shop.here,
      ids: [here],
      edits: [{ do: 'set', field: 'sku', value: 'JAR-1' }],
    })
    expect(await toDo(shop.here)).toEqual({})
    await edit(shop.browser, { channelId: shop.here, ids: [here], edits: [{ do: 'reset', field: 'sku' }] })
    await edit(shop.browser, { ids: [jar], edits: [{ do: 'set', field: 'sku', value: 'JAR-1' }] })
    expect([await toDo(shop.here), await toDo(shop.there)]).toEqual([{}, {}])
  })

  it('a field that the hub does not own is said where it goes nowhere, and refused for that channel', async () => {
    const [cup, here] = [await productOf(shop, 'Tea cup'), await listingOf(shop, shop.here, 'Tea cup')]
    const edits = [{ do: 'set', field: 'shareType', value: 'book' }] as const
    const result = await edit(shop.browser, { ids: [cup], edits: [...edits] })
    expect(result.channels).toMatchObject([
      { products: 0, notSent: ['shareType'] },
      { products: 0, notSent: ['shareType'] },
    ])
    expect([await toDo(shop.here), await toDo(shop.there)]).toEqual([{}, {}])
    const refused = await refusalOf(edit(shop.browser, { channelId: shop.here, ids: [here], edits: [...edits] }))
    expect(refused).toMatchObject({ code: 'input_invalid', fields: { shareType: expect.stringContaining('on Here') } })
  })

  it('shows on the product’s page what will be, and where it comes from', async () => {
    const [mug, there] = [await productOf(shop, 'Blue mug'), await listingOf(shop, shop.there, 'Blue mug')]
    await edit(shop.browser, { ids: [mug], edits: [{ do: 'set', field: 'name', value: 'Navy mug' }] })
    await edit(shop.browser, {
      channelId: shop.there,
      ids: [there],
      edits: [{ do: 'set', field: 'price', value: '10' }],
    })
    const page = await shop.browser.call('GET /api/products/:productId', { params: { productId: mug } })
    const sides = (key: string) =>
      page.fields
        .find(field => field.key === key)
        ?.channels.map(({ value, willBe, waits, from }) => [value, willBe, waits, from])
    expect(sides('name')).toEqual([
      ['Blue mug', 'Navy mug', true, 'master'],
      ['Blue mug', 'Navy mug', true, 'master'],
    ])
    expect(sides('price')).toEqual([
      ['9', '9', false, 'master'],
      ['9.5', '10', true, 'channel'],
    ])
    expect(sides('shareType')?.map(side => side[3])).toEqual(['store', 'store'])
    const sheet = await commandsFor(imports.hub)(['products', 'show', mug, '--workspace', shop.business])
    expect(sheet.out).toMatch(/Not sent yet\n.*in the store now +will be\n +Here +Name +Blue mug +Navy mug/)
    await edit(shop.browser, { ids: [mug], edits: [{ do: 'set', field: 'name', value: 'Blue mug' }] })
    await edit(shop.browser, {
      channelId: shop.there,
      ids: [there],
      edits: [{ do: 'set', field: 'price', value: '9.5' }],
    })
  })

  it('a product of a store that waits, was left out or is gone is refused with what to do', async () => {
    const [waiting, lid] = [
      await listingOf(shop, shop.there, 'Wooden tray'),
      await listingOf(shop, shop.there, 'Iron lid'),
    ]
    const offerOf = async (id: string) =>
      (await listingPage(shop.browser, shop.there, id)).variants[0]?.channels[0]?.remoteId ?? ''
    const tell = async (level: 'product' | 'variant', id: string) => {
      const result = await edit(shop.browser, {
        ...{ level, channelId: shop.there, ids: [id] },
        edits: [{ do: 'set', field: 'price', value: '1' }],
      })
      expect(result).toMatchObject({ changed: 0, refused: 1, rows: [] })
      return result.faulty[0]?.faults[0]?.sentence
    }
    for (const [level, id] of [
      ['product', waiting],
      ['variant', await offerOf(waiting)],
    ] as const) {
      expect(await tell(level, id)).toContain('waits on the review list')
    }
    const { items } = await shop.browser.call('GET /api/review')
    await shop.browser.call('POST /api/review/decide', {
      body: { ids: items.map(({ id }) => id), decision: 'leave_out' },
    })
    expect(await tell('product', waiting)).toContain('left out')
    expect(await tell('variant', await offerOf(waiting))).toContain('left out')
    shop.stores[1].merchant.deleteProduct(Number(lid))
    await pull(shop.browser, shop.there)
    expect(await tell('product', lid)).toContain('gone from the store')
    expect(await tell('variant', await offerOf(lid))).toContain('gone from the store')
    expect(await tell('product', '999999')).toContain('no such product')
    expect(await toDo(shop.there)).toEqual({})
  })

  const price = (value: unknown) => [{ do: 'set', field: 'price', value }] as Body['edits']
  const ids = ['prd_none']
  it.each<[string, Body | Record<string, unknown>, string, string]>([
    ['no product', { edits: price('1') }, 'input_invalid', 'Give ids, or one filter.'],
    ['ids and a filter', { ids, products: {}, edits: price('1') }, 'input_invalid', 'Give ids, or one filter.'],
    ['too many ids', { ids: Array(1_001).fill('prd_1'), edits: price('1') }, 'input_invalid', 'at most 1,000'],
    ['no ids', { ids: [], edits: price('1') }, 'input_invalid', 'at least one'],
    ['a channel’s products without a channel', { listings: {}, edits: price('1') }, 'input_invalid', 'which channel'],
    ['no edits', { ids, edits: [] }, 'input_invalid', 'Say what to edit.'],
    [
      'a field that there is not',
      { ids, edits: [{ do: 'set', field: 'prize', value: '1' }] },
      'input_invalid',
      'no field of this name',
    ],
    [
      'a field of every object',
      { ids, edits: [{ do: 'set', field: 'constructor', value: '1' }] },
      'input_invalid',
      'no field of this name',
    ],
    [
      'another prototype',
      { ids, edits: [{ do: 'set', field: '__proto__', value: '1' }] },
      'input_invalid',
      'no field of this name',
    ],
    ['options', { ids, edits: [{ do: 'set', field: 'options', value: [] }] }, 'input_invalid', 'in this way'],
    [
      'a tax class of one store',
      { ids, edits: [{ do: 'set', field: 'taxClassId', value: '1' }] },
      'input_invalid',
      'one store alone',
    ],
    ['words for a price', { ids, edits: price('cheap') }, 'input_invalid', 'an amount such as 18.90'],
    ['a price beyond all numbers', { ids, edits: price('1e999') }, 'input_invalid', 'an amount such as 18.90'],
    [
      'an infinite price',
      '{"ids":["a"],"edits":[{"do":"set","field":"price","value":1e999}]}' as never,
      'input_invalid',
      'an amount such as 18.90',
    ],
    ['a price below zero', { ids, edits: price('-1') }, 'input_invalid', 'below 0'],
    ['a price of many digits', { ids, edits: price('9'.repeat(40)) }, 'input_invalid', 'an amount such as 18.90'],
    ['an object for a price', { ids, edits: price({ amount: 1 }) }, 'input_invalid', 'an amount such as 18.90'],
    ['no price', { ids, edits: [{ do: 'clear', field: 'price' }] }, 'input_invalid', 'cannot be empty'],
    ['no name', { ids, edits: [{ do: 'set', field: 'name', value: '  ' }] }, 'input_invalid', 'cannot be blank'],
    [
      'a name too long',
      { ids, edits: [{ do: 'set', field: 'name', value: 'n'.repeat(251) }] },
      'input_invalid',
      '250 characters',
    ],
    [
      'a character with the number 0',
      { ids, edits: [{ do: 'set', field: 'name', value: 'a\0b' }] },
      'input_invalid',
      'nobody sees',
    ],
    [
      'half a character',
      { ids, edits: [{ do: 'set', field: 'name', value: 'a\ud800' }] },
      'input_invalid',
      'nobody sees',
    ],
    ['maybe', { ids, edits: [{ do: 'set', field: 'visible', value: 'maybe' }] }, 'input_invalid', 'yes or no'],
    [
      'half a piece',
      { ids, edits: [{ do: 'set', field: 'orderQuantityLeast', value: 1.5 }] },
      'input_invalid',
      'whole number',
    ],
    [
      'another condition',
      { ids, edits: [{ do: 'set', field: 'condition', value: 'Fine' }] },
      'input_invalid',
      'New, Used, Refurbished',
    ],
    ['a name raised', { ids, edits: [{ do: 'add', field: 'name', amount: '1' }] }, 'input_invalid', 'Only numbers'],
    ['by nothing', { ids, edits: [{ do: 'percent', field: 'price', percent: 'ten' }] }, 'input_invalid', 'By how much'],
    [
      'an odd ending',
      { ids, edits: [{ do: 'percent', field: 'price', percent: '1', ending: '99' }] },
      'input_invalid',
      '.99 or 9.95',
    ],
    [
      'nothing to find',
      { ids, edits: [{ do: 'replace', field: 'name', find: '', with: 'a' }] },
      'input_invalid',
      'which text',
    ],
    [
      'a price searched',
      { ids, edits: [{ do: 'replace', field: 'price', find: '1', with: '2' }] },
      'input_invalid',
      'for texts',
    ],
    ['the master reset', { ids, edits: [{ do: 'reset', field: 'price' }] }, 'input_invalid', 'which channel'],
    [
      'one SKU for all',
      { products: {}, edits: [{ do: 'set', field: 'sku', value: 'A' }] },
      'input_invalid',
      'one alone',
    ],
    ['an unknown way', { ids, edits: [{ do: 'explode', field: 'price' }] }, 'input_invalid', ''],
    [
      'a place that nobody gave',
      { products: {}, edits: price('1'), goOn: { editId: 'x', after: 'zzz' } },
      'input_invalid',
      'unchanged',
    ],
    ['a channel that there is not', { channelId: 'chn_none', ids, edits: price('1') }, 'not_found', ''],
  ])('%s is refused, and nothing is changed', async (_, body, code, words) => {
    const before = await eventsOf(shop.here)
    const response = await shop.browser.send('POST', '/api/edits', body)
    const problem = await response.json()
    expect(problem).toMatchObject({ code })
    expect(Object.values((problem as { fields?: Record<string, string> }).fields ?? {}).join(' ')).toContain(words)
    expect(await eventsOf(shop.here)).toEqual(before)
    expect([await toDo(shop.here), await toDo(shop.there)]).toEqual([{}, {}])
  })

  it('by command does what its help says', async () => {
    const cartwright = commandsFor(imports.hub)
    const run = (...args: string[]) => cartwright(['edit', ...args, '--workspace', shop.business])
    const preview = await run('--search', 'mug', '--percent', 'price=-10', '--ending', '.99', '--preview')
    expect(preview).toMatchObject({ code: 0, out: expect.stringContaining('Would change 1.') })
    expect(preview.out).toMatch(/Blue mug +MUG-1 +Price +9 +7.99/)
    expect(preview.out).toContain('To send to Here by its next plan: 1 product')
    expect(await run('--search', 'mug', '--percent', 'price=-10')).toMatchObject({
      code: 2,
      err: expect.stringContaining('--yes'),
    })
    expect(await toDo(shop.here)).toEqual({})
    expect(await run('MUG-1', '--set', 'name=Navy = blue', '--replace', 'name=Navy=>Deep')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/Name +Blue mug +Deep = blue/),
    })
    expect(Object.values(await toDo(shop.here))).toEqual([{ name: 'Deep = blue' }])
    await run('MUG-1', '--set', 'name=Blue mug')
    const own = await run('CUP-1', '--channel', 'there', '--set', 'price=3', '--json')
    expect(JSON.parse(own.out)).toMatchObject({ preview: false, changed: 1, refused: 0, channels: [{ products: 1 }] })
    expect([await toDo(shop.here), Object.values(await toDo(shop.there))]).toEqual([{}, [{ price: '3' }]])
    const listing = await listingOf(shop, shop.there, 'Tea cup')
    expect(await run(listing, '--channel', 'there', '--reset', 'price')).toMatchObject({ code: 0 })
    expect(await run('--variant', 'shirt-m', '--set', 'price=33')).toMatchObject({ code: 0 })
    expect(await run('--variant', 'shirt-m', '--channel', 'here', '--set', 'price=31')).toMatchObject({ code: 0 })
    expect([await toDo(shop.here), Object.values(await toDo(shop.there))]).toEqual([{}, [{ price: '33' }]])
    expect(await run('--variant', 'shirt-m', '--channel', 'here', '--reset', 'price')).toMatchObject({ code: 0 })
    expect(await run('--search', 'shirt', '--variants', '--add', 'price=-34', '--yes')).toMatchObject({
      code: 1,
      out: expect.stringContaining('Price cannot be below 0.'),
    })
    await run('--variant', 'shirt-m', '--set', 'price=31')
    expect(await run('MUG-1', '--set', 'price=cheap')).toMatchObject({ code: 1, err: expect.stringContaining('18.90') })
  })

  it.each([
    [['MUG-1'], 'Say what to edit'],
    [['--set', 'price=1'], 'Say which product'],
    [['MUG-1', '--all', '--set', 'price=1'], 'in one way'],
    [['MUG-1', '--set', 'price'], '--set takes'],
    [['MUG-1', '--replace', 'name=a'], '--replace takes'],
    [['MUG-1', '--set', 'price=1', '--ending', '.99'], '--ending goes with'],
    [['--all', '--channel', 'here', '--sku-fault', 'any', '--clear', 'warranty'], '--sku-fault is about'],
  ])('%j is not understood, and says why', async (args, words) => {
    const ended = await commandsFor(imports.hub)(['edit', ...args])
    expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringContaining(words) })
  })
})

describe('an edit of many', () => {
  it('goes part by part, each product once, and ends', async () => {
    const browser = await imports.newBusiness()
    const store = await imports.store({ seed: 9, products: 120 })
    const { channelId } = await importStore(browser, store)
    // So long a text is written to no thousand products at once.
    const description = '<p>long</p>'.repeat(17_300)
    const body: Body = { products: {}, edits: [{ do: 'set', field: 'description', value: description }], show: 0 }
    const parts = [await edit(browser, body)]
    for (let last = parts[0]; last?.next != null; last = parts.at(-1)) {
      parts.push(await edit(browser, { ...body, goOn: { editId: last.editId, after: last.next } }))
    }
    expect(parts.length).toBeGreaterThan(1)
    expect(new Set(parts.map(({ editId }) => editId)).size).toBe(1)
    expect(parts.reduce((sum, { changed }) => sum + changed, 0)).toBe(120)
    // None was looked at twice: a percentage would be added twice.
    expect(parts.reduce((sum, { unchanged }) => sum + unchanged, 0)).toBe(0)
    expect(Object.keys(await toDo(channelId)).length).toBe(120)
    const prices: Body = {
      level: 'variant',
      listings: {},
      channelId,
      edits: [{ do: 'add', field: 'price', amount: '1' }],
    }
    const { changed, next } = await edit(browser, prices)
    expect([changed > 0, next]).toEqual([true, null])
  })

  it('does no part twice for who lost the answer, and nothing under the id of another edit', async () => {
    const browser = await imports.newBusiness()
    const { channelId } = await importStore(browser, await imports.store({ seed: 9, products: 110 }))
    const padding = 'x'.repeat(100_000)
    // Long enough to come in several parts; nothing has the text to find.
    const edits: Body['edits'] = [
      { do: 'add', field: 'price', amount: '1' },
      { do: 'replace', field: 'description', find: padding, with: padding },
    ]
    const body: Body = { products: {}, edits, show: 5, editId: `edt_${'a1'.repeat(12)}` }
    const both = await Promise.all([edit(browser, body), edit(browser, body)])
    const [first, again] = both.toSorted((a, b) => b.rows.length - a.rows.length)
    expect(first).toMatchObject({ editId: body.editId, refused: 0, next: expect.any(String) })
    expect(again).toEqual({ ...first, rows: [] })
    const names = first?.rows.map(({ name }) => name) ?? []
    expect(names).toEqual(names.toSorted((a, b) => a.localeCompare(b, 'en')))
    const { editId: _, ...rest } = body
    const second = { ...rest, goOn: { editId: first?.editId ?? '', after: first?.next ?? '' } }
    const done = await edit(browser, second)
    expect(done).toMatchObject({ changed: 110 - (first?.changed ?? 0), next: null })
    expect(await edit(browser, second)).toEqual({ ...done, rows: [] })
    const { rows } = await sql<{ raised: string }>`
      select distinct ((l.desired->>'price')::numeric - (l.observed->>'price')::numeric)::text as raised
      from listing l where channel_id = ${channelId}
    `.execute(imports.hub.db.kysely)
    expect(new Set(rows.map(({ raised }) => Number(raised)))).toEqual(new Set([1]))
    const other = await refusalOf(edit(browser, { ...body, edits: [{ do: 'add', field: 'price', amount: '2' }] }))
    expect(other).toMatchObject({ code: 'input_invalid', fields: { editId: expect.stringContaining('of its own') } })
  })
})

/** Fields of each level that are edited by chance below. */
const chosen = {
  product: [
    'name',
    'price',
    'salePrice',
    'visible',
    'metaDescription',
    'metaKeywords',
    'weight',
    'sortOrder',
    'warranty',
  ],
  variant: ['price', 'salePrice', 'weight', 'mpn', 'purchasingDisabled'],
} as const
type Level = keyof typeof chosen

const valuesFor: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  name: fc.constantFrom('Oak chair', 'Pine table', 'Ash “stool”'),
  visible: fc.boolean(),
  purchasingDisabled: fc.boolean(),
  metaKeywords: fc.constantFrom(['oak'], ['oak', 'chair'], ''),
  sortOrder: fc.nat(5),
}
const anyEdit = (level: Level, inChannel: boolean): fc.Arbitrary<Body['edits'][number]> => {
  const field = fc.constantFrom<string>(...chosen[level])
  const numeric = fc.constantFrom('price', 'salePrice', 'weight')
  const amount = fc.constantFrom('1', '-2.5', '10', '-100', '0.005')
  const set = field.chain(name =>
    (valuesFor[name] ?? fc.constantFrom('0', '5', '12.50', '7')).map(value => ({
      do: 'set' as const,
      field: name,
      value,
    })),
  )
  const texts = fc
    .constantFrom('metaDescription', 'warranty', 'mpn', 'name')
    .filter(name => (chosen[level] as readonly string[]).includes(name))
  return fc.oneof(
    set,
    fc.constantFrom('salePrice').map(name => ({ do: 'clear' as const, field: name })),
    fc.tuple(numeric, amount).map(([name, by]) => ({ do: 'add' as const, field: name, amount: by })),
    fc.tuple(numeric, amount, fc.option(fc.constantFrom('.99', '9.95'))).map(([name, percent, ending]) => ({
      ...{ do: 'percent' as const, field: name, percent },
      ...(ending !== null && { ending }),
    })),
    texts.map(name => ({ do: 'replace' as const, field: name, find: 'a', with: 'oo' })),
    ...(inChannel ? [field.map(name => ({ do: 'reset' as const, field: name }))] : []),
  )
}

describe('any edits of two channels that share their products', () => {
  it('do what their preview says, and leave every channel meant to show its own values, else the master’s', async () => {
    const browser = await imports.newBusiness()
    const twins = [await imports.store({ seed: 5, products: 25 }), await imports.store({ seed: 5, products: 25 })]
    const channels: string[] = []
    for (const [at, store] of twins.entries()) {
      channels.push((await importStore(browser, store, { name: `Twin ${at}` })).channelId)
      store.journal.clear()
    }
    const [one = '', other = ''] = channels
    const rowsOf = async (table: 'listing' | 'offer') =>
      (
        await sql<
          { id: string; masterId: string; channel: string; master: Fields; overrides: Delta; pinned: string[] } & Layers
        >`
          select f.remote_id as id, f.channel_id as channel, m.id as "masterId", m.fields as master, f.overrides,
            coalesce(f.pinned, '{}') as pinned, f.observed,
            coalesce(f.base, '{}') as base, coalesce(f.sent, '{}') as sent, coalesce(f.desired, '{}') as desired
          from ${sql.table(table)} f join ${sql.table(table === 'listing' ? 'product' : 'variant')} m
            on m.workspace_id = f.workspace_id and m.id = ${sql.ref(table === 'listing' ? 'f.product_id' : 'f.variant_id')}
          where f.channel_id in (${one}, ${other}) order by f.channel_id, f.remote_id
        `.execute(imports.hub.db.kysely)
      ).rows
    const both = async () => ({ product: await rowsOf('listing'), variant: await rowsOf('offer') })
    const holds = ({ product, variant }: Awaited<ReturnType<typeof both>>) => {
      for (const [level, rows] of [
        ['product', product],
        ['variant', variant],
      ] as const) {
        for (const row of rows) {
          expect([row.id, row.pinned.filter(field => !Object.hasOwn(row.overrides, field))]).toEqual([row.id, []])
          const [meant, said] = [desiredOf(row), withOverrides(row.master, row.overrides)]
          const off = chosen[level].filter(field => !sameValue(meant[field], said[field]))
          expect([row.id, off, off.map(field => [meant[field], said[field]])]).toEqual([row.id, [], []])
        }
      }
    }
    const start = await both()
    expect(start.product.length).toBe(50)
    holds(start)

    const anyStep = fc.constantFrom<Level>('product', 'variant').chain(level =>
      fc.boolean().chain(inChannel =>
        fc.record({
          level: fc.constant(level),
          inChannel: fc.constant(inChannel),
          edits: fc.array(anyEdit(level, inChannel), { minLength: 1, maxLength: 3 }),
          which: fc.oneof(
            fc.constant('all'),
            fc.constant('search'),
            fc.array(fc.nat(200), { minLength: 1, maxLength: 5 }),
          ),
        }),
      ),
    )
    const seed = Number(process.env.SEED ?? 20_261_127)
    console.log(`seed ${seed}`)
    for (const step of fc.sample(anyStep, { seed, numRuns: 40 })) {
      const before = await both()
      const own = before[step.level].filter(row => !step.inChannel || row.channel === one)
      const pick = step.inChannel ? 'id' : 'masterId'
      const picked = Array.isArray(step.which)
        ? [...new Set(step.which.map(at => own[at % own.length]?.[pick] ?? ''))]
        : []
      const filter = step.which === 'search' ? { search: 'e' } : {}
      const body: Body = {
        ...{ level: step.level, edits: step.edits, show: 200 },
        ...(step.inChannel && { channelId: one }),
        ...(picked.length > 0 ? { ids: picked } : step.inChannel ? { listings: filter } : { products: filter }),
      }
      const told = JSON.stringify({ seed, body })
      const preview = await edit(browser, { ...body, preview: true })
      expect([told, await both()]).toEqual([told, before])
      const done = await edit(browser, body)
      expect([told, { ...done, editId: '' }]).toEqual([told, { ...preview, editId: '' }])
      const after = await both()
      holds(after)
      // What is said to change is what changed, and nothing else did.
      const changed = new Map(done.rows.map(row => [row.id, row.fields]))
      for (const [at, row] of after[step.level].entries()) {
        const [was, is] = [before[step.level][at], row]
        if (was === undefined) throw new Error('A row went away')
        const source = (of: typeof row) => (step.inChannel ? withOverrides(of.master, of.overrides) : of.master)
        const said = step.inChannel && row.channel !== one ? [] : (changed.get(row[pick]) ?? [])
        for (const field of chosen[step.level]) {
          const named = said.find(each => each.field === field)
          const expected =
            named === undefined ? source(was)[field] : ((named.after ?? undefined) as FieldValue | undefined)
          expect([told, row.id, field, sameValue(source(is)[field], expected)]).toEqual([told, row.id, field, true])
        }
      }
      if (step.inChannel) {
        const others = (rows: typeof before) => [...rows.product, ...rows.variant].filter(row => row.channel === other)
        expect([told, others(after)]).toEqual([told, others(before)])
      }
    }
    expect((await both()).product.some(({ desired }) => Object.keys(desired).length > 0)).toBe(true)
    for (const store of twins) expect(store.journal.exchanges.filter(({ method }) => method !== 'GET')).toEqual([])
  })
})
