import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase, untilSomebodyWaits } from '../../test/support/database.ts'
import { PullBench } from '../../test/support/pulls.ts'
import { saveConnection } from '../database/connections.ts'
import { activeRun, findRun } from '../database/runs.ts'
import { ManualClock } from '../runtime/clock.ts'
import { createKeyring } from '../runtime/secrets.ts'
import { changeChannel } from './change-channel.ts'
import { sealSecrets } from './channel-secrets.ts'
import { changeCatalogLimits, readCatalogState } from './read-catalog.ts'
import { cancelRun } from './runs.ts'
import { pullIfPossible } from './start-pull.ts'
import { PullWorker } from './work-pulls.ts'

let database: FreshDatabase

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

const me = { kind: 'machine' } as const
const openBench = () => PullBench.open({ db: database.db, clock: new ManualClock('2026-03-01T00:00:00Z') })

/** Connects a channel with a token that was sealed with another key. */
async function connectUnreadably(bench: PullBench, channelId: string): Promise<void> {
  const lost = createKeyring(randomBytes(32), randomBytes)
  const place = { workspace: bench.workspace, channel: channelId }
  await bench.inWorkspace.transaction(tx =>
    saveConnection(tx, {
      channelId,
      settings: { storeHash: 'abc123', clientId: 'c', apiAddress: 'https://api.bigcommerce.com' },
      tokenEnd: 'wxyz',
      savedAt: bench.clock.now(),
      lastWorkedAt: null,
      nextCheckAt: bench.clock.now(),
      sealed: sealSecrets(lost, place, { accessToken: 'a token' }),
    }),
  )
}

describe('an import whose credentials cannot be read', () => {
  it('waits, and ends when it is cancelled', async () => {
    const bench = await openBench()
    const channelId = await bench.addChannel('Shop')
    await connectUnreadably(bench, channelId)
    const runId = await bench.ask(channelId)
    const worker = new PullWorker(database.db, bench.tools, new AbortController().signal, error => {
      throw error
    })
    await worker.workDue()
    await worker.settled()
    expect(await findRun(bench.inWorkspace, runId)).toMatchObject({ state: 'waiting' })
    await cancelRun(me, bench.inWorkspace, bench.tools, runId)
    await worker.workDue()
    await worker.settled()
    expect(await findRun(bench.inWorkspace, runId)).toMatchObject({ state: 'cancelled', account: { taken: 0 } })
  })
})

describe('a worker that stops', () => {
  it('has let go also of the run that it was taking up at that moment', async () => {
    const bench = await openBench()
    const runId = await bench.ask(await bench.addChannel('Shop'))
    const stop = new AbortController()
    const worker = new PullWorker(database.db, bench.tools, stop.signal, () => {})
    const takingUp = await database.db.transaction(async tx => {
      // Long enough for the worker to be asking for it.
      await sql`lock table run`.execute(tx.kysely)
      const asking = worker.workDue()
      await untilSomebodyWaits(database.db)
      stop.abort(new Error('The hub stops'))
      return { asking, settled: worker.settled() }
    })
    await takingUp.settled
    const left = await findRun(bench.inWorkspace, runId)
    await takingUp.asking
    expect(left?.state).not.toBe('running')
    expect(await findRun(bench.inWorkspace, runId)).toEqual(left)
  })
})

describe('a regular import', () => {
  it('is not started where the channel was paused just after it was found due', async () => {
    const bench = await openBench()
    const channelId = await bench.addChannel('Shop')
    await connectUnreadably(bench, channelId)
    await changeChannel(me, bench.inWorkspace, bench.tools, { channelId, paused: true })
    const due = { kind: 'schedule', name: 'keep catalogs up to date' } as const
    await pullIfPossible(due, bench.inWorkspace, bench.tools, { channelId, mode: 'full' })
    expect(await activeRun(bench.inWorkspace, channelId)).toBeNull()
    // Who asks for one in the pause gets it.
    await pullIfPossible(me, bench.inWorkspace, bench.tools, { channelId, mode: 'full' })
    expect(await activeRun(bench.inWorkspace, channelId)).not.toBeNull()
  })
})

describe('imports of many channels', () => {
  it('are worked on eight at a time, however often the worker is woken', async () => {
    const bench = await openBench()
    for (let count = 1; count <= 20; count += 1) await bench.ask(await bench.addChannel(`Shop ${count}`))
    const worker = new PullWorker(database.db, bench.tools, new AbortController().signal, error => {
      throw error
    })
    // None of them gets further than being taken up.
    await database.db.transaction(async tx => {
      await sql`lock table channel_connection`.execute(tx.kysely)
      await Promise.all([worker.workDue(), worker.workDue(), worker.workDue()])
      const taken = await sql`select from run where claimed_until is not null`.execute(tx.kysely)
      expect(taken.rows).toHaveLength(8)
    })
    await worker.settled()
  })
})

it('limits can be set before the first import', async () => {
  const bench = await openBench()
  const channelId = await bench.addChannel('Shop')
  await database.db.kysely.deleteFrom('channel_catalog').where('channel_id', '=', channelId).execute()
  await changeCatalogLimits(me, bench.inWorkspace, { channelId, missingMost: 7 })
  const { catalog } = await readCatalogState(me, bench.inWorkspace, bench.tools, channelId)
  expect(catalog?.missingMost).toBe(7)
})
