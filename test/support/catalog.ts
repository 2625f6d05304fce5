import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, afterEach, beforeAll, expect, vi } from 'vitest'
import type { Listing, Product, ProductDetail } from '../../src/api/contract/catalog.ts'
import type { ReviewItem } from '../../src/api/contract/review.ts'
import type { Run, RunRow } from '../../src/api/contract/runs.ts'
import { insertMembership } from '../../src/database/users.ts'
import { insertWorkspace } from '../../src/database/workspaces.ts'
import type { HubOptions } from '../../src/hub/open-hub.ts'
import { newId } from '../../src/runtime/ids.ts'
import {
  allScopes,
  createSandbox,
  type Exchange,
  type Sandbox,
  type SandboxOptions,
} from '../../src/sandbox/bigcommerce/index.ts'
import { checkExchanges, contractAbsence, contractPresent, describeViolations } from './contract.ts'
import { type Browser, startTestHub, type TestHub } from './hub.ts'

/** How long a test waits for a run before it fails; a loaded machine is slow. */
const patienceMs = 90_000

/** A hub whose owner is signed in, and the stores that a test file connects to it. */
export interface Imports {
  readonly hub: TestHub
  readonly browser: Browser
  /** The owner in a workspace of its own, whose catalog nobody else’s products get in the way of. */
  newBusiness(): Promise<Browser>
  /** Starts a store of its own, without a quota unless it is given. */
  store(options?: SandboxOptions): Promise<Sandbox>
  /** Stops the hub and starts it again on the same data. */
  restart(options?: Partial<HubOptions>): Promise<void>
  /** Which parameters each address of the stores was asked with, as `GET /v3/catalog/brands limit page`. */
  readonly asked: ReadonlySet<string>
}

/**
 * Starts a hub before the tests of the file. After each of them every exchange with every store is held against the
 * contract: the whole of it, or the request alone where a fault has spoilt the answer. Unless the file is about `writes`,
 * none may be one.
 */
export function importsForFile(options: Partial<HubOptions> = {}, { writes = false } = {}): Imports {
  const stores: Sandbox[] = []
  const unchecked: Seen[] = []
  const asked = new Set<string>()
  let businesses = 0
  let running: { hub: TestHub; browser: Browser } | null = null
  const now = () => {
    if (running === null) throw new Error('The hub is not running')
    return running
  }
  vi.setConfig({ testTimeout: 2 * patienceMs, hookTimeout: 2 * patienceMs })
  beforeAll(async () => {
    if (!contractPresent) console.log(contractAbsence)
    // A loaded machine may take its time; what it tells is not how fast the hub is.
    const hub = await startTestHub({ storeTimeoutMs: 20_000, ...options })
    running = { hub, browser: await hub.signedIn() }
  })
  afterEach(() => {
    // Not while a store answers: checking takes longer than answering.
    expect(breachesOf(unchecked.splice(0), writes)).toEqual([])
  })
  afterAll(async () => {
    await running?.hub.close()
    for (const store of stores) await store.close()
    expect(breachesOf(unchecked.splice(0), writes)).toEqual([])
    expect(asked.size).toBeGreaterThan(0)
  })
  return {
    get hub() {
      return now().hub
    },
    get browser() {
      return now().browser
    },
    asked,
    newBusiness() {
      businesses += 1
      return openBusiness(now().hub, now().browser, `Business ${businesses}`)
    },
    async store(given = {}) {
      const store = await createSandbox({ quota: 'off', ...given })
      stores.push(store)
      store.journal.onExchange(exchange => {
        if (exchange.requestHeaders['user-agent'] === askerName) return
        unchecked.push({ exchange, isSpoilt: exchange.fault !== '' || store.quirks.now.totalOff !== 0 })
        const { pathname, searchParams } = new URL(exchange.url, store.url)
        const address = pathname.replace(/^\/stores\/[^/]+/, '').replaceAll(/\/\d+(?=\/|$)/g, '/{id}')
        asked.add([exchange.method, address, ...[...searchParams.keys()].sort()].join(' '))
      })
      return store
    },
    async restart(again = {}) {
      const hub = await now().hub.restart(again)
      running = { hub, browser: await hub.signedIn() }
    },
  }
}

async function openBusiness({ db }: TestHub, browser: Browser, name: string): Promise<Browser> {
  const workspace = newId('wsp', randomBytes)
  await db.transaction(async tx => {
    const user = await tx.kysely.selectFrom('auth.user').select('id').executeTakeFirstOrThrow()
    await insertWorkspace(tx, { id: workspace, name, createdAt: new Date() })
    await insertMembership(tx, workspace, user.id, 'owner')
  })
  return browser.inWorkspace(workspace)
}

interface Seen {
  readonly exchange: Exchange
  /** A test made the store answer otherwise than the contract says. */
  readonly isSpoilt: boolean
}

/** What was done otherwise than the contract says, and what the hub wrote. */
function breachesOf(exchanges: readonly Seen[], mayWrite: boolean): string[] {
  const lines = exchanges.flatMap(({ exchange, isSpoilt }) => {
    const violations = checkExchanges([exchange])
    const told = describeViolations(isSpoilt ? violations.filter(isOfRequest) : violations)
    return exchange.method === 'GET' || mayWrite ? told : [...told, `${exchange.method} ${exchange.url} writes`]
  })
  return [...new Set(lines)]
}

const isOfRequest = ({ side }: { side: string }) => side === 'request'

/** Adds a channel and connects it to a store. With the Products scope its import begins by itself. */
export async function connectStore(
  browser: Browser,
  store: Sandbox,
  { name = store.storeName, scopes = allScopes }: { name?: string; scopes?: readonly string[] } = {},
): Promise<string> {
  const { id } = await browser.call('POST /api/channels', { body: { kind: 'bigcommerce', name } })
  await giveCredentials(browser, store, id, scopes)
  return id
}

/** Connects a channel to a store with credentials that are new each time. */
export async function giveCredentials(
  browser: Browser,
  store: Sandbox,
  channelId: string,
  scopes: readonly string[] = allScopes,
): Promise<void> {
  const { apiPath, clientId, accessToken } = store.createAccount({ name: 'Cartwright', scopes })
  const body = { storeHash: apiPath, clientId, accessToken }
  await browser.call('PUT /api/channels/:channelId/connection', { params: { channelId }, body })
}

/** Connects a store and waits for the end of its first import. */
export async function importStore(
  browser: Browser,
  store: Sandbox,
  options: { name?: string; scopes?: readonly string[] } = {},
): Promise<{ channelId: string; run: Run }> {
  const channelId = await connectStore(browser, store, options)
  return { channelId, run: await endOfImport(browser, channelId) }
}

/** A store of which everything was imported once, in a workspace of its own. */
export async function importedStore(imports: Imports, seed: number, products = 40) {
  const store = await imports.store({ seed, products })
  const browser = await imports.newBusiness()
  const { channelId, run } = await importStore(browser, store)
  expect(run.state).toBe('done')
  return { store, browser, channelId }
}

/** The run of a channel that goes on; otherwise the last one. */
export async function runOf(browser: Browser, channelId: string): Promise<Run> {
  const { runs } = await browser.call('GET /api/runs', { query: { channelId, limit: 1 } })
  const [run] = runs
  if (run === undefined) throw new Error('The channel has no run')
  return run
}

/** Waits until the run of a channel that goes on has ended. */
export async function endOfImport(browser: Browser, channelId: string): Promise<Run> {
  return endOf(browser, (await runOf(browser, channelId)).id)
}

/** Imports once more, to the end. */
export async function pull(browser: Browser, channelId: string, mode: 'full' | 'changes' = 'full'): Promise<Run> {
  const { id } = await browser.call('POST /api/channels/:channelId/pulls', { params: { channelId }, body: { mode } })
  return endOf(browser, id)
}

/** Waits until a run has ended. */
export function endOf(browser: Browser, runId: string, withinMs = patienceMs): Promise<Run> {
  return runUntil(browser, runId, ({ state }) => ['done', 'cancelled', 'failed'].includes(state), withinMs)
}

/** Waits until a run is as it should be; says how it stands where it never is. */
export async function runUntil(
  browser: Browser,
  runId: string,
  holds: (run: Run) => boolean,
  withinMs = patienceMs,
): Promise<Run> {
  const give = Date.now() + withinMs
  for (;;) {
    const run = await browser.call('GET /api/runs/:runId', { params: { runId } })
    if (holds(run)) return run
    if (Date.now() > give) throw new Error(`The run did not come that far: ${JSON.stringify(run)}`)
    await new Promise(resolve => setTimeout(resolve, 40))
  }
}

/** Waits for something that the hub does by itself. */
export async function until(holds: () => boolean | Promise<boolean>, withinMs = 20_000): Promise<void> {
  for (const give = Date.now() + withinMs; Date.now() < give; ) {
    if (await holds()) return
    await new Promise(resolve => setTimeout(resolve, 40))
  }
  throw new Error(`It did not happen within ${withinMs / 1_000} seconds`)
}

/** Stores tell dates to the second: what is edited in the one in which an import begins counts as edited meanwhile. */
export async function secondIsOver(): Promise<void> {
  await new Promise(resolve => setTimeout(resolve, 1_001 - (Date.now() % 1_000)))
}

/** A run that waits for its store goes on the next time that the worker looks. */
export async function hurry({ db }: TestHub, runId: string): Promise<void> {
  await db.kysely
    .updateTable('run')
    .set({ due_at: new Date(0) })
    .where('id', '=', runId)
    .execute()
}

/** Regular imports of a channel are due the next time that the worker looks. */
export async function makeDue({ db }: TestHub, channelId: string, what: 'full' | 'changes'): Promise<void> {
  const past = new Date(0)
  await db.kysely
    .updateTable('channel_catalog')
    .set(what === 'full' ? { next_full_at: past, next_changes_at: past } : { next_changes_at: past })
    .where('channel_id', '=', channelId)
    .execute()
}

/** All pages of a list. */
export async function allPages<Row>(
  read: (after: string | undefined) => Promise<{ rows: readonly Row[]; next: string | null }>,
): Promise<Row[]> {
  const all: Row[] = []
  for (let after: string | undefined, page = 0; page < 10_000; page += 1) {
    const { rows, next } = await read(after)
    all.push(...rows)
    if (next === null) return all
    after = next
  }
  throw new Error('The list does not end')
}

type Query = Readonly<Record<string, string | number>>

export function allRunRows(browser: Browser, runId: string, query: Query = {}): Promise<RunRow[]> {
  return allPages(async after => {
    const { rows, next } = await browser.call('GET /api/runs/:runId/rows', {
      params: { runId },
      query: { limit: 200, ...query, after },
    })
    return { rows, next }
  })
}

export function allListings(browser: Browser, channelId: string, query: Query = {}): Promise<Listing[]> {
  return allPages(async after => {
    const { listings, next } = await browser.call('GET /api/channels/:channelId/listings', {
      params: { channelId },
      query: { limit: 200, ...query, after },
    })
    return { rows: listings, next }
  })
}

export function allProducts(browser: Browser, query: Query = {}): Promise<Product[]> {
  return allPages(async after => {
    const { products, next } = await browser.call('GET /api/products', { query: { limit: 200, ...query, after } })
    return { rows: products, next }
  })
}

export function allReviews(browser: Browser, query: Query = {}): Promise<ReviewItem[]> {
  return allPages(async after => {
    const { items, next } = await browser.call('GET /api/review', { query: { limit: 200, ...query, after } })
    return { rows: items, next }
  })
}

export function listingPage(browser: Browser, channelId: string, remoteId: number | string): Promise<ProductDetail> {
  return browser.call('GET /api/channels/:channelId/listings/:remoteId', {
    params: { channelId, remoteId: String(remoteId) },
  })
}

/** What a field of a product's page says: of the master, and of each channel by its id. */
export function fieldOf(page: Pick<ProductDetail, 'fields'>, key: string) {
  const row = page.fields.find(field => field.key === key)
  if (row === undefined) throw new Error(`There is no field ${key}`)
  return {
    master: row.master,
    of: (channelId: string) => row.channels.find(one => one.channelId === channelId)?.value,
    differs: (channelId: string) => row.channels.find(one => one.channelId === channelId)?.differs,
  }
}

/** Reads all rows of a list of a store, through an account of its own and without the hub. */
export async function askStore(store: Sandbox, path: string): Promise<Record<string, unknown>[]> {
  const account = askers.get(store) ?? store.createAccount({ name: 'Another reader', scopes: allScopes })
  askers.set(store, account)
  const rows: Record<string, unknown>[] = []
  for (let page = 1; page <= 1_000; page += 1) {
    const url = new URL(`${store.apiAddress}/stores/${store.storeHash}${path}`)
    url.searchParams.set('page', String(page))
    url.searchParams.set('limit', '250')
    const answer = await fetch(url, {
      headers: { accept: 'application/json', 'x-auth-token': account.accessToken, 'user-agent': askerName },
    })
    const { data, meta } = (await answer.json()) as {
      data: Record<string, unknown>[]
      meta?: { pagination?: { total_pages: number } }
    }
    rows.push(...data)
    if (page >= (meta?.pagination?.total_pages ?? 1)) break
  }
  return rows
}

const askerName = 'another reader'
const askers = new WeakMap<Sandbox, ReturnType<Sandbox['createAccount']>>()

/**
 * Everything that the hub has of a channel, in an order of its own, and without the ids that the hub gave and the
 * moments at which it did: two imports that came to the same are equal.
 */
export async function catalogOf({ db }: TestHub, channelId: string) {
  const rows = async (query: ReturnType<typeof sql<Record<string, unknown>>>) => (await query.execute(db.kysely)).rows
  return {
    products: await rows(sql`
      select l.remote_id, l.observed, l.details, l.overrides, l.name, l.name_key, l.sku, l.brand_remote_id,
        l.category_ids, l.visible, l.price, l.price_most, l.stock, l.image_url, l.modified_at, l.variant_count,
        l.waiting_count, l.left_out_count, l.search, l.gone_at is not null as gone, l.gone_choice,
        l.details_at is not null as has_details, p.fields as master, p.details as master_details, p.state,
        p.origin_remote_id, p.name as master_name, p.brand, p.categories, p.variant_count as master_variants,
        p.fault_count
      from listing l left join product p on p.workspace_id = l.workspace_id and p.id = l.product_id
      where l.channel_id = ${channelId} order by l.remote_id::bigint
    `),
    variants: await rows(sql`
      select o.remote_id, o.listing_id, o.position, o.match, o.observed, o.overrides, o.price, o.stock,
        o.gone_at is not null as gone, v.fields as master, v.sku, v.sku_key, v.sku_fault, v.position as master_position,
        v.origin_remote_id, v.sku_fill_id is not null as filled
      from offer o left join variant v on v.workspace_id = o.workspace_id and v.id = o.variant_id
      where o.channel_id = ${channelId} order by o.remote_id::bigint
    `),
    brands: await rows(sql`
      select remote_id, name, image_url from channel_brand where channel_id = ${channelId} order by remote_id::bigint
    `),
    categories: await rows(sql`
      select remote_id, tree_id, parent_id, name, visible, sort_order, path, ancestor_ids
      from channel_category where channel_id = ${channelId} order by remote_id::bigint
    `),
    reviews: await rows(sql`
      select r.offer_id, r.reason, r.decision, v.origin_remote_id from match_review r
      join variant v on v.workspace_id = r.workspace_id and v.id = r.variant_id
      where r.channel_id = ${channelId} order by r.offer_id::bigint
    `),
  }
}

/** How many products and variants the master catalog has in the workspace of a channel. */
export async function masterCounts(
  { db }: TestHub,
  channelId: string,
): Promise<{ products: number; variants: number }> {
  const result = await sql<{ products: number; variants: number }>`
    select (select count(*) from product p where p.workspace_id = c.workspace_id) as products,
      (select count(*) from variant v where v.workspace_id = c.workspace_id) as variants
    from channel c where c.id = ${channelId}
  `.execute(db.kysely)
  return result.rows[0] ?? { products: 0, variants: 0 }
}
