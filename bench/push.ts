import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import type { Plan } from '../src/api/contract/plans.ts'
import type { Browser } from '../test/support/hub.ts'
import { type Bench, type BenchResult, readCount } from './bench.ts'
import { Child } from './child.ts'
import { type BenchHub, importStore, startHub } from './hub.ts'
import type { OpenStore } from './sandbox-process.ts'

/** Documented: so many rows a request changes, and so many products a page shows. */
const variantsEach = 50
const productsEach = 10
const pageMost = 250
const most = { requestsOver: 1.02 }
const idsMost = 1_000
const lookEveryMs = 200
const longestMs = 20 * 60_000

/** `--products N`: so many prices of products, and as many of variants, are written; 10,000 unless given. */
export const pushBench: Bench = {
  name: 'push',
  summary: 'how many requests it takes to write prices to a store, beside the fewest possible',
  run: runPush,
}

async function runPush(options: readonly string[]): Promise<BenchResult> {
  const { values } = parseArgs({ args: [...options], options: { products: { type: 'string', default: '10000' } } })
  const products = readCount(values.products)
  const sandbox = new Child('sandbox-process.ts', { products, variantsEach: 2, quota: 'off' })
  const hub = await startHub()
  try {
    return await measure(hub, await sandbox.next<OpenStore>(), products)
  } finally {
    await hub.close()
    await sandbox.end()
  }
}

async function measure(hub: BenchHub, store: OpenStore, amount: number): Promise<BenchResult> {
  const { channelId } = await importStore(hub, store, 'Bench')
  const { browser } = hub
  await browser.call('PATCH /api/channels/:channelId/live', { params: { channelId }, body: { on: ['data', 'prices'] } })
  const ids = await idsIn(store)
  const push = async (level: 'product' | 'variant', price: string) => {
    await setPrices(browser, channelId, level, ids[level].slice(0, amount), price)
    return applyPlan(browser, channelId)
  }
  const ofVariants = await push('variant', '4321.09')
  const ofProducts = await push('product', '1234.56')
  // What is wanted is what the store shows.
  const [again, onceMore] = [await push('variant', '4321.09'), await push('product', '1234.56')]
  const figures = {
    prices: amount,
    priceRequests: ofVariants.requests.writesMade,
    priceRequestsLeast: Math.ceil(amount / variantsEach),
    productRequests: ofProducts.requests.writesMade,
    productRequestsLeast: Math.ceil(amount / productsEach),
    noopWrites: again.requests.writesMade + onceMore.requests.writesMade,
    checkReads: ofVariants.requests.readsMade + ofProducts.requests.readsMade,
  }
  const { priceRequests, priceRequestsLeast, productRequests, productRequestsLeast, noopWrites, checkReads } = figures
  const unwritten = [ofVariants, ofProducts].filter(({ states }) => states.applied !== amount)
  return {
    report: [
      `push: ${amount} prices of variants, then ${amount} of products`,
      `variants       ${priceRequests} write requests (least possible ${priceRequestsLeast}, most 2 % over)`,
      `products       ${productRequests} write requests (least possible ${productRequestsLeast}, most 2 % over)`,
      `no change      ${noopWrites} write requests (0)`,
      `looks before   ${checkReads} read requests`,
    ].join('\n'),
    missed: [
      ...missedRequests('prices of variants', priceRequests, priceRequestsLeast),
      ...missedRequests('prices of products', productRequests, productRequestsLeast),
      ...(noopWrites > 0 ? [`${noopWrites} requests wrote what the store showed already`] : []),
      ...unwritten.map(({ states }) => `of ${amount} prices were written: ${JSON.stringify(states)}`),
    ],
    figures,
  }
}

function missedRequests(what: string, made: number, least: number): string[] {
  return made > least * most.requestsOver ? [`${made} requests for ${what} where ${least} would do`] : []
}

async function setPrices(
  browser: Browser,
  channelId: string,
  level: 'product' | 'variant',
  ids: readonly string[],
  value: string,
): Promise<void> {
  for (let from = 0; from < ids.length; from += idsMost) {
    const edits = [{ do: 'set' as const, field: 'price', value }]
    await browser.call('POST /api/edits', {
      body: { level, channelId, ids: ids.slice(from, from + idsMost), edits, show: 0 },
    })
  }
}

async function applyPlan(browser: Browser, channelId: string): Promise<Plan> {
  const made = await browser.call('POST /api/channels/:channelId/plans', { params: { channelId } })
  const params = { planId: made.id }
  const held = made.brakes.filter(({ passed }) => passed === null).map(({ brake }) => brake)
  if (held.length > 0) await browser.call('POST /api/plans/:planId/pass', { params, body: { brakes: held } })
  let plan = await browser.call('POST /api/plans/:planId/apply', { params })
  for (const startedAt = performance.now(); plan.state === 'applying'; await sleep(lookEveryMs)) {
    if (performance.now() - startedAt > longestMs) throw new Error(`The plan does not end: ${plan.problem}`)
    plan = await browser.call('GET /api/plans/:planId', { params })
  }
  return plan
}

interface StoreProduct {
  readonly id: number
  readonly variants: readonly { readonly id: number }[]
}

/** The ids of all products and variants, as the store itself tells them. */
async function idsIn(store: OpenStore): Promise<Record<'product' | 'variant', string[]>> {
  const products: StoreProduct[] = []
  for (let page = 1; products.length < store.products; page += 1) {
    const path = `products?limit=${pageMost}&page=${page}&include=variants&include_fields=sku`
    const response = await fetch(`${store.apiAddress}/stores/${store.storeHash}/v3/catalog/${path}`, {
      headers: { 'x-auth-token': store.accessToken, accept: 'application/json' },
    })
    const { data } = (await response.json()) as { data: StoreProduct[] }
    if (data.length === 0) break
    products.push(...data)
  }
  return {
    product: products.map(({ id }) => String(id)),
    variant: products.flatMap(({ variants }) => variants.map(({ id }) => String(id))),
  }
}
