import { findChannel } from '../database/channels.ts'
import { writeRefusal } from '../database/live.ts'
import { claimPlans, deferPlan, endPlan, type PlanClaim } from '../database/plan-jobs.ts'
import { findPlan } from '../database/plans.ts'
import { applyPlan } from '../engine/apply/apply-plan.ts'
import { holdMs, type Requests } from '../engine/apply/work.ts'
import { openShelf } from '../engine/images/shelf.ts'
import { HubError } from '../runtime/errors.ts'
import { openSecrets } from './channel-secrets.ts'
import { JobsAtOnce } from './jobs-at-once.ts'
import { connectorOf, type Db, type Tools, type WorkspaceDb } from './tools.ts'

const atOnceMost = 8
/** A plan whose channel can't be opened is tried again after this. */
const againMs = 60_000

/** Applies the plans of all workspaces, each by itself, so that a slow store holds up nobody else. */
export class PlanWorker {
  readonly #db: Db
  readonly #tools: Tools
  readonly #signal: AbortSignal
  readonly #onError: (error: unknown) => void
  readonly #jobs: JobsAtOnce<PlanClaim>
  /** How often each plan was put aside in a row; a hub that was just started tries anew. */
  readonly #failures = new Map<string, number>()

  /** `signal`: the hub stops; what is under way is left for the next start. */
  constructor(db: Db, tools: Tools, signal: AbortSignal, onError: (error: unknown) => void) {
    this.#db = db
    this.#tools = tools
    this.#signal = signal
    this.#onError = onError
    this.#jobs = new JobsAtOnce({
      ...{ most: atOnceMost, signal, onError },
      claim: most => {
        const now = tools.clock.now()
        return claimPlans(db, { now, until: new Date(now.getTime() + holdMs), most })
      },
      work: claim => this.#work(claim),
    })
  }

  /** Takes up as many plans as there is room for. */
  workDue(): Promise<void> {
    return this.#jobs.takeUp()
  }

  /** Resolves when those under way have ended or were left. */
  settled(): Promise<void> {
    return this.#jobs.settled()
  }

  async #work(claim: PlanClaim): Promise<void> {
    const db = this.#db.inWorkspace(claim.workspace)
    const { planId, channelId } = claim
    const stop = new AbortController()
    const stopWithHub = () => stop.abort(this.#signal.reason)
    this.#signal.addEventListener('abort', stopWithHub, { once: true })
    if (this.#signal.aborted) stopWithHub()
    this.#tools.notices.publish(db.workspace, { type: 'plan_changed', channelId, planId })
    try {
      const { writer, requests } = await this.#open(db, claim, stop.signal)
      const { clock, notices, randomBytes } = this.#tools
      const failures = this.#failures.get(planId) ?? 0
      const end = await applyPlan({ db, claim, writer, clock, randomBytes, notices, stop, requests, failures })
      if (end.fault !== undefined) this.#onError(end.fault)
      if (end.kind === 'waiting') this.#failures.set(planId, failures + 1)
      else this.#failures.delete(planId)
    } catch (error) {
      const now = this.#tools.clock.now()
      if (this.#signal.aborted) {
        await deferPlan(db, claim, { dueAt: now, problem: null })
        return
      }
      if (!(error instanceof HubError)) throw error
      // What is wrong with the channel is told where it is mended; until then the plan waits.
      const problem = [error.message, error.hint].filter(Boolean).join(' ')
      await this.#putAside(db, claim, problem, now)
      this.#tools.notices.publish(db.workspace, { type: 'plan_changed', channelId, planId })
    } finally {
      this.#signal.removeEventListener('abort', stopWithHub)
    }
  }

  /** Whatever keeps a plan from going on doesn't keep it from ending. */
  async #putAside(db: WorkspaceDb, claim: PlanClaim, problem: string, now: Date): Promise<void> {
    const plan = await findPlan(db, claim.planId)
    if (plan?.cancelAskedAt == null) {
      await deferPlan(db, claim, { dueAt: new Date(now.getTime() + againMs), problem })
    } else {
      await db.transaction(tx => endPlan(tx, claim, { state: 'cancelled', at: now, problem }))
    }
  }

  async #open(db: WorkspaceDb, { channelId, planId }: PlanClaim, signal: AbortSignal) {
    const channel = await findChannel(db, channelId)
    if (channel?.connection == null) {
      throw new HubError('channel_not_connected', 'The channel has no credentials any more.', {
        hint: 'Enter them under Channel settings, API Connection, or cancel the plan.',
      })
    }
    const connector = connectorOf(this.#tools, channel.kind)
    const secrets = await openSecrets(db, this.#tools.keyring, channelId)
    const made = { writes: 0, reads: 0 }
    const { writer } = this.#tools.stores.open(connector, channel.connection.settings, secrets, {
      lane: 'content',
      patience: 'machine',
      signal,
      images: openShelf({ db, channelId, clock: this.#tools.clock, mayLose: await mayLoseImages(db, planId) }),
      writing: part => writeRefusal(db, channelId, part),
      onRequest: method => {
        if (method === 'GET' || method === 'HEAD') made.reads += 1
        else made.writes += 1
      },
    })
    if (writer === undefined) throw new HubError('input_invalid', `Nothing can be written to “${channel.name}”.`)
    return { writer, requests: (): Requests => ({ ...made }) }
  }
}

/** Whether somebody has let a plan remove images that nobody can bring back. */
async function mayLoseImages(db: WorkspaceDb, planId: string): Promise<boolean> {
  const plan = await findPlan(db, planId)
  return plan?.passed.some(({ brake }) => brake === 'images_lost') ?? false
}
