import { parseArgs } from 'node:util'
import type { Browser } from '../test/support/hub.ts'
import { type Bench, type BenchResult, readCount } from './bench.ts'
import { Child } from './child.ts'
import { importStore, startHub } from './hub.ts'
import type { OpenStore } from './sandbox-process.ts'

const variantsEach = 5
/** The second store, whose products are in part those of the first: without it nothing would wait for a decision. */
const other = { seed: 77, products: 400, twinProducts: 200 }
const firstSeed = 7
const rows = 50
const longestRows = 200
const deepPages = 60
const most = { p95Ms: 150 }

/**
 * `--products N`: size of the catalog, of which each product has five variants; 20,000 unless given.
 * `--rounds N`: so often each question is asked; 5 unless given.
 */
export const lists: Bench = {
  name: 'lists',
  summary: 'how soon the first rows of a list of 100,000 variants are there, whatever it is filtered and sorted by',
  run: runLists,
}

async function runLists(options: readonly string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args: [...options],
    options: { products: { type: 'string', default: '20000' }, rounds: { type: 'string', default: '5' } },
  })
  const products = readCount(values.products)
  const rounds = readCount(values.rounds)
  const hub = await startHub()
  try {
    const { channelId, seconds } = await withStore({ seed: firstSeed, products }, store => importStore(hub, store, 'A'))
    const twin = { seed: firstSeed, products: Math.min(other.twinProducts, products) }
    await withStore({ seed: other.seed, products: other.products, twin }, store => importStore(hub, store, 'B'))
    const questions = [
      ...(await questionsOf(
        hub.browser,
        `/api/channels/${channelId}/listings`,
        await listingFilters(hub.browser, channelId),
      )),
      ...(await questionsOf(hub.browser, '/api/products', await productFilters(hub.browser, channelId))),
    ]
    const asked: Asked[] = []
    for (let round = 1; round <= rounds; round += 1) {
      for (const question of questions) asked.push({ question, ms: await timeOf(hub.browser, question) })
    }
    return judge(asked, `lists: ${products} products, imported in ${seconds.toFixed(1)} s`)
  } finally {
    await hub.close()
  }
}

interface Asked {
  readonly question: string
  readonly ms: number
}

async function withStore<T>(options: object, work: (store: OpenStore) => Promise<T>): Promise<T> {
  const sandbox = new Child('sandbox-process.ts', { variantsEach, quota: 'off', ...options })
  try {
    return await work(await sandbox.next<OpenStore>())
  } finally {
    await sandbox.end()
  }
}

type Filter = Readonly<Record<string, string>>

/** What people type: one letter, a word that many names have, a whole SKU, the middle of one, what is nowhere. */
async function searches(browser: Browser): Promise<Filter[]> {
  const { products } = await browser.call('GET /api/products', { query: { limit: rows } })
  const [sample] = products
  const { variants } = await browser.call('GET /api/products/:productId', { params: { productId: sample?.id ?? '' } })
  const sku = variants[0]?.sku ?? ''
  const word = sample?.name.split(' ').at(-1) ?? ''
  const texts = ['a', 'or', word, `${word} ${sku.slice(0, 3)}`, sku, sku.slice(2, 7), 'nowhere-to-be-found', '100%_']
  return texts.map(search => ({ search }))
}

async function listingFilters(browser: Browser, channelId: string): Promise<Filter[]> {
  const { brands, categories } = await browser.call('GET /api/channels/:channelId/listing-filters', {
    params: { channelId },
    query: {},
  })
  const brand = brands[0]?.value ?? ''
  return [
    {},
    ...(await searches(browser)),
    ...[brand, brands.at(-1)?.value ?? '', 'none'].map(value => ({ brand: value })),
    ...[categories[0], categories.at(-1)].map(category => ({ category: category?.value ?? '' })),
    ...['visible', 'hidden', 'gone'].map(state => ({ state })),
    ...['matched', 'waiting', 'left_out'].map(match => ({ match })),
    { brand, category: categories.at(-1)?.value ?? '', state: 'visible', match: 'matched' },
    { brand, search: 'a', state: 'hidden' },
  ]
}

async function productFilters(browser: Browser, channel: string): Promise<Filter[]> {
  const { brands, categories } = await browser.call('GET /api/product-filters', { query: {} })
  const brand = brands[0]?.value ?? ''
  return [
    {},
    ...(await searches(browser)),
    ...[brand, brands.at(-1)?.value ?? '', ''].map(value => ({ brand: value })),
    ...[categories[0], categories.at(-1)].map(category => ({ category: category?.value ?? '' })),
    ...['active', 'archived'].map(state => ({ state })),
    ...['any', 'blank', 'too_long', 'invalid', 'duplicate'].map(skuFault => ({ skuFault })),
    { channel },
    { brand, category: categories.at(-1)?.value ?? '', channel, skuFault: 'any' },
  ]
}

const sorts = ['name', '-name', 'price', '-price', 'changed', '-changed']

/** Every filter with every sort, how many it finds, and a page far down in each sort. */
async function questionsOf(browser: Browser, path: string, filters: readonly Filter[]): Promise<string[]> {
  const first = filters.flatMap(filter => sorts.map(sort => addressOf(path, { ...filter, sort, limit: String(rows) })))
  const counts = filters.map(filter => addressOf(`${path}-count`, filter))
  const deep: string[] = []
  for (const sort of sorts) {
    let after: Filter = {}
    for (let page = 1; page <= deepPages; page += 1) {
      const answer = await read(browser, addressOf(path, { sort, limit: String(longestRows), ...after }))
      if (answer.next === null) break
      after = { after: answer.next }
    }
    deep.push(addressOf(path, { sort, limit: String(rows), ...after }))
  }
  return [...first, ...counts, ...deep]
}

function addressOf(path: string, query: Filter): string {
  return `${path}?${new URLSearchParams(query)}`
}

async function read(browser: Browser, address: string): Promise<{ readonly next: string | null }> {
  const response = await browser.send('GET', address)
  if (!response.ok) throw new Error(`The hub answered ${response.status} to ${address}`)
  return (await response.json()) as { next: string | null }
}

async function timeOf(browser: Browser, address: string): Promise<number> {
  const from = performance.now()
  await read(browser, address)
  return performance.now() - from
}

const slowestShown = 5

function judge(asked: readonly Asked[], about: string): BenchResult {
  const sorted = asked.toSorted((a, b) => a.ms - b.ms)
  const at = (part: number) => Number((sorted[Math.ceil(sorted.length * part) - 1]?.ms ?? 0).toFixed(1))
  const figures = { requests: asked.length, p50Ms: at(0.5), p95Ms: at(0.95), maxMs: at(1) }
  const report = [
    about,
    `${figures.requests} requests: half within ${figures.p50Ms} ms, 95 % within ${figures.p95Ms} ms (most ${most.p95Ms}), all within ${figures.maxMs} ms`,
    ...sorted.slice(-slowestShown).map(({ ms, question }) => `  ${ms.toFixed(1).padStart(8)} ms  ${question}`),
  ].join('\n')
  const missed = figures.p95Ms > most.p95Ms ? [`95 % of the lists take up to ${figures.p95Ms} ms`] : []
  return { report, missed, figures }
}
