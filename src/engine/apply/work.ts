import type { CatalogWriter } from '../../connector/writer.ts'
import type { WorkspaceDb, WorkspaceTx } from '../../database/connect.ts'
import { despiteCollisions } from '../../database/data-refused.ts'
import { keepPlan, type PlanClaim, planProgress } from '../../database/plan-jobs.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { RandomBytes } from '../../runtime/ids.ts'
import type { Notices } from '../notices.ts'
import { PlanCancelled, PlanLost, PlanPaused } from './interruptions.ts'

export interface ApplyOptions {
  readonly db: WorkspaceDb
  readonly claim: PlanClaim
  readonly writer: CatalogWriter
  readonly clock: Clock
  readonly randomBytes: RandomBytes
  readonly notices: Notices
  /** Ends all requests of the plan; aborted by the work itself when the plan is another worker's. */
  readonly stop: AbortController
  /** Requests that this worker's session has made. */
  readonly requests: () => Requests
  /** How often the plan was put aside in a row before this turn. */
  readonly failures: number
}

export interface Requests {
  readonly writes: number
  readonly reads: number
}

/** Who works on a plan says so this often; another may take it over after thirty times that. */
const tickMs = 1_000
export const holdMs = 30_000

/** A plan in the hands of one worker, and its only way to write. */
export class ApplyWork {
  readonly options: ApplyOptions
  #counted: Requests = { writes: 0, reads: 0 }
  #turn: Promise<unknown> = Promise.resolve()

  constructor(options: ApplyOptions) {
    this.options = options
  }

  /** Writes in one transaction, where the plan is still this worker's. Throws `PlanLost` otherwise. */
  async commit<T>(work: (tx: WorkspaceTx) => Promise<T>): Promise<T> {
    const { value } = await this.#commit(work)
    return value
  }

  /** The same, but nothing is written once somebody has paused or cancelled the plan: throws what was asked. */
  async commitUnlessAsked<T>(work: (tx: WorkspaceTx) => Promise<T>): Promise<T> {
    const { value } = await this.#commit(async (tx, asked) => {
      if (asked.cancelAsked) throw new PlanCancelled('The plan was cancelled.')
      if (asked.paused) throw new PlanPaused('The plan was paused.')
      return work(tx)
    })
    return value
  }

  async #commit<T>(work: (tx: WorkspaceTx, asked: Asked) => Promise<T>): Promise<{ value: T }> {
    // A pull of the same channel may hold the same rows.
    return this.#inTurn(() =>
      despiteCollisions(async () => {
        const made = this.options.requests()
        const value = await this.options.db.transaction(async tx => {
          const asked = await this.#keep(tx, made)
          return work(tx, asked)
        })
        this.#counted = made
        return { value }
      }),
    )
  }

  /** Says how far the plan is to open screens and, in the row, that somebody works on it; until the signal is aborted. */
  async tick(signal: AbortSignal): Promise<void> {
    const { db, claim, clock, notices, stop } = this.options
    const { planId, channelId } = claim
    while (!signal.aborted) {
      await clock.sleep(tickMs, signal).catch(() => undefined)
      if (signal.aborted) return
      try {
        const progress = await this.commit(tx => planProgress(tx, planId))
        notices.publish(db.workspace, { type: 'plan_progress', planId, channelId, progress })
      } catch (error) {
        // A database that doesn't answer for a moment: the claim holds for longer.
        if (error instanceof PlanLost) stop.abort(error)
      }
    }
  }

  async #keep(tx: WorkspaceTx, made: Requests): Promise<Asked> {
    const { claim, clock } = this.options
    const asked = await keepPlan(tx, claim, {
      claimedUntil: new Date(clock.now().getTime() + holdMs),
      writes: made.writes - this.#counted.writes,
      reads: made.reads - this.#counted.reads,
    })
    if (asked === null) throw new PlanLost('The plan is no longer this worker’s.')
    return asked
  }

  /** One transaction after the other, so that each request is counted once. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#turn.then(work, work)
    this.#turn = done.catch(() => undefined)
    return done
  }
}

interface Asked {
  readonly cancelAsked: boolean
  readonly paused: boolean
}
