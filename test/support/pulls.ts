import { randomBytes } from 'node:crypto'
import type { Tools } from '../../src/actions/tools.ts'
import type { CatalogReader } from '../../src/connector/catalog.ts'
import { bigcommerce } from '../../src/connectors/bigcommerce/connector.ts'
import { beginChannelCatalog } from '../../src/database/channel-catalog.ts'
import { insertChannel } from '../../src/database/channels.ts'
import type { Db, WorkspaceDb } from '../../src/database/connect.ts'
import { claimRuns, findRun, insertRun, type RunClaim } from '../../src/database/runs.ts'
import { insertWorkspace } from '../../src/database/workspaces.ts'
import { emptyProgress, type PullMode } from '../../src/domain/run.ts'
import { Notices } from '../../src/engine/notices.ts'
import { type PullEnd, workPull } from '../../src/engine/pull/pull.ts'
import { holdMs } from '../../src/engine/pull/work.ts'
import { RunningChecks } from '../../src/engine/running-checks.ts'
import { Stores } from '../../src/engine/stores.ts'
import { openTransport } from '../../src/engine/transport.ts'
import type { Clock } from '../../src/runtime/clock.ts'
import { newId, type RandomBytes } from '../../src/runtime/ids.ts'
import { invariant } from '../../src/runtime/invariant.ts'
import { createKeyring } from '../../src/runtime/secrets.ts'

interface Turn {
  /** Ends the turn, as the stop of a hub does. */
  readonly stop?: AbortController
  /** Another database to work with: another connection to the same one. */
  readonly through?: Db
}

/** A day: later than anything that was put aside. */
const laterMs = 86_400_000
const turnsMost = 100

interface BenchTools {
  readonly db: Db
  readonly clock: Clock
  /** Where ids come from; by chance unless given. */
  readonly chance?: RandomBytes
}

/** A workspace in which pulls are worked on by the engine itself, without the rest of a hub. */
export class PullBench {
  readonly db: Db
  readonly clock: Clock
  readonly workspace: string
  readonly tools: Tools
  readonly #chance: RandomBytes

  private constructor(workspace: string, { db, clock, chance = randomBytes }: BenchTools) {
    this.workspace = workspace
    this.db = db
    this.clock = clock
    this.#chance = chance
    const signal = new AbortController().signal
    this.tools = {
      clock,
      randomBytes: chance,
      keyring: createKeyring(randomBytes(32), randomBytes),
      connectors: new Map([[bigcommerce.kind, bigcommerce]]),
      stores: new Stores({ transport: openTransport({ clock }), clock, random: () => 0.5, userAgent: 'Test', signal }),
      notices: new Notices(1),
      checks: new RunningChecks(),
      wakePulls: () => {},
      wakePlans: () => {},
    }
  }

  static async open(tools: BenchTools): Promise<PullBench> {
    const id = newId('wsp', randomBytes)
    await tools.db.transaction(tx => insertWorkspace(tx, { id, name: 'My business', createdAt: tools.clock.now() }))
    return new PullBench(id, tools)
  }

  get inWorkspace(): WorkspaceDb {
    return this.db.inWorkspace(this.workspace)
  }

  async addChannel(name: string): Promise<string> {
    const id = newId('chn', this.#chance)
    await this.inWorkspace.transaction(async tx => {
      await insertChannel(tx, { id, kind: 'bigcommerce', name, createdAt: this.clock.now() })
      await beginChannelCatalog(tx, id)
    })
    return id
  }

  /** Asks for a pull, as a person does. */
  async ask(channelId: string, mode: PullMode = 'full'): Promise<string> {
    const id = newId('run', this.#chance)
    const run = { id, channelId, mode, actor: { kind: 'machine' as const }, at: this.clock.now() }
    await this.inWorkspace.transaction(tx => insertRun(tx, { ...run, progress: emptyProgress }))
    return id
  }

  /** Takes a run up as the worker of a hub does that was just started; one that was put aside too. */
  async claim(runId: string): Promise<RunClaim> {
    await this.db.kysely.updateTable('run').set({ claimed_until: null }).where('id', '=', runId).execute()
    const now = new Date(this.clock.now().getTime() + laterMs)
    const [claim] = await claimRuns(this.db, { now, until: new Date(now.getTime() + holdMs), most: 1, runId })
    invariant(claim !== undefined, 'a run that has not ended can be taken up')
    return claim
  }

  /** One worker's turn with a run: to its end, or until something puts it aside. */
  async turn(runId: string, reader: CatalogReader, { stop, through = this.db }: Turn = {}): Promise<PullEnd> {
    const claim = await this.claim(runId)
    const run = await findRun(this.inWorkspace, runId)
    invariant(run !== null, 'the run is there')
    return workPull(
      {
        db: through.inWorkspace(this.workspace),
        claim,
        mode: run.mode,
        reader,
        clock: this.clock,
        randomBytes: this.#chance,
        notices: this.tools.notices,
        stop: stop ?? new AbortController(),
        requests: () => 0,
        perSecondMost: () => null,
      },
      run,
    )
  }

  /** Turns with a run until it has ended. */
  async finish(runId: string, reader: CatalogReader): Promise<PullEnd> {
    for (let turn = 1; turn <= turnsMost; turn += 1) {
      const end = await this.turn(runId, reader)
      if (end.kind !== 'waiting') return end
    }
    throw new Error(`The run had not ended after ${turnsMost} turns`)
  }

  /** Pulls a store from beginning to end. */
  async pull(channelId: string, reader: CatalogReader, mode: PullMode = 'full'): Promise<PullEnd> {
    return this.finish(await this.ask(channelId, mode), reader)
  }
}
