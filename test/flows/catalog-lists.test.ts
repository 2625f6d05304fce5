import { beforeAll, describe, expect, it } from 'vitest'
import type { ProductSort } from '../../src/api/contract/catalog.ts'
import type { Problem } from '../../src/api/contract/problem.ts'
import type { NewProduct, Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import {
  allListings,
  allPages,
  allProducts,
  allReviews,
  importStore,
  importsForFile,
  listingPage,
  pull,
} from '../support/catalog.ts'
import { type Browser, refusalOf } from '../support/hub.ts'

const imports = importsForFile()

const sorts: readonly ProductSort[] = ['name', '-name', 'price', '-price', 'changed', '-changed']

/** A store of just these products, imported into a workspace of its own. */
async function openShop(products: readonly NewProduct[]) {
  const store = await imports.store({ products: 0 })
  for (const product of products) store.merchant.addProduct(product, { allowDuplicates: true })
  const browser = await imports.newBusiness()
  const { channelId, run } = await importStore(browser, store)
  expect(run).toMatchObject({ state: 'done', account: { taken: products.length } })
  return { store, browser, channelId }
}

interface Row {
  readonly id: string
  readonly name: string
  readonly price: string | null
  readonly changed: string | null
}
/** How a list is read, one page after the other. */
type ReadPage = (after: string | undefined) => Promise<{ rows: Row[]; next: string | null }>
type Order = { readonly sort: ProductSort; readonly limit: number }

/** Both lists that are read in pages. */
const lists: Readonly<Record<string, (browser: Browser, channelId: string, order: Order) => ReadPage>> = {
  'Channel Products': (browser, channelId, order) => async after => {
    const [params, query] = [{ channelId }, { ...order, after }]
    const { listings, next } = await browser.call('GET /api/channels/:channelId/listings', { params, query })
    return { rows: listings.map(row => ({ ...row, id: row.remoteId, changed: row.modifiedAt })), next }
  },
  'Inventory > Products': (browser, _, order) => async after => {
    const { products, next } = await browser.call('GET /api/products', { query: { ...order, after } })
    return { rows: products.map(row => ({ ...row, changed: row.changedAt })), next }
  },
}

describe.each(Object.entries(lists))('%s in pages', (_, listOf) => {
  let store: Sandbox
  let browser: Browser
  let channelId: string
  /** As many as differ in nothing that a list is sorted by. */
  const ties = 9
  const long = 'w'.repeat(230)
  const products: readonly NewProduct[] = [
    ...Array.from({ length: ties }, () => ({ name: 'Same', price: 5 })),
    ...[0.00001, 0.1, 5, 40, 1_000_000].map((price, at) => ({ name: `Priced ${at}`, price })),
    // Longer than what is sorted by, and different only behind it.
    ...['a', 'b', 'c'].map(end => ({ name: `${long}${end}`, price: 7 })),
    ...['"quoted"', '🛒🛒🛒', 'Ärger', 'ärger', 'zebra', 'Zebra', '%', '\\', "o'clock"].map(name => ({
      name,
      price: 7,
    })),
  ]

  beforeAll(async () => {
    ;({ store, browser, channelId } = await openShop(products))
  })

  const walk = (sort: ProductSort, limit: number) => allPages(listOf(browser, channelId, { sort, limit }))

  it.each(sorts)('come to every row exactly once, sorted by %s', async sort => {
    const whole = await walk(sort, 200)
    expect(whole.map(({ name }) => name).sort()).toEqual(products.map(({ name }) => name).sort())
    // One that leaves a part of a page over, one that doesn't, and one by one.
    for (const limit of [7, products.length, 1]) {
      expect((await walk(sort, limit)).map(({ id }) => id)).toEqual(whole.map(({ id }) => id))
    }
  })

  it('are in order, and backwards in the same order', async () => {
    const keys: Readonly<Record<string, (row: Row) => string | number>> = {
      name: ({ name }) => name.toLowerCase().slice(0, 200),
      price: ({ price }) => Number(price),
      changed: ({ changed }) => Date.parse(changed ?? ''),
    }
    for (const by of ['name', 'price', 'changed'] as const) {
      const rows = await walk(by, 4)
      const back = await walk(`-${by}`, 4)
      expect([by, back.map(({ id }) => id).reverse()]).toEqual([by, rows.map(({ id }) => id)])
      // How letters of every kind are ordered is a matter of the database.
      const told = rows
        .filter(({ name }) => by !== 'name' || /^[a-z0-9 ]+$/i.test(name))
        .map(row => keys[by]?.(row) ?? '')
      expect([by, told]).toEqual([by, told.toSorted((a, b) => (a < b ? -1 : a > b ? 1 : 0))])
    }
  })

  it('are 50 rows long unless one asks for more or fewer', async () => {
    const { browser: another, channelId: its } = await openShop(
      Array.from({ length: 51 }, (__, at) => ({ name: `One of many ${at}` })),
    )
    const { listings, next } = await another.call('GET /api/channels/:channelId/listings', {
      ...{ params: { channelId: its }, query: {} },
    })
    const page = await another.call('GET /api/products', { query: {} })
    expect([listings.length, page.products.length]).toEqual([50, 50])
    expect([next, page.next]).toEqual([expect.any(String), expect.any(String)])
  })

  it.each(sorts)('pass over none of them, and show none twice, while others are added, sorted by %s', async sort => {
    const before = new Set((await walk(sort, 200)).map(({ id }) => id))
    const read = listOf(browser, channelId, { sort, limit: 5 })
    let pages = 0
    const rows = await allPages(async after => {
      pages += 1
      if (pages === 2 || pages === 4) {
        for (const [name, price] of [
          ['Aardvark', 0.001],
          ['Same', 5],
          ['zzz', 2_000_000],
        ] as const) {
          store.merchant.addProduct({ name, price }, { allowDuplicates: true })
        }
        await pull(browser, channelId, 'changes')
      }
      return read(after)
    })
    expect(pages).toBeGreaterThan(4)
    const ids = rows.map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    expect([...before].filter(id => !ids.includes(id))).toEqual([])
  })
})

interface Spec {
  readonly name: string
  readonly brand: string
  /** From the root down. */
  readonly category: readonly string[]
  readonly visible: boolean
  readonly sku: string
  readonly match: 'matched' | 'waiting' | 'left_out'
  readonly gone: boolean
}

const brands = ['', 'Oak & Co', "O'Neil 50%"]
const ways = [[], ['Home'], ['Home', 'Kitchen'], ['Home', 'Kitchen', 'Bed/Bath'], ['Homely']] as const

/** One of every kind, for each filter to have something to find and something to pass over. */
const specs: readonly Spec[] = brands.flatMap((brand, b) =>
  ways.flatMap((category, c) =>
    [true, false].flatMap((visible, v) =>
      (['matched', 'waiting', 'left_out'] as const).map((match, m): Spec => {
        const number = `${b}${c}${v}${m}`
        const sku = match === 'matched' ? (v === 0 ? `SKU-${number}` : '') : 'SKU-0000'
        return {
          name: `Thing ${number}`,
          brand,
          category,
          visible,
          sku,
          match,
          gone: match === 'matched' && c === 2 && v === 1,
        }
      }),
    ),
  ),
)
const namesOf = (rows: readonly { name: string }[]) => rows.map(({ name }) => name).sort()
const isBelow = (spec: Spec, way: readonly string[]) => way.every((name, at) => spec.category[at] === name)

describe('filters', () => {
  let browser: Browser
  let channelId: string
  let brandIds: ReadonlyMap<string, string>
  let categoryIds: ReadonlyMap<string, string>

  beforeAll(async () => {
    const opened = await openShop(
      specs.map(({ name, brand, category, visible, sku }) => ({
        ...{ name, brand, visible, sku },
        categories: category.length === 0 ? [] : [category],
      })),
    )
    browser = opened.browser
    channelId = opened.channelId
    const leftOut = (await allReviews(browser)).filter(({ store }) => specOf(store.productName)?.match === 'left_out')
    const ids = leftOut.map(({ id }) => id)
    await browser.call('POST /api/review/decide', { body: { ids, decision: 'leave_out' } })
    const gone = (await allListings(browser, channelId)).filter(({ name }) => specOf(name)?.gone)
    for (const { remoteId } of gone) opened.store.merchant.deleteProduct(Number(remoteId))
    expect(await pull(browser, channelId)).toMatchObject({ account: { gone: 3 } })
    const choices = await browser.call('GET /api/channels/:channelId/listing-filters', { params: { channelId } })
    brandIds = new Map(choices.brands.map(({ label, value }) => [label, value]))
    categoryIds = new Map(choices.categories.map(({ label, value }) => [label, value]))
  })

  const specOf = (name: string) => specs.find(spec => spec.name === name)
  const given = (query: Record<string, string | undefined>) =>
    Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined)) as Record<string, string>

  it('of Channel Products find what they say, alone and together', async () => {
    const params = { channelId }
    for (const brand of [undefined, ...brands]) {
      for (const way of [undefined, ways[1], ways[2], ways[3]]) {
        for (const state of [undefined, 'visible', 'hidden', 'gone'] as const) {
          for (const match of [undefined, 'matched', 'waiting', 'left_out'] as const) {
            const query = given({
              brand: brand === undefined ? undefined : brand === '' ? 'none' : brandIds.get(brand),
              category: way === undefined ? undefined : categoryIds.get(way.at(-1) ?? ''),
              ...{ state, match },
            })
            const wanted = specs.filter(
              spec =>
                (brand === undefined || spec.brand === brand) &&
                (way === undefined || isBelow(spec, way)) &&
                (state === undefined ||
                  (state === 'gone' ? spec.gone : !spec.gone && spec.visible === (state === 'visible'))) &&
                (match === undefined || spec.match === match),
            )
            expect([query, namesOf(await allListings(browser, channelId, query))]).toEqual([query, namesOf(wanted)])
            const counted = await browser.call('GET /api/channels/:channelId/listings-count', { params, query })
            expect([query, counted]).toEqual([query, { count: wanted.length, atLeast: false }])
          }
        }
      }
    }
  })

  it('of Inventory > Products find what they say, alone and together', async () => {
    const master = specs.filter(({ match }) => match === 'matched')
    await browser.call('POST /api/channels/:channelId/gone', { params: { channelId }, body: { choice: 'archive' } })
    const { categories } = await browser.call('GET /api/product-filters', { query: {} })
    const paths = new Map(categories.map(({ label, value }) => [label, value]))
    expect(paths.get('Bed/Bath')).toBe('Home/Kitchen/Bed\\/Bath')
    for (const brand of [undefined, ...brands]) {
      for (const way of [undefined, ways[1], ways[2], ways[3]]) {
        for (const state of [undefined, 'active', 'archived'] as const) {
          for (const skuFault of [undefined, 'any', 'blank', 'duplicate'] as const) {
            for (const channel of [undefined, channelId, 'chn_nowhere']) {
              const category = way === undefined ? undefined : paths.get(way.at(-1) ?? '')
              const query = given({ brand, category, state, skuFault, channel })
              const wanted = master.filter(
                spec =>
                  (brand === undefined || spec.brand === brand) &&
                  (way === undefined || isBelow(spec, way)) &&
                  spec.gone === (state === 'archived') &&
                  (skuFault === undefined || (skuFault !== 'duplicate' && spec.sku === '')) &&
                  channel !== 'chn_nowhere',
              )
              expect([query, namesOf(await allProducts(browser, query))]).toEqual([query, namesOf(wanted)])
              const counted = await browser.call('GET /api/products-count', { query })
              expect([query, counted]).toEqual([query, { count: wanted.length, atLeast: false }])
            }
          }
        }
      }
    }
  })

  it('go with a search and with pages', async () => {
    const query = { search: 'thing 1', brand: brandIds.get('Oak & Co') ?? '', state: 'hidden', match: 'waiting' }
    const wanted = specs.filter(spec => spec.brand === 'Oak & Co' && !spec.visible && spec.match === 'waiting')
    expect(wanted.length).toBeGreaterThan(3)
    for (const limit of [1, 2, 200]) {
      expect(namesOf(await allListings(browser, channelId, { ...query, limit }))).toEqual(namesOf(wanted))
    }
  })

  it('can themselves be searched for, whatever their names have in them', async () => {
    const params = { channelId }
    for (const [search, brand, category] of [
      ['50%', "O'Neil 50%", undefined],
      ["o'n", "O'Neil 50%", undefined],
      ['& co', 'Oak & Co', undefined],
      ['bed/bath', undefined, 'Bed/Bath'],
      ['BATH', undefined, 'Bed/Bath'],
      ['%', "O'Neil 50%", undefined],
      ['_', undefined, undefined],
    ] as const) {
      const query = { search }
      for (const found of [
        await browser.call('GET /api/channels/:channelId/listing-filters', { params, query }),
        await browser.call('GET /api/product-filters', { query }),
      ]) {
        expect([search, found.brands.map(({ label }) => label)]).toEqual([search, brand === undefined ? [] : [brand]])
        expect([search, found.categories.map(({ label }) => label)]).toEqual([
          ...[search, category === undefined ? [] : [category]],
        ])
      }
    }
  })
})

const oddNames = [
  ...['100% wool', '100 wool', 'under_score', 'underXscore', 'back\\slash', 'backslash', "o'clock", '"quoted"'],
  ...['salt & pepper', 'salt pepper', 'this|that', 'thisthat', 'star:*', 'starry', '🛒 cart', 'Größe', 'GROSSE'],
  ...['a.b', 'axb', '[set]', '(group)', '^start', 'end$', '{brace}', 'a+b', 'why?', '--comment', '$1', '{{7*7}}'],
  ...['ΟΔΟΣ', 'İstanbul', '椅子', 'مقعد', 'e\u0301tude', '<b>bold</b>', 'x'.repeat(250)],
]

describe('a search', () => {
  let browser: Browser
  let channelId: string
  let texts: { name: string; text: string }[]

  beforeAll(async () => {
    const products = oddNames.map((name, at) => ({ name, sku: `S/K%U_${at}`, upc: String(4_006_381_000_000 + at) }))
    ;({ browser, channelId } = await openShop(products))
    texts = products.map(({ name, sku, upc }) => ({ name, text: [name, sku, upc].join('\n').toLowerCase() }))
  })

  const terms = [
    ...['%', '_', '\\', "'", '"', '&', '|', ':*', '*', '.', '?', '+', '^', '$', '[', '(', '{', '-', '--', '🛒', '<b>'],
    ...[
      'a',
      'x',
      '椅',
      'ß',
      '0% w',
      '% wool',
      'wool 100%',
      'r_s',
      'k\\s',
      '\\\\',
      '%%',
      '__',
      'a.b',
      'a_b',
      'A|',
      '\\%',
    ],
    ...['s/k%u_1', '4006381000003', 'größe', 'GRÖSSE', 'οδος', 'ΟΔΟΣ', 'İstanbul', 'istanbul', 'مقعد', 'e\u0301tu'],
    ...["' or '1'='1", 'x'.repeat(200), 'salt & pepper', 'pepper salt', 'quoted "', '\t %\n'],
  ]

  it.each(terms)('finds %j by the letter, in both lists', async search => {
    const words = search.toLowerCase().split(/\s+/u)
    const wanted = namesOf(texts.filter(({ text }) => words.every(word => text.includes(word))))
    expect(namesOf(await allListings(browser, channelId, { search, limit: 5 }))).toEqual(wanted)
    expect(namesOf(await allProducts(browser, { search, limit: 5 }))).toEqual(wanted)
    const [params, query] = [{ channelId }, { search }]
    const counted = [
      await browser.call('GET /api/channels/:channelId/listings-count', { params, query }),
      await browser.call('GET /api/products-count', { query }),
    ]
    expect(counted.map(({ count }) => count)).toEqual([wanted.length, wanted.length])
  })

  it('of blanks alone finds everything, as none does', async () => {
    for (const search of ['', ' ', '\t\n', '\u3000']) {
      expect(await allListings(browser, channelId, { search })).toHaveLength(oddNames.length)
      expect(await allProducts(browser, { search })).toHaveLength(oddNames.length)
    }
  })

  it('passes over the character that no text can hold', async () => {
    expect(namesOf(await allListings(browser, channelId, { search: 'sal\0t pep\0per' }))).toEqual([
      ...['salt & pepper', 'salt pepper'],
    ])
    expect(namesOf(await allProducts(browser, { search: '100%\0' }))).toEqual(['100% wool'])
  })

  it('looks for every one of many words', async () => {
    const many = 'one two three four five six seven eight nine'
    const { browser: another, channelId: its } = await openShop([{ name: many }, { name: `${many} ten` }])
    expect(namesOf(await allListings(another, its, { search: `${many} ten` }))).toEqual([`${many} ten`])
    expect(namesOf(await allProducts(another, { search: `${many} ten` }))).toEqual([`${many} ten`])
  })

  it('that is longer than any name or SKU is refused in words', async () => {
    for (const search of ['x'.repeat(201), 'x'.repeat(500), '%'.repeat(500), 'a '.repeat(250)]) {
      for (const address of [`channels/${channelId}/listings`, `channels/${channelId}/listings-count`, 'products']) {
        const response = await browser.send('GET', `/api/${address}?search=${encodeURIComponent(search)}`)
        await expectRefused(response, 'search')
      }
    }
  })

  it('finds a product that two stores share by what either shows of it, in every writing', async () => {
    const names = ['ΟΔΟΣ', 'İstanbul', 'ÄRMEL', '椅子 50%']
    const products = names.map((name, at) => ({ name, sku: `SHARED-${at}` }))
    const first = await openShop(products)
    const second = await imports.store({ products: 0 })
    for (const product of products) second.merchant.addProduct(product)
    const { run } = await importStore(first.browser, second, { name: 'Second' })
    expect(run.account).toMatchObject({ joined: names.length, waiting: 0 })
    for (const search of names) {
      expect([search, namesOf(await allProducts(first.browser, { search }))]).toEqual([search, [search]])
    }
  })
})

async function expectRefused(response: Response, field: string): Promise<void> {
  const problem = (await response.json()) as Problem
  expect([response.url, response.status, problem.code]).toEqual([response.url, 400, 'input_invalid'])
  expect(Object.keys(problem.fields ?? {})).toEqual([field])
  for (const sentence of [problem.title, ...Object.values(problem.fields ?? {})])
    expect(sentence).toMatch(/^[A-Z].* .+/)
}

describe('a question that makes no sense', () => {
  let browser: Browser
  let channelId: string

  beforeAll(async () => {
    ;({ browser, channelId } = await openShop([{ name: 'One' }, { name: 'Two' }]))
  })

  const place = (...parts: unknown[]) => Buffer.from(JSON.stringify(parts)).toString('base64url')
  const both = {
    limit: ['0', '-1', '201', '1.5', 'ten', '', '1e9'],
    sort: ['', '-', 'sku', 'name,price', '--name', 'NAME'],
  }
  const ofEach: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
    listings: {
      ...both,
      state: ['', 'active', 'deleted'],
      match: ['', 'maybe'],
      brand: ['x'.repeat(501)],
      category: ['x'.repeat(501)],
    },
    products: {
      ...both,
      ...{ state: ['', 'visible'], skuFault: ['', 'none'], channel: ['x'.repeat(41)] },
      ...{ brand: ['x'.repeat(501)], category: ['x'.repeat(2_001)] },
    },
  }
  const pathOf = (list: string) => (list === 'listings' ? `/api/channels/${channelId}/listings` : '/api/products')

  it.each(Object.keys(ofEach))('is refused in words, for each field of %s', async list => {
    for (const [field, values] of Object.entries(ofEach[list] ?? {})) {
      for (const value of values) {
        await expectRefused(await browser.send('GET', `${pathOf(list)}?${field}=${encodeURIComponent(value)}`), field)
      }
      const twice = await browser.send('GET', `${pathOf(list)}?${field}=1&${field}=2`)
      expect([field, twice.status]).toEqual([field, 400])
    }
  })

  it.each(Object.keys(ofEach))('is refused in words where the place to go on from is none, in %s', async list => {
    const cursors: readonly (readonly [sort: string, after: string])[] = [
      ...['', 'x', 'null', '%', '🛒', place(), place('a'), place('a', 'b', 'c'), place(1, 'b'), place('a', null)].map(
        after => ['name', after] as const,
      ),
      ['name', Buffer.from('{"0":"a","1":"b"}').toString('base64url')],
      ['name', 'x'.repeat(2_001)],
      ...['', 'ten', '1e5', 'NaN', 'Infinity', '1;', '1'.repeat(101)].map(key => ['price', place(key, '1')] as const),
      ...['', 'now', '2026-13-01 00:00:00+00', '2026-02-30 00:00:00+00', '2026-03-01', '99999-01-01 00:00:00+00'].map(
        key => ['-changed', place(key, '1')] as const,
      ),
    ]
    for (const [sort, after] of cursors) {
      await expectRefused(
        await browser.send('GET', `${pathOf(list)}?sort=${sort}&after=${encodeURIComponent(after)}`),
        'after',
      )
    }
  })

  it('never makes a fault of the hub, though a text holds what no database takes', async () => {
    for (const list of Object.keys(ofEach)) {
      for (const query of [
        ...['brand=%00', 'category=a%00b', `after=${place('a\0', 'b')}`, `sort=price&after=${place('1', '\0')}`],
      ]) {
        const response = await browser.send('GET', `${pathOf(list)}?${query}`)
        const problem = (await response.json()) as Problem
        expect([list, query, response.status, problem.code]).toEqual([list, query, 400, 'input_invalid'])
        expect(problem.title).toMatch(/\.$/)
      }
    }
  })

  it('finds nothing where it names what there is none of', async () => {
    for (const query of [{ brand: '999' }, { category: '999' }, { brand: "' or true --" }, { search: 'nothing' }]) {
      expect([query, await allListings(browser, channelId, query as Record<string, string>)]).toEqual([query, []])
      expect([query, await allProducts(browser, query as Record<string, string>)]).toEqual([query, []])
    }
    const nowhere = { params: { channelId: 'chn_nowhere' }, query: {} }
    const refused = await refusalOf(browser.call('GET /api/channels/:channelId/listings', nowhere))
    expect(refused).toMatchObject({ status: 404, code: 'not_found' })
    expect(await refusalOf(listingPage(browser, channelId, '0'))).toMatchObject({ status: 404, code: 'not_found' })
  })
})
