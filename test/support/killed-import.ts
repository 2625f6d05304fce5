import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Db, openDatabase } from '../../src/database/connect.ts'
import { openEmbedded } from '../../src/database/embedded.ts'
import { listWorkspaces } from '../../src/database/workspaces.ts'
import type { RowOutcome, RunAccount } from '../../src/domain/run.ts'
import { systemClock } from '../../src/runtime/clock.ts'
import { allScopes, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { brokenRules } from './catalog-rules.ts'
import { type CatalogState, catalogState } from './catalog-state.ts'
import { type Blow, type KillableHub, startKillableHub } from './killable-hub.ts'
import { PullBench } from './pulls.ts'
import { withReader } from './sandbox-reader.ts'
import type { Stirred } from './stirred-store.ts'

/** When the hub is struck: at the how many-th request of a kind since it was started, and a little later. */
export interface Strike {
  readonly url: RegExp
  readonly nth: number
  readonly delayMs?: number
  readonly blow: Blow
}

export interface KilledImport {
  readonly state: CatalogState
  readonly broken: readonly string[]
  /** The strikes that met the hub at work; the others would have come after the end. */
  readonly struck: number
}

const channelName = 'Shop'
/** How long an import may take from one start of the hub on, on a loaded machine. */
const patienceMs = 120_000

/**
 * Imports a store with a whole hub on a database of its own, which is struck again and again, and started again on the
 * same data each time, until the import is done.
 */
export async function importWithStrikes(store: Sandbox, strikes: readonly Strike[]): Promise<KilledImport> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cw-killed-'))
  let hub = await startKillableHub(dataDir)
  let struck = 0
  let met = 0
  const stopListening = store.journal.onExchange(({ url }) => {
    const strike = strikes[struck]
    if (strike === undefined || !strike.url.test(decodeURIComponent(url))) return
    met += 1
    if (met < strike.nth) return
    met = 0
    struck += 1
    const struckHub = hub
    if (strike.delayMs === undefined) struckHub.strike(strike.blow)
    else setTimeout(() => struckHub.strike(strike.blow), strike.delayMs)
  })
  try {
    const channel = await hub.call('POST /api/channels', { body: { kind: 'bigcommerce', name: channelName } })
    const { apiPath, clientId, accessToken } = store.createAccount({ name: 'Cartwright', scopes: allScopes })
    const body = { storeHash: apiPath, clientId, accessToken }
    // The import begins before the answer has arrived, and with it perhaps the first strike.
    await hub
      .call('PUT /api/channels/:channelId/connection', { params: { channelId: channel.id }, body })
      .catch(error => {
        if (struck === 0) throw error
      })
    while (!(await isDone(hub, channel.id))) {
      await hub.ended
      met = 0
      hub = await startKillableHub(dataDir)
    }
    hub.strike('stop')
    await hub.ended
    return { ...(await readCatalog(dataDir)), struck }
  } finally {
    stopListening()
    hub.strike('hub')
    await hub.ended
    rmSync(dataDir, { recursive: true, force: true })
  }
}

/** Waits for the import to be done; false: the hub ended before. */
async function isDone(hub: KillableHub, channelId: string): Promise<boolean> {
  const give = Date.now() + patienceMs
  let hasEnded = false
  const ended = hub.ended.then(() => {
    hasEnded = true
  })
  while (!hasEnded) {
    const answer = await hub.call('GET /api/runs', { query: { channelId, limit: 1 } }).catch(() => null)
    const state = answer?.runs[0]?.state
    if (state === 'done') return true
    if (state === 'failed' || Date.now() > give) throw new Error(`The import is not done: ${JSON.stringify(answer)}`)
    await Promise.race([ended, new Promise(resolve => setTimeout(resolve, 100))])
  }
  return false
}

/** What the database of a stopped hub holds. */
async function readCatalog(dataDir: string): Promise<Pick<KilledImport, 'state' | 'broken'>> {
  const embedded = await openEmbedded({ dataDir, clock: systemClock, log: () => undefined })
  const db = await openDatabase({ kind: 'embedded', pool: embedded.pool })
  try {
    const [workspace] = await listWorkspaces(db)
    const id = workspace?.id ?? ''
    return { state: await catalogState(db, id), broken: await brokenRules(db, id) }
  } finally {
    await db.close()
    await embedded.stop()
  }
}

/** Imports the same store with nothing in the way, into a database of somebody else. */
export async function importUndisturbed(db: Db, store: Sandbox): Promise<CatalogState> {
  const bench = await PullBench.open({ db, clock: systemClock })
  const channelId = await bench.addChannel(channelName)
  const end = await withReader(store, { clock: systemClock }, reader => bench.pull(channelId, reader))
  if (end.kind !== 'done') throw new Error(`The undisturbed import is ${end.kind}`)
  return catalogState(db, bench.workspace)
}

/**
 * What is wrong with an import during which a merchant was at work, held against an import of what the store has now:
 * a sentence for each. Whatever is in the store must be there as it is, and what happened must be named.
 */
export function faultsOfStirred(
  { state, broken }: Pick<KilledImport, 'state' | 'broken'>,
  now: CatalogState,
  { made, edited, deleted }: Stirred,
): string[] {
  const account = state.run[0]?.account as RunAccount
  const present = (rows: readonly Row[]) => rows.filter(row => row.gone !== true)
  const named = (outcome: RowOutcome) =>
    new Set(state.runRow.filter(row => row.outcome === outcome && row.kind === 'product').map(row => row.remote_id))
  const known = new Set(state.listing.map(row => row.remote_id))
  const unnamed = (what: string, ids: Iterable<string>, outcome: RowOutcome) =>
    [...ids].filter(id => !named(outcome).has(id)).map(id => `The product ${id} was ${what}, and isn’t named as such`)
  const stayed = (ids: Iterable<string>) => [...ids].filter(id => !deleted.has(id))
  const inMaster = new Set(now.product.map(row => row.key))
  return [
    ...broken,
    ...differing('listing', present(state.listing), now.listing),
    ...differing('offer', present(state.offer), now.offer),
    ...differing(
      'product',
      state.product.filter(row => inMaster.has(row.key)),
      now.product,
    ),
    ...unnamed('made', stayed(made), 'made'),
    ...unnamed(
      'edited',
      stayed(edited).filter(id => !made.has(id)),
      'edited',
    ),
    ...unnamed(
      'deleted',
      [...deleted].filter(id => known.has(id)),
      'deleted',
    ),
    ...(account.unexplained === 0 ? [] : [`${account.unexplained} products are unexplained`]),
    ...((account.storeSaid ?? 0) + account.madeMeanwhile - account.deletedMeanwhile === account.storeSaysNow
      ? []
      : [
          `${account.storeSaid} + ${account.madeMeanwhile} - ${account.deletedMeanwhile} is not ${account.storeSaysNow}`,
        ]),
    ...(account.storeSaysNow === account.taken + account.refused
      ? []
      : [`${account.storeSaysNow} is not ${account.taken} + ${account.refused}`]),
    ...(account.taken === now.listing.length
      ? []
      : [`${account.taken} were taken, and ${now.listing.length} are there`]),
  ]
}

type Row = CatalogState['listing'][number]

/** Rows of one that the other doesn't have, in a few words. */
function differing(what: string, rows: readonly Row[], others: readonly Row[]): string[] {
  const idOf = (row: Row) => String(row.remote_id ?? row.key)
  const known = new Map(others.map(row => [idOf(row), row]))
  const different = rows.flatMap(row => {
    const other = known.get(idOf(row))
    if (other === undefined) return [`The ${what} ${idOf(row)} is not in the store`]
    const names = Object.keys(row).filter(name => JSON.stringify(row[name]) !== JSON.stringify(other[name]))
    return names.map(
      name => `The ${what} ${idOf(row)} has ${name} ${JSON.stringify(row[name])}, not ${JSON.stringify(other[name])}`,
    )
  })
  const ours = new Set(rows.map(idOf))
  const missing = others.filter(row => !ours.has(idOf(row))).map(row => `The ${what} ${idOf(row)} is missing`)
  return [...different, ...missing]
}
