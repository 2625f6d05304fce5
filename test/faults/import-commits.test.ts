import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/database/connect.ts'
import { findRun } from '../../src/database/runs.ts'
import type { Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { brokenRules } from '../support/catalog-rules.ts'
import { type CatalogState, catalogState } from '../support/catalog-state.ts'
import { type FreshDatabase, freshDatabase } from '../support/database.ts'
import { type Cut, openDatabaseProxy } from '../support/database-proxy.ts'
import { type EventfulStore, openEventfulStore } from '../support/eventful-store.ts'
import { fastClock } from '../support/fast-clock.ts'
import { PullBench } from '../support/pulls.ts'
import { withReader } from '../support/sandbox-reader.ts'

let database: FreshDatabase

/** Repeats wait for seconds. */
const clock = fastClock(20)

beforeAll(async () => {
  database = await freshDatabase()
})
afterAll(() => database.drop())

/** One import whose connections to the database end at the cut; then the next start goes on with it, to the end. */
async function pullWithCut(bench: PullBench, channelId: string, store: Sandbox, cut: Cut | null) {
  const proxy = await openDatabaseProxy(database.config, cut)
  const through = await openDatabase(proxy.config)
  const runId = await bench.ask(channelId)
  try {
    await withReader(store, { clock, pageMost: 8 }, (reader, stop) =>
      bench.turn(runId, reader, { through, stop }).catch(error => {
        if (!proxy.isCut) throw error
      }),
    )
    if (proxy.isCut) await allEnded(proxy.name)
    const run = await findRun(bench.inWorkspace, runId)
    if (run?.state !== 'done') {
      await withReader(store, { clock, pageMost: 8 }, reader => bench.finish(runId, reader))
    }
    return { commits: proxy.commits, wasCut: proxy.isCut }
  } finally {
    await through.close().catch(() => undefined)
    await proxy.close()
  }
}

/**
 * Waits until the database has ended the connections of that name: one that was cut off in the midst of a statement goes
 * on with it first, and holds what it has locked.
 */
async function allEnded(name: string) {
  const left = () =>
    database.db.kysely
      .selectNoFrom(
        sql<number>`(select count(*)::int from pg_stat_activity where application_name = ${name})`.as('left'),
      )
      .executeTakeFirstOrThrow()
  await expect.poll(left, { timeout: 60_000 }).toEqual({ left: 0 })
}

/** Three imports of a store in which something happens all the time, each of them cut off at the same commit. */
async function threeImports(cut: Cut | null) {
  const eventful: EventfulStore = await openEventfulStore()
  const { store } = eventful
  try {
    const bench = await PullBench.open({ db: database.db, clock })
    const channelId = await bench.addChannel('Shop')
    const cuts: { commits: number; wasCut: boolean }[] = []
    const states: CatalogState[] = []
    for (const stir of [eventful.stirDuringImport, eventful.stirBetween, eventful.deleteMany]) {
      stir()
      cuts.push(await pullWithCut(bench, channelId, store, cut))
      expect([cut, await brokenRules(database.db, bench.workspace)]).toEqual([cut, []])
      states.push(withoutPorts(await catalogState(database.db, bench.workspace)))
    }
    return { cuts, states }
  } finally {
    await store.close()
  }
}

/** Each store listens somewhere else. */
function withoutPorts(state: CatalogState): CatalogState {
  return JSON.parse(JSON.stringify(state).replaceAll(/127\.0\.0\.1:\d+/g, 'the store'))
}

describe('an import that is killed at one commit after the other', () => {
  let undisturbed: Awaited<ReturnType<typeof threeImports>>

  beforeAll(async () => {
    undisturbed = await threeImports(null)
  })

  it('names what happened in the store, and accounts for all of it', () => {
    const [first, second, third] = undisturbed.states.map(({ run }) => run.at(-1))
    expect([first, second, third]).toMatchObject([
      {
        state: 'done',
        account: {
          ...{ storeSaid: 21, madeMeanwhile: 2, deletedMeanwhile: 2, editedMeanwhile: 1, storeSaysNow: 21 },
          ...{ taken: 20, refused: 1, unexplained: 0, waiting: 4 },
        },
      },
      {
        state: 'done',
        account: { storeSaid: 20, storeSaysNow: 20, taken: 19, refused: 1, unexplained: 0, gone: 1, variantsGone: 1 },
      },
      { state: 'done', account: { storeSaid: 15, storeSaysNow: 15, taken: 14, refused: 1, unexplained: 0, held: 5 } },
    ])
    const named = undisturbed.states[2]?.runRow.map(({ run, outcome, name }) => `${run} ${outcome} ${name}`)
    expect(named?.filter(line => !/waiting|noted/.test(line)).sort()).toEqual([
      ...['1 deleted Product 20', '1 deleted Product 21', '1 edited Product 2, renamed'],
      ...['1 made Made at the very end', '1 made Made while options were read', '1 refused Product 8'],
      ...['2 gone Product 6', '2 gone Product 7', '2 refused Product 8'],
      ...[1, 15, 16, 19, 5].map(number => `3 held Product ${number}`),
      '3 refused Product 8',
    ])
  })

  it('ends as if nothing had been when the database never heard of it', async () => {
    for (let commit = 1; commit <= commitsMost(); commit += 1) await expectNoTrace({ commit, when: 'before' })
  }, 300_000)

  // For the data this is the same as before the next commit, so a few are enough.
  it('ends as if nothing had been when it never heard that it was done', async () => {
    for (let commit = 2; commit <= commitsMost(); commit += 4) await expectNoTrace({ commit, when: 'after' })
  }, 300_000)

  const commitsMost = () => Math.max(...undisturbed.cuts.map(({ commits }) => commits))
  const expectNoTrace = async (cut: Cut) => {
    const { states, cuts } = await threeImports(cut)
    expect([cut, cuts.some(({ wasCut }) => wasCut)]).toEqual([cut, true])
    for (const [at, state] of states.entries()) expect([cut, at, state]).toEqual([cut, at, undisturbed.states[at]])
  }
})
