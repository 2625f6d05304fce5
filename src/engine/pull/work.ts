import type { CatalogReader } from '../../connector/catalog.ts'
import type { WorkspaceDb, WorkspaceTx } from '../../database/connect.ts'
import { despiteCollisions } from '../../database/data-refused.ts'
import { othersAreActive, type RunClaim, writeRun } from '../../database/runs.ts'
import type { PullMode, PullPhase, RunProgress } from '../../domain/run.ts'
import type { Clock } from '../../runtime/clock.ts'
import type { RandomBytes } from '../../runtime/ids.ts'
import type { Notices } from '../notices.ts'
import { addCounts, type PullCheckpoint, type Tally } from './checkpoint.ts'
import { RunCancelled, RunLost } from './interruptions.ts'
import type { KeepContext, Kept } from './keep-products.ts'
import { ProgressMeter } from './progress-meter.ts'
import type { AskTools } from './read-page.ts'

export interface PullOptions {
  readonly db: WorkspaceDb
  readonly claim: RunClaim
  readonly mode: PullMode
  readonly reader: CatalogReader
  readonly clock: Clock
  readonly randomBytes: RandomBytes
  readonly notices: Notices
  /** Ends all reads of the run; aborted by the run itself when it is cancelled or lost. */
  readonly stop: AbortController
  /** Requests that this worker's session has made. */
  readonly requests: () => number
  /** Requests a second that the store's quota leaves us on average; null where it is not known. */
  readonly perSecondMost: () => number | null
}

/** How much there is of what, as far as it is known. */
interface Totals {
  readonly categories: number | null
  readonly brands: number | null
  readonly details: number | null
}

/** Who works on a run says so this often; another may take it over after three times that. */
const tickMs = 1_000
export const holdMs = 30_000

/** A run in the hands of one worker: where it is, and the only way to write. */
export class PullWork {
  readonly options: PullOptions
  readonly tools: AskTools
  #checkpoint: PullCheckpoint
  readonly #meter = new ProgressMeter()
  readonly #requestsBefore: number
  #phase: PullPhase
  #totals: Totals
  #progress: RunProgress
  #turn: Promise<void> = Promise.resolve()

  constructor(options: PullOptions, checkpoint: PullCheckpoint, progress: RunProgress) {
    this.options = options
    this.#checkpoint = checkpoint
    this.#requestsBefore = checkpoint.tally.requests
    this.#phase = progress.phase
    this.#progress = progress
    this.#totals = {
      categories: progress.categories.total,
      brands: progress.brands.total,
      details: progress.details.total,
    }
    this.tools = { clock: options.clock, signal: options.stop.signal }
  }

  get checkpoint(): PullCheckpoint {
    return this.#checkpoint
  }

  get tally(): Tally {
    return { ...this.#checkpoint.tally, requests: this.#requestsBefore + this.options.requests() }
  }

  get progress(): RunProgress {
    return this.#progress
  }

  get keeping(): KeepContext {
    const { claim, clock, randomBytes } = this.options
    return { channelId: claim.channelId, runId: claim.runId, at: clock.now(), randomBytes }
  }

  enter(phase: PullPhase): void {
    this.#phase = phase
  }

  expect(totals: Partial<Totals>): void {
    this.#totals = { ...this.#totals, ...totals }
  }

  /**
   * Writes what `work` has to write and the checkpoint that it leads to, in one transaction. Throws `RunLost` where the
   * run is another worker's by now; then nothing was written.
   */
  async commit(work: (tx: WorkspaceTx) => Promise<Partial<PullCheckpoint>>): Promise<void> {
    // One after the other: each goes on from the checkpoint of the one before.
    const release = await this.#takeTurn()
    try {
      // Imports of two channels meet at the products that both have.
      this.#checkpoint = await despiteCollisions(() => this.#write(work))
    } finally {
      release()
    }
    this.#measure()
  }

  /**
   * As `commit`, but `write` need not wait for its turn: it begins at once, beside what is being written before it, and
   * what it led to is counted and committed once that is `done`. Where something keeps it from going ahead, it writes
   * anew in its turn, and false comes back; where what is before it fails, so does this, and nothing of it stays.
   */
  async commitAhead<Written>(
    done: Promise<unknown>,
    write: (tx: WorkspaceTx, ahead: boolean) => Promise<Written>,
    count: (tx: WorkspaceTx, written: Written) => Promise<Partial<PullCheckpoint>>,
  ): Promise<boolean> {
    if (await this.#goAhead(done, write, count)) {
      this.#measure()
      return true
    }
    await done
    await this.commit(async tx => count(tx, await write(tx, false)))
    return false
  }

  async #goAhead<Written>(
    done: Promise<unknown>,
    write: (tx: WorkspaceTx, ahead: boolean) => Promise<Written>,
    count: (tx: WorkspaceTx, written: Written) => Promise<Partial<PullCheckpoint>>,
  ): Promise<boolean> {
    const { db, claim } = this.options
    let release = () => {}
    try {
      // Another channel's import may wait for rows of this one, and this one for rows of that: while what goes ahead
      // waits for what is before it, the database would not see that nobody can go on.
      if (await othersAreActive(db, claim.runId)) return false
      this.#checkpoint = await db.transaction(async tx => {
        const written = await write(tx, true)
        await done
        release = await this.#takeTurn()
        return this.#moveOn(tx, await count(tx, written))
      })
      return true
    } catch {
      // Whatever it was is told if it comes again in turn.
      return false
    } finally {
      release()
    }
  }

  /** Resolves when it is the caller's turn to move the checkpoint on, until it calls what it gets. */
  #takeTurn(): Promise<() => void> {
    const { promise, resolve } = Promise.withResolvers<void>()
    const before = this.#turn
    this.#turn = promise
    return before.then(() => resolve)
  }

  #write(work: (tx: WorkspaceTx) => Promise<Partial<PullCheckpoint>>): Promise<PullCheckpoint> {
    return this.options.db.transaction(async tx => this.#moveOn(tx, await work(tx)))
  }

  async #moveOn(tx: WorkspaceTx, change: Partial<PullCheckpoint>): Promise<PullCheckpoint> {
    const before = this.#checkpoint
    const next = { ...before, ...change }
    const checkpoint = { ...next, failures: placeOf(next) === placeOf(before) ? before.failures : 0, ...change }
    await this.#hold(tx, { ...checkpoint, tally: { ...checkpoint.tally, requests: this.tally.requests } })
    return checkpoint
  }

  /** Keeps the place to go on from before the run is put aside; false where the run is another worker's. */
  async setAside(change: Partial<PullCheckpoint>): Promise<boolean> {
    try {
      await this.#hold(this.options.db, { ...this.#checkpoint, ...change, tally: this.tally })
      return true
    } catch (error) {
      if (error instanceof RunLost) return false
      throw error
    }
  }

  /** The progress that stays with a run that ended. */
  lastProgress(): RunProgress {
    this.#measure()
    return { ...this.#progress, requestsLeft: null, endsAt: null }
  }

  /** Says how far the run is to open screens and, in the row, that somebody works on it; until the signal is aborted. */
  async tick(signal: AbortSignal): Promise<void> {
    const { db, claim, clock, notices, stop } = this.options
    while (!signal.aborted) {
      await clock.sleep(tickMs, signal).catch(() => undefined)
      if (signal.aborted) return
      this.#measure()
      try {
        await this.#hold(db)
      } catch (error) {
        // A database that doesn't answer for a moment: the claim holds for longer.
        if (error instanceof RunLost || error instanceof RunCancelled) stop.abort(error)
        continue
      }
      const { runId, channelId } = claim
      notices.publish(db.workspace, {
        type: 'run_progress',
        runId,
        channelId,
        state: 'running',
        progress: this.#progress,
      })
    }
  }

  async #hold(db: WorkspaceDb | WorkspaceTx, checkpoint?: PullCheckpoint): Promise<void> {
    const { claim, clock } = this.options
    const claimedUntil = new Date(clock.now().getTime() + holdMs)
    const held = await writeRun(db, claim, {
      claimedUntil,
      progress: this.#progress,
      ...(checkpoint !== undefined && { checkpoint }),
    })
    if (held === null) throw new RunLost('The run is no longer this worker’s.')
    if (held.cancelAsked && checkpoint === undefined) throw new RunCancelled('The run was cancelled.')
  }

  #measure(): void {
    const { clock, perSecondMost, reader } = this.options
    const { tally, snapshot } = this.#checkpoint
    const total = this.options.mode === 'full' ? (snapshot?.total ?? null) : tally.changesSaid
    const listLeft = total === null ? null : Math.max(0, total - tally.products)
    const detailsTotal = this.#totals.details ?? total
    const requestsLeft =
      listLeft === null || detailsTotal === null
        ? null
        : Math.ceil(listLeft / reader.pageMost) +
          Math.ceil(Math.max(0, detailsTotal - tally.details) / reader.detailsMost) +
          (this.options.mode === 'full' ? 2 : 0)
    this.#progress = this.#meter.measure(
      {
        phase: this.#phase,
        categories: { done: tally.categories, total: this.#totals.categories },
        brands: { done: tally.brands, total: this.#totals.brands },
        products: { done: tally.products, total },
        variants: tally.variants,
        // What was edited meanwhile is read twice.
        details: { done: Math.min(tally.details, detailsTotal ?? tally.details), total: detailsTotal },
        requests: this.tally.requests,
        requestsLeft,
      },
      clock.now(),
      perSecondMost(),
    )
  }
}

/**
 * What tells whether a run goes on. The last steps look at the same things again in every try, so what they write on the
 * way does not count: a fault that comes again and again would never be one too many.
 */
function placeOf({ step, treeIndex, page, after, byPage, tally }: PullCheckpoint): string {
  const looksAgain = step === 'changes' || step === 'verify' || step === 'missing'
  return JSON.stringify([step, treeIndex, page, after, byPage, looksAgain ? null : tally.details])
}

/** The counts of a page added to those before it. */
export function addKept(tally: Tally, kept: Kept): Tally {
  return {
    ...tally,
    newProducts: tally.newProducts + kept.newProducts,
    newVariants: tally.newVariants + kept.newVariants,
    joined: tally.joined + kept.joined,
    waiting: tally.waiting + kept.waiting,
    variantsGone: tally.variantsGone + kept.variantsGone,
    changed: tally.changed + kept.changed.length,
    skuFaults: addCounts(tally.skuFaults, kept.skuFaults),
  }
}
