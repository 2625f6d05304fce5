import { randomBytes } from 'node:crypto'
import type { CatalogReader } from '../../src/connector/catalog.ts'
import type { ImageShelf } from '../../src/connector/image-shelf.ts'
import type { CatalogWriter } from '../../src/connector/writer.ts'
import { bigcommerce } from '../../src/connectors/bigcommerce/connector.ts'
import { readLayers, writeLayers } from '../../src/database/layers.ts'
import { switchOn } from '../../src/database/live.ts'
import { listChanges, type StoredChange } from '../../src/database/plan-changes.ts'
import { claimPlans, startApplying } from '../../src/database/plan-jobs.ts'
import { findPlan, type StoredPlan } from '../../src/database/plans.ts'
import { type Delta, desire } from '../../src/domain/layers.ts'
import type { Level } from '../../src/domain/plan.ts'
import { type ApplyEnd, applyPlan } from '../../src/engine/apply/apply-plan.ts'
import { holdMs } from '../../src/engine/apply/work.ts'
import { planChannel } from '../../src/engine/plan/plan-channel.ts'
import { Stores } from '../../src/engine/stores.ts'
import { openTransport } from '../../src/engine/transport.ts'
import { type Clock, systemClock } from '../../src/runtime/clock.ts'
import { newId } from '../../src/runtime/ids.ts'
import type { Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import type { PullBench } from './pulls.ts'
import { accountIn } from './sandbox-reader.ts'

/** A day: later than anything that was put aside. */
const laterMs = 86_400_000
const turnsMost = 50

/** What somebody wants of one product or variant of a channel. */
export interface Wanted {
  readonly level: Level
  readonly remoteId: string
  readonly fields: Delta
}

/** Opens a sandbox store as a hub does whose channel is live, but with a budget and connections of its own. */
export async function withWriter<T>(
  store: Sandbox,
  clock: Clock,
  work: (writer: CatalogWriter, reader: CatalogReader) => Promise<T>,
  images?: ImageShelf,
): Promise<T> {
  const { apiPath, clientId, accessToken } = accountIn(store)
  const { settings, secrets } = bigcommerce.parseConnection({ storeHash: apiPath, clientId, accessToken })
  const stop = new AbortController()
  const transport = openTransport({ clock: systemClock })
  const stores = new Stores({ transport, clock, random: Math.random, userAgent: 'Test', signal: stop.signal })
  try {
    const session = stores.open(bigcommerce, settings, secrets, {
      ...{ lane: 'content', patience: 'machine' },
      writing: async () => null,
      ...(images !== undefined && { images }),
    })
    if (session.writer === undefined || session.catalog === undefined) throw new Error('A store can be written')
    return await work(session.writer, session.catalog)
  } finally {
    stop.abort(new Error('The test is over'))
    await transport.close()
  }
}

/** Plans of one channel, made and applied by the engine itself, without the rest of a hub. */
export class ApplyBench {
  readonly #bench: PullBench
  readonly channelId: string

  private constructor(bench: PullBench, channelId: string) {
    this.#bench = bench
    this.channelId = channelId
  }

  static async open(bench: PullBench, channelId: string): Promise<ApplyBench> {
    const deed = { at: bench.clock.now(), actor: { kind: 'machine' as const } }
    await bench.inWorkspace.transaction(tx => switchOn(tx, channelId, ['data', 'prices', 'images'], deed))
    return new ApplyBench(bench, channelId)
  }

  async want(edits: readonly Wanted[]): Promise<void> {
    await this.#bench.inWorkspace.transaction(async tx => {
      for (const { level, remoteId, fields } of edits) {
        const rows = await readLayers(tx, level, this.channelId, [remoteId])
        await writeLayers(
          tx,
          level,
          rows.map(row => ({ ...row, layers: desire(row.layers, fields) })),
        )
      }
    })
  }

  /** Makes a plan and lets a worker begin with it. */
  async plan(writer: CatalogWriter): Promise<string> {
    const db = this.#bench.inWorkspace
    const id = newId('pln', randomBytes)
    const at = this.#bench.clock.now()
    await db.transaction(tx =>
      planChannel(tx, {
        ...{ id, channelId: this.channelId, at, actor: { kind: 'machine' }, writer, requestsPerSecond: null },
        lostImages: new Map(),
        isOurs: () => true,
      }),
    )
    return id
  }

  /** One worker's turn with a plan that has begun, as of a hub that was just started. */
  async turn(planId: string, writer: CatalogWriter, stop = new AbortController()): Promise<ApplyEnd> {
    const { db, clock, tools } = this.#bench
    await db.kysely.updateTable('plan').set({ claimed_until: null }).where('id', '=', planId).execute()
    const now = new Date(clock.now().getTime() + laterMs)
    const [claim] = await claimPlans(db, { now, until: new Date(now.getTime() + holdMs), most: 1, planId })
    if (claim === undefined) throw new Error('A plan that has not ended can be taken up')
    const requests = () => ({ writes: 0, reads: 0 })
    return applyPlan({
      ...{ db: this.#bench.inWorkspace, claim, writer, clock, notices: tools.notices, stop, requests, failures: 0 },
      randomBytes: tools.randomBytes,
    })
  }

  /** A worker's turn that is stopped once the store has answered so often, as if the worker had been killed there. */
  async turnKilledAfter(answers: number, planId: string, writer: CatalogWriter, store: Sandbox): Promise<boolean> {
    const stop = new AbortController()
    let seen = 0
    const stopListening = store.journal.onExchange(() => {
      seen += 1
      if (seen > answers) stop.abort(new Error('killed'))
    })
    const end = await this.turn(planId, writer, stop).catch(() => null)
    stopListening()
    return end?.kind === 'applied'
  }

  async begin(planId: string): Promise<void> {
    await this.#bench.inWorkspace.transaction(tx => startApplying(tx, planId, this.#bench.clock.now()))
  }

  /** Makes a plan of what is wanted and applies it to its end. */
  async apply(writer: CatalogWriter): Promise<{ plan: StoredPlan; changes: StoredChange[] }> {
    const planId = await this.plan(writer)
    await this.begin(planId)
    return this.finish(planId, writer)
  }

  async finish(planId: string, writer: CatalogWriter): Promise<{ plan: StoredPlan; changes: StoredChange[] }> {
    for (let turn = 1; turn <= turnsMost; turn += 1) {
      const end = await this.turn(planId, writer)
      if (end.fault !== undefined) throw end.fault
      if (end.kind === 'applied' || end.kind === 'cancelled') return this.read(planId)
    }
    throw new Error(`The plan had not ended after ${turnsMost} turns`)
  }

  async read(planId: string): Promise<{ plan: StoredPlan; changes: StoredChange[] }> {
    const db = this.#bench.inWorkspace
    const plan = await findPlan(db, planId)
    if (plan === null) throw new Error('There is no such plan')
    return { plan, changes: await listChanges(db, planId, { filter: {}, limit: 100_000, after: 0 }) }
  }
}
