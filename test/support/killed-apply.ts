import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Change, Plan } from '../../src/api/contract/plans.ts'
import type { LivePart } from '../../src/domain/plan.ts'
import type { Exchange, Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { type Blow, type KillableHub, startKillableHub } from './killable-hub.ts'
import { accountIn } from './sandbox-reader.ts'

/** When the hub is struck: at the how many-th request of a kind since it was started, and a little later. */
export interface ApplyStrike {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE'
  /** Only requests to such an address count. */
  readonly path?: RegExp
  readonly nth: number
  readonly delayMs?: number
  readonly blow: Blow
}

export interface KilledWork {
  /** What is live; product data and prices where nothing is said. */
  readonly live?: readonly LivePart[]
  readonly edits: (hub: KillableHub, channelId: string) => Promise<void>
  readonly strikes: readonly ApplyStrike[]
}

export interface KilledApply {
  readonly plan: Plan
  readonly changes: readonly Change[]
  /** Changes of a plan that is made after it has ended: what was lost. */
  readonly left: number
  readonly writes: readonly Exchange[]
  /** The strikes that met the hub at work; the others would have come after the end. */
  readonly struck: number
}

/** How long an import or a plan may take from one start of the hub on, on a loaded machine. */
const patienceMs = 120_000

/**
 * Imports a store with a whole hub on a database of its own, edits all of it, and applies that while the hub is struck
 * again and again, and started again on the same data each time.
 */
export async function applyWithStrikes(
  store: Sandbox,
  { live = ['data', 'prices'], edits, strikes }: KilledWork,
): Promise<KilledApply> {
  const dataDir = mkdtempSync(join(tmpdir(), 'cw-killed-'))
  let hub = await startKillableHub(dataDir)
  const writes: Exchange[] = []
  let isApplying = false
  let struck = 0
  let met = 0
  const stopListening = store.journal.onExchange(exchange => {
    if (exchange.method !== 'GET') writes.push(exchange)
    const strike = strikes[struck]
    if (!isApplying || strike === undefined || exchange.method !== strike.method) return
    if (strike.path !== undefined && !strike.path.test(exchange.url)) return
    met += 1
    if (met < strike.nth) return
    met = 0
    struck += 1
    const struckHub = hub
    if (strike.delayMs === undefined) struckHub.strike(strike.blow)
    else setTimeout(() => struckHub.strike(strike.blow), strike.delayMs)
  })
  try {
    const channelId = await importInto(hub, store)
    const params = { channelId }
    await hub.call('PATCH /api/channels/:channelId/live', { params, body: { on: [...live] } })
    await edits(hub, channelId)
    const { id: planId } = await hub.call('POST /api/channels/:channelId/plans', { params })
    isApplying = true
    // It is being applied before the answer has arrived, and with it perhaps the first strike.
    await hub.call('POST /api/plans/:planId/apply', { params: { planId } }).catch(error => {
      if (struck === 0) throw error
    })
    for (;;) {
      const plan = await endOf(hub, planId)
      if (plan !== null) {
        isApplying = false
        const query = { limit: 200 }
        const { changes } = await hub.call('GET /api/plans/:planId/changes', { params: { planId }, query })
        const next = await hub.call('POST /api/channels/:channelId/plans', { params })
        return { plan, changes, left: next.changes, writes, struck }
      }
      await hub.ended
      met = 0
      hub = await startKillableHub(dataDir)
    }
  } finally {
    stopListening()
    hub.strike('hub')
    await hub.ended
    rmSync(dataDir, { recursive: true, force: true })
  }
}

export async function importInto(hub: KillableHub, store: Sandbox): Promise<string> {
  const { id: channelId } = await hub.call('POST /api/channels', { body: { kind: 'bigcommerce', name: 'Shop' } })
  const { apiPath, clientId, accessToken } = accountIn(store)
  await hub.call('PUT /api/channels/:channelId/connection', {
    params: { channelId },
    body: { storeHash: apiPath, clientId, accessToken },
  })
  await until(async () => {
    const { runs } = await hub.call('GET /api/runs', { query: { channelId, limit: 1 } })
    return runs[0]?.state === 'done' ? true : null
  })
  return channelId
}

/** Waits for the plan to end; null: the hub ended before. */
async function endOf(hub: KillableHub, planId: string): Promise<Plan | null> {
  let hasEnded = false
  void hub.ended.then(() => {
    hasEnded = true
  })
  return until(async () => {
    if (hasEnded) return { plan: null }
    const plan = await hub.call('GET /api/plans/:planId', { params: { planId } }).catch(() => null)
    return plan === null || plan.state === 'applying' ? null : { plan }
  }).then(({ plan }) => plan)
}

export async function until<T>(look: () => Promise<T | null>): Promise<T> {
  const give = Date.now() + patienceMs
  for (;;) {
    const found = await look()
    if (found !== null) return found
    if (Date.now() > give) throw new Error('It takes too long')
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
