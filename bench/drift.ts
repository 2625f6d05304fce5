import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { sql } from 'kysely'
import { type Db, openDatabase } from '../src/database/connect.ts'
import { openEmbedded } from '../src/database/embedded.ts'
import { prepareDatabase } from '../src/database/migrate.ts'
import { openLogger } from '../src/hub/log.ts'
import { openHub } from '../src/hub/open-hub.ts'
import { systemClock } from '../src/runtime/clock.ts'
import { Browser, owner } from '../test/support/hub.ts'
import { type Bench, type BenchResult, readCount } from './bench.ts'
import { freshDataFolder } from './data-folder.ts'

const variantsEach = 5
const rows = 100
const deepPages = 40
const most = { p95Ms: 150 }

/**
 * `--products N`: so many, each edited itself and in its five variants; 20,000 unless given.
 * `--rounds N`: so often each question is asked; 10 unless given.
 */
export const driftBench: Bench = {
  name: 'drift',
  summary: 'how soon the first rows are there where 100,000 variants were edited in the store',
  run: runDrift,
}

async function runDrift(options: readonly string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args: [...options],
    options: { products: { type: 'string', default: '20000' }, rounds: { type: 'string', default: '10' } },
  })
  const products = readCount(values.products)
  const rounds = readCount(values.rounds)
  const folder = freshDataFolder()
  const server = await openEmbedded({ dataDir: folder.path, clock: systemClock, log: () => {}, durable: false })
  const database = { kind: 'embedded', pool: server.pool } as const
  await prepareDatabase(database, { clock: systemClock, log: () => {} })
  const db = await openDatabase(database)
  const hub = await openHub({
    ...{ dataDir: join(folder.path, 'hub'), database, publicUrl: null, version: '0.0.0-bench', openLogger },
    web: { host: '127.0.0.1', port: 0, webRoot: null },
    environment: { CARTWRIGHT_KEY: randomBytes(32).toString('base64') },
  })
  try {
    const browser = new Browser(hub.listensAt ?? '')
    await browser.call('POST /api/owner', { body: owner })
    const { id } = await browser.call('POST /api/channels', { body: { kind: 'bigcommerce', name: 'A' } })
    await fill(db, id, products)
    const asked: Asked[] = []
    const questions = await questionsOf(browser, id)
    for (let round = 0; round <= rounds; round += 1) {
      // The first time the database has nothing at hand yet.
      for (const question of questions) {
        const ms = await timeOf(browser, question)
        if (round > 0) asked.push({ question, ms })
      }
    }
    return judge(asked, `drift: ${products * (variantsEach + 1)} rows of ${products} products edited in the store`)
  } finally {
    await hub.stop()
    await db.close()
    await server.stop()
    await folder.remove()
  }
}

interface Asked {
  readonly question: string
  readonly ms: number
}

/** Rows as an import leaves them, each edited in one field, of which two are rare. */
async function fill(db: Db, channelId: string, products: number): Promise<void> {
  await db.transaction(async tx => {
    await sql`set local session_replication_role = replica`.execute(tx.kysely)
    await sql`
      insert into product (workspace_id, id, fields, details, state, origin_channel_id, origin_remote_id, created_at,
        changed_at, name, name_key, categories, variant_count, fault_count, search)
      select c.workspace_id, 'prd_' || n, '{}', '{}', 'active', c.id, n::text, c.created_at, c.created_at, 'Product ' || n,
        'product ' || n, '{}', ${variantsEach}, 0, 'product ' || n
      from channel c, generate_series(1, ${products}::int) n where c.id = ${channelId}
    `.execute(tx.kysely)
    await sql`
      insert into variant (workspace_id, id, product_id, position, fields, origin_channel_id, origin_remote_id)
      select c.workspace_id, 'var_' || n || '_' || v, 'prd_' || n, v, '{}', c.id, n || '-' || v
      from channel c, generate_series(1, ${products}::int) n, generate_series(1, ${variantsEach}::int) v
      where c.id = ${channelId}
    `.execute(tx.kysely)
    await sql`
      insert into listing (workspace_id, channel_id, remote_id, product_id, observed, observed_hash, observed_at, details,
        details_hash, overrides, first_seen_at, seen_run, details_run, name, name_key, sku, category_ids, visible,
        variant_count, waiting_count, left_out_count, search, base)
      select c.workspace_id, c.id, n::text, 'prd_' || n, jsonb_build_object('name', 'Product ' || n, 'warranty', 'Theirs',
          'price', '9.50', 'description', repeat(md5(n::text) || ' ', 30)), '', c.created_at, '{}', '', '{}', c.created_at, '',
        '', 'Product ' || n, 'product ' || n, 'SKU-' || n, '{}', true, ${variantsEach}, 0, 0,
        'product ' || n || ' sku-' || n || case when n % 7 = 0 then ' walnut' else '' end,
        case when n % 5000 = 0 then '{"pageTitle": "Ours"}' else '{"warranty": "Ours"}' end::jsonb
      from channel c, generate_series(1, ${products}::int) n where c.id = ${channelId}
    `.execute(tx.kysely)
    await sql`
      insert into offer (workspace_id, channel_id, remote_id, listing_id, position, variant_id, match, observed,
        observed_hash, overrides, base)
      select c.workspace_id, c.id, n || '-' || v, n::text, v, 'var_' || n || '_' || v, 'matched',
        jsonb_build_object('sku', 'SKU-' || n || '-' || v, 'price', '9.50', 'optionValues',
          jsonb_build_array(jsonb_build_object('option', 'Size', 'value', 'S' || v))), '', '{}',
        case when n % 5000 = 0 and v = 1 then '{"mpn": "Ours"}' else '{"price": "10"}' end::jsonb
      from channel c, generate_series(1, ${products}::int) n, generate_series(1, ${variantsEach}::int) v
      where c.id = ${channelId}
    `.execute(tx.kysely)
  })
  await db.pool.query('vacuum analyze')
}

async function questionsOf(browser: Browser, channelId: string): Promise<string[]> {
  const path = `/api/channels/${channelId}/drift`
  const filters = [
    {},
    { level: 'product' },
    { level: 'variant' },
    { field: 'price', level: 'variant' },
    { field: 'warranty', level: 'product' },
    { field: 'pageTitle', level: 'product' },
    { field: 'mpn', level: 'variant' },
    { field: 'mpn' },
    ...['product', 'walnut', 'sku-1234', 'nowhere-to-be-found', 'p'].map(search => ({ search })),
    { search: 'walnut', field: 'mpn', level: 'variant' },
  ]
  let after: Record<string, string> = {}
  for (let page = 1; page <= deepPages; page += 1) {
    const { next } = await read(browser, addressOf(path, { limit: '200', ...after }))
    if (next == null) break
    after = { after: next }
  }
  return [
    ...filters.map(filter => addressOf(path, { limit: String(rows), ...filter })),
    addressOf(path, { limit: String(rows), ...after }),
    ...['', 'walnut', 'sku-1234', 'nowhere-to-be-found'].map(search =>
      addressOf(`${path}-count`, search === '' ? {} : { search }),
    ),
    '/api/drift',
  ]
}

function addressOf(path: string, query: Readonly<Record<string, string>>): string {
  return `${path}?${new URLSearchParams(query)}`
}

async function read(browser: Browser, address: string): Promise<{ readonly next?: string | null }> {
  const response = await browser.send('GET', address)
  if (!response.ok) throw new Error(`The hub answered ${response.status} to ${address}`)
  return (await response.json()) as { next?: string | null }
}

async function timeOf(browser: Browser, address: string): Promise<number> {
  const from = performance.now()
  await read(browser, address)
  return performance.now() - from
}

function judge(asked: readonly Asked[], about: string): BenchResult {
  const p95Of = (all: readonly Asked[]) => {
    const sorted = all.map(({ ms }) => ms).toSorted((a, b) => a - b)
    return Math.round(sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0)
  }
  const slow = [...Map.groupBy(asked, ({ question }) => question)]
    .map(([question, all]) => ({ question, ms: p95Of(all) }))
    .toSorted((a, b) => b.ms - a.ms)
  const p95Ms = p95Of(asked)
  const report = [
    about,
    `${asked.length} answers, the first ${rows} rows or a count each: 95 % within ${p95Ms} ms (most ${most.p95Ms})`,
    'slowest:',
    ...slow
      .slice(0, 8)
      .map(({ question, ms }) => `  ${ms} ms  ${question.replace(/chn_\w+/, 'CHANNEL').slice(0, 120)}`),
  ].join('\n')
  const missed = p95Ms > most.p95Ms ? [`95 % of the answers take up to ${p95Ms} ms`] : []
  return { report, missed, figures: { driftP95Ms: p95Ms, answers: asked.length } }
}
