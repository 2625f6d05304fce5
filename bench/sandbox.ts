import { parseArgs } from 'node:util'
import { Pool } from 'undici'
import { type Bench, type BenchResult, readCount } from './bench.ts'
import { Child } from './child.ts'
import type { OpenStore } from './sandbox-process.ts'

const variantsEach = 5
const seed = 7
const pageMost = 250
const atATime = 4
/** So often the whole catalog is read; the first time nothing was put into text yet. */
const sweeps = 5
const smallReads = 20_000
const floors = { pagesPerSecond: 100, readsPerSecond: 5_000 }
const most = { startSeconds: 5, rssMbMillion: 1_500 }

/**
 * `--products N`: size of the catalog, of which each product has five variants; 20,000 unless given. `--million N`: size
 * of the one whose memory is measured; 200,000 unless given.
 */
export const sandbox: Bench = {
  name: 'sandbox',
  summary: 'how fast the sandbox store answers, starts, and how much memory a million variants take',
  run: runSandbox,
}

async function runSandbox(options: readonly string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args: [...options],
    options: { products: { type: 'string', default: '20000' }, million: { type: 'string', default: '200000' } },
  })
  const { startSeconds, pagesPerSecond, readsPerSecond } = await measureSpeed(readCount(values.products))
  const rssMbMillion = await measureMemory(readCount(values.million))
  const figures = { pagesPerSecond, readsPerSecond, startSeconds, rssMbMillion }
  const report = [
    `sandbox: ${values.products} products with ${variantsEach} variants each`,
    `pages of ${pageMost}   ${pagesPerSecond} a second (least ${floors.pagesPerSecond})`,
    `small reads    ${readsPerSecond} a second (least ${floors.readsPerSecond})`,
    `start          ${startSeconds} s (most ${most.startSeconds})`,
    `memory         ${rssMbMillion} MB for ${values.million} products (most ${most.rssMbMillion})`,
  ].join('\n')
  const missed = [
    ...(pagesPerSecond < floors.pagesPerSecond ? [`${pagesPerSecond} pages a second`] : []),
    ...(readsPerSecond < floors.readsPerSecond ? [`${readsPerSecond} small reads a second`] : []),
    ...(startSeconds > most.startSeconds ? [`a start takes ${startSeconds} s`] : []),
    ...(rssMbMillion > most.rssMbMillion ? [`a large store takes ${rssMbMillion} MB`] : []),
  ]
  return { report, missed, figures }
}

async function measureSpeed(products: number) {
  const from = performance.now()
  const child = new Child('sandbox-process.ts', { seed, products, variantsEach, quota: 'off' })
  try {
    const store = await child.next<OpenStore>()
    const startSeconds = round((performance.now() - from) / 1_000)
    const reader = new Reader(store)
    try {
      const pagesPerSecond = await rateOf(pagePaths(products), path => reader.read(path))
      const paths = Array.from({ length: smallReads }, (_, at) => `/v3/catalog/products/${101 + (at % products)}`)
      const readsPerSecond = await rateOf(paths, path => reader.read(path))
      return { startSeconds, pagesPerSecond, readsPerSecond }
    } finally {
      await reader.close()
    }
  } finally {
    await child.end()
  }
}

/** Pages by number, so that several can be asked for at a time. */
function pagePaths(products: number): string[] {
  const pages = Math.ceil(products / pageMost)
  return Array.from(
    { length: pages * sweeps },
    (_, at) => `/v3/catalog/products?include=variants,images&limit=${pageMost}&page=${1 + (at % pages)}`,
  )
}

/** How many of these are done in a second, with as many under way at a time as a client may have. */
async function rateOf(paths: readonly string[], read: (path: string) => Promise<void>): Promise<number> {
  const from = performance.now()
  let next = 0
  const work = async () => {
    for (let path = paths[next++]; path !== undefined; path = paths[next++]) await read(path)
  }
  await Promise.all(Array.from({ length: atATime }, work))
  return round((paths.length * 1_000) / (performance.now() - from))
}

/** Reads answers to their last byte, and does nothing with them. */
class Reader {
  readonly #pool: Pool
  readonly #prefix: string
  readonly #headers: Record<string, string>

  constructor({ apiAddress, storeHash, accessToken }: OpenStore) {
    this.#pool = new Pool(apiAddress, { connections: atATime })
    this.#prefix = `/stores/${storeHash}`
    this.#headers = { 'X-Auth-Token': accessToken, Accept: 'application/json' }
  }

  async read(path: string): Promise<void> {
    const { statusCode, body } = await this.#pool.request({
      method: 'GET',
      path: this.#prefix + path,
      headers: this.#headers,
    })
    for await (const _ of body);
    if (statusCode !== 200) throw new Error(`The sandbox store answered ${statusCode} to ${path}`)
  }

  close(): Promise<void> {
    return this.#pool.close()
  }
}

async function measureMemory(products: number): Promise<number> {
  const child = new Child('sandbox-process.ts', { seed, products, variantsEach, quota: 'off' })
  try {
    await child.next<OpenStore>()
    return round(await child.ask<number>('rss'))
  } finally {
    await child.end()
  }
}

const round = (figure: number) => Number(figure.toFixed(1))
