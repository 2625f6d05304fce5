import { findChannel } from '../database/channels.ts'
import { claimConnectionsDue, noteChecked } from '../database/connections.ts'
import type { Actor } from '../domain/actor.ts'
import { doctorEveryMs, nextCheckAt } from '../engine/next-check.ts'
import { type ErrorCode, HubError } from '../runtime/errors.ts'
import { openSecrets } from './channel-secrets.ts'
import { checkChannel } from './check-channel.ts'
import { connectorOf, type Db, type Tools, type WorkspaceDb } from './tools.ts'

const atOnceMost = 16
/** A check that broke off is tried again after this. */
const againMs = 5 * 60_000
/** Longer than any wait between two looks. */
const tooFarAheadMs = 2 * 3_600_000
const expected = new Set<ErrorCode>([
  'check_running',
  'not_found',
  'channel_not_connected',
  'secret_unreadable',
  'hub_stopping',
])
const schedule: Actor = { kind: 'schedule', name: 'check connections' }

/**
 * Looks at the connections of all workspaces when their time has come. Each goes on by itself: a store that keeps us
 * waiting, or a channel that can't be looked at (it is being checked, it was removed meanwhile, its secret can't be
 * read), doesn't hold up the others.
 */
export class Rechecks {
  readonly #db: Db
  readonly #tools: Tools
  readonly #onError: (error: unknown) => void
  readonly #running = new Set<Promise<void>>()

  constructor(db: Db, tools: Tools, onError: (error: unknown) => void) {
    this.#db = db
    this.#tools = tools
    this.#onError = onError
  }

  /** Starts as many as are due and have room. */
  async startDue(): Promise<void> {
    await this.#tools.checks.dropAbandoned()
    const most = atOnceMost - this.#running.size
    if (most <= 0) return
    const now = this.#tools.clock.now()
    const unlessDoneBy = new Date(now.getTime() + againMs)
    const tooFarAhead = new Date(now.getTime() + tooFarAheadMs)
    for (const { workspace, channelId } of await claimConnectionsDue(this.#db, {
      now,
      unlessDoneBy,
      tooFarAhead,
      most,
    })) {
      const run = recheck(this.#db.inWorkspace(workspace), this.#tools, channelId).catch(this.#onError)
      this.#running.add(run)
      void run.then(() => this.#running.delete(run))
    }
  }

  /** Resolves when those under way have ended; when the hub stops, their requests break off. */
  async settled(): Promise<void> {
    await Promise.all(this.#running)
  }
}

async function recheck(db: WorkspaceDb, tools: Tools, channelId: string): Promise<void> {
  try {
    if (await stillWorks(db, tools, channelId)) return
    await checkChannel(schedule, db, tools, { channelId })
  } catch (error) {
    // Somebody checks it already, it is gone, or the page says that its credentials can't be read.
    if (error instanceof HubError && expected.has(error.code)) return
    throw error
  }
}

/**
 * Whether one harmless request is enough to know that a connection works as it did. False where the doctor should go
 * through all of it: it is time to, something was wrong before, or the request says that something is now.
 */
async function stillWorks(db: WorkspaceDb, tools: Tools, channelId: string): Promise<boolean> {
  const channel = await findChannel(db, channelId)
  if (channel === null || channel.connection === null || channel.checked === null) return false
  const { connection, checked, attention } = channel
  const checkedMsAgo = tools.clock.now().getTime() - checked.at.getTime()
  if (attention !== null || connection.failedChecks > 0 || checkedMsAgo >= doctorEveryMs) return false
  const secrets = await openSecrets(db, tools.keyring, channelId)
  const session = tools.stores.open(connectorOf(tools, channel.kind), connection.settings, secrets, { lane: 'sweep' })
  const pulse = await session.ping?.()
  if (pulse?.status !== 'ok') return false
  const at = tools.clock.now()
  await db.transaction(tx =>
    noteChecked(tx, channelId, {
      savedAt: connection.savedAt,
      workedAt: at,
      failedChecks: 0,
      nextCheckAt: nextCheckAt(at, 0),
    }),
  )
  return true
}
