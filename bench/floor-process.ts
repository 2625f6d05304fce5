import pg from 'pg'
import { detailsPath, keyQuery, productsPath } from '../src/connectors/bigcommerce/catalog/reader.ts'
import { listOf } from '../src/connectors/bigcommerce/client/loose.ts'
import { openStoreApi, type StoreApi } from '../src/connectors/bigcommerce/client/request.ts'
import { readQuota } from '../src/connectors/bigcommerce/quota.ts'
import { openEmbedded } from '../src/database/embedded.ts'
import { budgetedFetch } from '../src/engine/budgeted-fetch.ts'
import { RateBudget } from '../src/engine/rate-budget.ts'
import { openTransport } from '../src/engine/transport.ts'
import { systemClock } from '../src/runtime/clock.ts'
import { orderOf, tell } from './child.ts'
import { freshDataFolder } from './data-folder.ts'
import type { OpenStore } from './sandbox-process.ts'

/**
 * The least that an import can be: the hub's own client asks for the same pages, with as many under way at a time, and
 * what comes is written as it is, with two statements for a page of products and one for a page of details, into two
 * tables with nothing but a primary key. The database is the one that comes with the hub.
 */
export interface FloorSpeed {
  readonly products: number
  readonly variants: number
  readonly seconds: number
}

interface Row {
  readonly id: number
  readonly variants: readonly { readonly id: number }[]
}

const pageMost = 250
const detailsMost = 10
const atATime = 4
const timeoutMs = 60_000

const tables = `
  create table floor_product (id bigint primary key, observed jsonb not null, details jsonb);
  create table floor_variant (id bigint primary key, product_id bigint not null, observed jsonb not null);
`
const keepProducts = `
  insert into floor_product (id, observed)
  select (row->>'id')::bigint, row from jsonb_array_elements($1::jsonb) as row
  on conflict (id) do update set observed = excluded.observed
`
const keepVariants = `
  insert into floor_variant (id, product_id, observed)
  select (row->>'id')::bigint, (row->>'product_id')::bigint, row from jsonb_array_elements($1::jsonb) as row
  on conflict (id) do update set observed = excluded.observed
`
const keepDetails = `
  update floor_product set details = row
  from jsonb_array_elements($1::jsonb) as row where id = (row->>'id')::bigint
`

async function readAll(api: StoreApi, pool: pg.Pool): Promise<FloorSpeed> {
  const startedAt = performance.now()
  const ids: number[] = []
  let variants = 0
  const pageAfter = (id: number) => rowsAt(api, productsPath(keyQuery({ after: String(id), limit: pageMost })))
  let asked = pageAfter(0)
  for (;;) {
    const rows = await asked
    const last = rows.at(-1)
    if (last === undefined) break
    // The next page is on its way while this one is written, as in the hub.
    asked = pageAfter(last.id)
    const products = rows.map(({ variants: _, ...product }) => product)
    const theirs = rows.flatMap(row => row.variants)
    await pool.query(keepProducts, [JSON.stringify(products)])
    await pool.query(keepVariants, [JSON.stringify(theirs)])
    for (const { id } of rows) ids.push(id)
    variants += theirs.length
  }
  let next = 0
  const readDetails = async () => {
    while (next < ids.length) {
      const group = ids.slice(next, next + detailsMost)
      next += detailsMost
      await pool.query(keepDetails, [JSON.stringify(await rowsAt(api, detailsPath(group.map(String))))])
    }
  }
  await Promise.all(Array.from({ length: atATime }, readDetails))
  return { products: ids.length, variants, seconds: (performance.now() - startedAt) / 1_000 }
}

async function rowsAt(api: StoreApi, path: string): Promise<readonly Row[]> {
  const answer = await api.get(path, { timeoutMs })
  const rows = answer.kind === 'ok' ? listOf(answer.json) : null
  if (rows === null) throw new Error(`The sandbox store answered ${answer.kind} ${answer.status} to ${path}`)
  return rows as readonly Row[]
}

const clock = systemClock
const { apiAddress, storeHash, clientId, accessToken } = orderOf<OpenStore>()
const folder = freshDataFolder()
const transport = openTransport({ clock })
const fetch = budgetedFetch({
  budget: new RateBudget({ clock, random: Math.random }),
  transport,
  clock,
  random: Math.random,
  lane: 'content',
  readQuota,
})
const signal = new AbortController().signal
const api = openStoreApi({ apiAddress, storeHash, clientId }, { accessToken }, { fetch, clock, signal })
const database = await openEmbedded({ dataDir: folder.path, clock, log: () => undefined })
const pool = new pg.Pool({ ...database.pool, max: atATime })
// What the end of the database tells connections that are about to close.
pool.on('error', () => undefined)
try {
  await pool.query(tables)
  tell(await readAll(api, pool))
} finally {
  await pool.end()
  await transport.close()
  await database.stop()
  await folder.remove()
}
