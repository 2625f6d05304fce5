import { claimPullsDue } from '../database/channel-catalog.ts'
import { findChannel } from '../database/channels.ts'
import { claimRuns, deferRun, findRun, type RunClaim } from '../database/runs.ts'
import type { Actor } from '../domain/actor.ts'
import { abandonPull, workPull } from '../engine/pull/pull.ts'
import { holdMs } from '../engine/pull/work.ts'
import { HubError } from '../runtime/errors.ts'
import { inBulk } from '../runtime/ids.ts'
import { openSecrets } from './channel-secrets.ts'
import { checkChannel } from './check-channel.ts'
import { JobsAtOnce } from './jobs-at-once.ts'
import { pullIfPossible } from './start-pull.ts'
import { connectorOf, type Db, type Tools, type WorkspaceDb } from './tools.ts'

const atOnceMost = 8
/** A regular pull that could not be started is tried again after this. */
const againMs = 10 * 60_000
const schedule: Actor = { kind: 'schedule', name: 'keep catalogs up to date' }

/** Works on the pulls of all workspaces, each by itself, so that a slow store holds up nobody else. */
export class PullWorker {
  readonly #db: Db
  readonly #tools: Tools
  readonly #signal: AbortSignal
  readonly #onError: (error: unknown) => void
  readonly #jobs: JobsAtOnce<RunClaim>

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
        return claimRuns(db, { now, until: new Date(now.getTime() + holdMs), most })
      },
      work: claim => this.#work(claim),
    })
  }

  /** Asks for the regular pulls whose time has come. */
  async startDue(): Promise<void> {
    const now = this.#tools.clock.now()
    const unlessDoneBy = new Date(now.getTime() + againMs)
    for (const due of await claimPullsDue(this.#db, { now, unlessDoneBy, most: atOnceMost })) {
      const { workspace, channelId, mode } = due
      await pullIfPossible(schedule, this.#db.inWorkspace(workspace), this.#tools, { channelId, mode })
    }
  }

  /** Takes up as many runs as there is room for. */
  workDue(): Promise<void> {
    return this.#jobs.takeUp()
  }

  /** Resolves when those under way have ended or were left. */
  settled(): Promise<void> {
    return this.#jobs.settled()
  }

  async #work(claim: RunClaim): Promise<void> {
    const { channelId, runId } = claim
    const db = this.#db.inWorkspace(claim.workspace)
    const [run, channel] = [await findRun(db, runId), await findChannel(db, channelId)]
    if (run === null) return
    this.#tools.notices.publish(db.workspace, { type: 'run_changed', channelId, runId })
    const stop = new AbortController()
    const stopWithHub = () => stop.abort(this.#signal.reason)
    this.#signal.addEventListener('abort', stopWithHub, { once: true })
    if (this.#signal.aborted) stopWithHub()
    try {
      const at = this.#tools.clock.now()
      if (channel?.connection == null) {
        const problem = channel === null ? 'The channel was removed.' : 'The channel has no credentials any more.'
        await abandonPull(db, claim, run, { state: channel === null ? 'cancelled' : 'failed', problem, at })
        return
      }
      if (run.cancelAskedAt !== null) {
        // Whatever keeps it from going on doesn't keep it from ending.
        await abandonPull(db, claim, run, { state: 'cancelled', problem: null, at })
        this.#tools.notices.publish(db.workspace, { type: 'run_changed', channelId, runId })
        return
      }
      const connector = connectorOf(this.#tools, channel.kind)
      const { settings } = channel.connection
      let requests = 0
      const session = this.#tools.stores.open(
        connector,
        settings,
        await openSecrets(db, this.#tools.keyring, channelId),
        {
          lane: run.actor.kind === 'schedule' ? 'sweep' : 'content',
          patience: 'machine',
          signal: stop.signal,
          onRequest: () => {
            requests += 1
          },
        },
      )
      if (session.catalog === undefined) throw new HubError('input_invalid', 'This kind of channel has no catalog.')
      const end = await workPull(
        {
          db,
          claim,
          mode: run.mode,
          reader: session.catalog,
          clock: this.#tools.clock,
          randomBytes: inBulk(this.#tools.randomBytes),
          notices: this.#tools.notices,
          stop,
          requests: () => requests,
          perSecondMost: () => this.#tools.stores.budgetState(connector, settings)?.requestsPerSecond ?? null,
        },
        run,
      )
      if ('fault' in end) this.#onError(end.fault)
      await this.#afterwards(db, channelId, end.kind === 'failed' || (end.kind === 'done' && end.account.held > 0))
    } catch (error) {
      if (this.#signal.aborted) {
        await deferRun(db, claim, { dueAt: this.#tools.clock.now(), problem: null })
        return
      }
      if (!(error instanceof HubError)) throw error
      // What is wrong with the channel is told where it is mended; until then the run waits.
      const dueAt = new Date(this.#tools.clock.now().getTime() + againMs)
      const problem = [error.message, error.hint].filter(Boolean).join(' ')
      await deferRun(db, claim, { dueAt, problem })
      this.#tools.notices.publish(db.workspace, { type: 'run_changed', channelId, runId })
    } finally {
      this.#signal.removeEventListener('abort', stopWithHub)
    }
  }

  /** A store that hides its products may have turned the credentials away: the doctor finds out. */
  async #afterwards(db: WorkspaceDb, channelId: string, looksWrong: boolean): Promise<void> {
    if (!looksWrong || this.#signal.aborted) return
    try {
      await checkChannel(schedule, db, this.#tools, { channelId })
    } catch (error) {
      if (!(error instanceof HubError)) throw error
    }
  }
}
