import { parseArgs } from 'node:util'
import { type Bench, type BenchResult, readCount } from './bench.ts'
import { Child } from './child.ts'
import type { FloorSpeed } from './floor-process.ts'
import { importStore, startHub } from './hub.ts'
import type { OpenStore } from './sandbox-process.ts'

const variantsEach = 5
/** The catalog for the smaller peak of memory is this part of the large one. */
const smallPart = 1 / 5
const least = { ratioToFloor: 0.5 }
const most = { requestsOver: 1.02, memoryGrowth: 1.3 }

/**
 * `--products N`: size of the large catalog, of which each product has five variants; 20,000 unless given.
 * `--runs N`: so often floor and hub take turns, and the medians count; 1 unless given.
 * `--requests-only`: no floor, no memory: only whether the hub asks for no more than it must.
 */
export const importBench: Bench = {
  name: 'import',
  summary: 'how fast a catalog of 100,000 variants comes in, beside a bare program that only reads and writes',
  run: runImport,
}

interface HubImport {
  readonly products: number
  readonly variants: number
  readonly requests: number
  readonly seconds: number
  readonly peakMb: number
}

async function runImport(options: readonly string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args: [...options],
    options: {
      products: { type: 'string', default: '20000' },
      runs: { type: 'string', default: '1' },
      'requests-only': { type: 'boolean', default: false },
    },
  })
  const products = readCount(values.products)
  if (values['requests-only']) return withStore(products, countRequests)
  const small = await withStore(Math.ceil(products * smallPart), importOnce)
  return withStore(products, async store => {
    const floors: FloorSpeed[] = []
    const hubs: HubImport[] = []
    for (let run = 1; run <= readCount(values.runs); run += 1) {
      floors.push(await runFloor(store))
      hubs.push(await importOnce(store))
    }
    return judge({ small, floors, hubs, requestsLeast: await countLeast(store) })
  })
}

async function withStore<T>(products: number, work: (store: OpenStore) => Promise<T>): Promise<T> {
  const sandbox = new Child('sandbox-process.ts', { products, variantsEach, quota: 'off' })
  try {
    return await work(await sandbox.next<OpenStore>())
  } finally {
    await sandbox.end()
  }
}

async function runFloor(store: OpenStore): Promise<FloorSpeed> {
  const child = new Child('floor-process.ts', store)
  try {
    return await child.next<FloorSpeed>()
  } finally {
    await child.end()
  }
}

async function importOnce(store: OpenStore): Promise<HubImport> {
  const hub = await startHub()
  try {
    const { run, seconds } = await importStore(hub, store, 'Bench')
    if (run.account === null) throw new Error('The import ended without an account.')
    const { taken, variantsTaken, requests } = run.account
    if (taken !== store.products || variantsTaken !== store.variants) {
      throw new Error(`The import took ${taken} products and ${variantsTaken} variants of ${JSON.stringify(store)}`)
    }
    return { products: taken, variants: variantsTaken, requests, seconds, peakMb: await hub.peakMemoryMb() }
  } finally {
    await hub.close()
  }
}

/** ⌈P/250⌉ + ⌈P/10⌉ + ⌈brands/250⌉ + ⌈categories/250⌉ for each tree + 2 */
async function countLeast(store: OpenStore): Promise<number> {
  const page = 250
  const trees = (await ask(store, 'trees')).data
  const categories = await Promise.all(
    trees.map(async ({ id }) => Math.ceil((await totalOf(store, `trees/categories?tree_id:in=${id}`)) / page)),
  )
  const brands = Math.ceil((await totalOf(store, 'brands?')) / page)
  const lists = categories.reduce((sum, pages) => sum + pages, brands)
  return Math.ceil(store.products / page) + Math.ceil(store.products / 10) + lists + 2
}

async function totalOf(store: OpenStore, path: string): Promise<number> {
  return (await ask(store, `${path}&limit=1`)).meta.pagination.total
}

interface ListAnswer {
  readonly data: readonly { readonly id: number }[]
  readonly meta: { readonly pagination: { readonly total: number } }
}

async function ask({ apiAddress, storeHash, accessToken }: OpenStore, path: string): Promise<ListAnswer> {
  const response = await fetch(`${apiAddress}/stores/${storeHash}/v3/catalog/${path}`, {
    headers: { 'x-auth-token': accessToken, accept: 'application/json' },
  })
  return (await response.json()) as ListAnswer
}

async function countRequests(store: OpenStore): Promise<BenchResult> {
  const { products, variants, requests } = await importOnce(store)
  const requestsLeast = await countLeast(store)
  return {
    report: `import: ${products} products, ${variants} variants\n${requestsLine(requests, requestsLeast)}`,
    missed: missedRequests(requests, requestsLeast),
    figures: { products, variants, requests, requestsLeast },
  }
}

interface Measured {
  readonly small: HubImport
  readonly floors: readonly FloorSpeed[]
  readonly hubs: readonly HubImport[]
  readonly requestsLeast: number
}

function judge({ small, floors, hubs, requestsLeast }: Measured): BenchResult {
  const { products = 0, variants = 0 } = hubs[0] ?? {}
  const requests = median(hubs.map(hub => hub.requests))
  const ratios = hubs.map((hub, run) => (floors[run]?.seconds ?? 0) / hub.seconds)
  const peakMb = median(hubs.map(hub => hub.peakMb))
  const figures = {
    products,
    variants,
    requests,
    requestsLeast,
    productsPerSecond: rounded(products / median(hubs.map(hub => hub.seconds)), 1),
    ratioToFloor: rounded(median(ratios), 3),
    peakRssMb: rounded(peakMb, 1),
    peakRssMbSmall: rounded(small.peakMb, 1),
  }
  const growth = peakMb / small.peakMb
  const report = [
    `import: ${products} products, ${variants} variants; the small one ${small.products} and ${small.variants}`,
    ...hubs.map(
      (hub, run) =>
        `run ${run + 1}: floor ${seconds(floors[run]?.seconds ?? 0)}, hub ${seconds(hub.seconds)}, ratio ${rounded(ratios[run] ?? 0, 3)}, peak memory ${rounded(hub.peakMb, 1)} MB`,
    ),
    `speed          ${figures.productsPerSecond} products/s, ${figures.ratioToFloor} of the floor (least ${least.ratioToFloor})`,
    `peak memory    ${figures.peakRssMb} MB, ${rounded(growth, 3)} times the small one’s ${figures.peakRssMbSmall} MB (most ${most.memoryGrowth})`,
    requestsLine(requests, requestsLeast),
  ].join('\n')
  const missed = [
    ...(figures.ratioToFloor < least.ratioToFloor ? [`the hub has ${figures.ratioToFloor} of the floor’s speed`] : []),
    ...(growth > most.memoryGrowth ? [`peak memory grows ${rounded(growth, 3)} times`] : []),
    ...missedRequests(requests, requestsLeast),
  ]
  return { report, missed, figures }
}

function requestsLine(requests: number, requestsLeast: number): string {
  return `requests       ${requests}, ${rounded((requests / requestsLeast - 1) * 100, 2)} % over the least possible ${requestsLeast} (most 2 %)`
}

function missedRequests(requests: number, requestsLeast: number): string[] {
  return requests > requestsLeast * most.requestsOver ? [`${requests} requests where ${requestsLeast} would do`] : []
}

function median(numbers: readonly number[]): number {
  const sorted = numbers.toSorted((a, b) => a - b)
  const middle = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? (sorted[middle] ?? 0) : ((sorted[middle - 1] ?? 0) + (sorted[middle] ?? 0)) / 2
}

function rounded(number: number, digits: number): number {
  return Number(number.toFixed(digits))
}

function seconds(count: number): string {
  return `${count.toFixed(1)} s`
}
