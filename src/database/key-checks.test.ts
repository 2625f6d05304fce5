import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FreshDatabase, freshDatabase, untilSomebodyWaits } from '../../test/support/database.ts'
import { PullBench } from '../../test/support/pulls.ts'
import { ManualClock } from '../runtime/clock.ts'
import type { WorkspaceDb, WorkspaceTx } from './connect.ts'
import { runInTurn } from './in-turn.ts'
import { withoutKeyChecks } from './key-checks.ts'

let database: FreshDatabase
let db: WorkspaceDb
let channelId: string

beforeAll(async () => {
  database = await freshDatabase()
  const bench = await PullBench.open({ db: database.db, clock: new ManualClock('2026-03-01T00:00:00Z') })
  db = bench.inWorkspace
  channelId = await bench.addChannel('First')
})
afterAll(() => database.drop())

/** A variant of a product that isn't there. */
const orphan = (id: string) => sql`
  insert into variant (workspace_id, id, product_id, position, fields, origin_channel_id, origin_remote_id)
  values (${db.workspace}, ${id}, 'prd_nowhere', 0, '{}', ${channelId}, ${id})
`
const refused = /violates foreign key constraint/
const undo = new Error('Nothing of this stays.')

async function tried(work: (tx: WorkspaceTx) => Promise<void>): Promise<void> {
  await expect(
    db.transaction(async tx => {
      await work(tx)
      throw undo
    }),
  ).rejects.toBe(undo)
}

describe('withoutKeyChecks', () => {
  it('lets through what a foreign key would not, and no more of it afterwards', async () => {
    await tried(async tx => {
      await runInTurn(tx, withoutKeyChecks(tx, channelId, [orphan('var_1'), orphan('var_2')]))
      await expect(orphan('var_3').execute(tx.kysely)).rejects.toThrow(refused)
    })
  })

  it('checks as ever in the next transaction of the same connection, also where it ended before its end', async () => {
    const { rows } = await sql<{ role: string }>`select current_setting('session_replication_role') as role`.execute(
      db.kysely,
    )
    expect(rows).toEqual([{ role: 'origin' }])
    await expect(
      db.transaction(tx => runInTurn(tx, withoutKeyChecks(tx, channelId, [orphan('var_1'), sql`select 1 / 0`]))),
    ).rejects.toThrow('division by zero')
    await expect(orphan('var_1').execute(db.kysely)).rejects.toThrow(refused)
  })

  it('changes nothing for a role that may not switch checks off', async () => {
    const role = `plain_${db.workspace.toLowerCase()}`
    await sql`create role ${sql.id(role)}`.execute(db.kysely)
    try {
      await sql`grant select, insert, update on all tables in schema public to ${sql.id(role)}`.execute(db.kysely)
      await expect(
        db.transaction(async tx => {
          await sql`set local role ${sql.id(role)}`.execute(tx.kysely)
          await runInTurn(tx, withoutKeyChecks(tx, channelId, [orphan('var_1')]))
        }),
      ).rejects.toThrow(refused)
    } finally {
      await sql`drop owned by ${sql.id(role)}`.execute(db.kysely)
      await sql`drop role ${sql.id(role)}`.execute(db.kysely)
    }
  })

  it('keeps the channel and its workspace from being deleted meanwhile', async () => {
    await tried(async tx => {
      await runInTurn(tx, withoutKeyChecks(tx, channelId, []))
      const deleted = sql`delete from workspace where id = ${db.workspace}`.execute(db.kysely)
      const outcome = deleted.then(
        () => 'deleted',
        () => 'refused',
      )
      await untilSomebodyWaits(database.db)
      await sql`select pg_cancel_backend(pid) from pg_stat_activity where wait_event_type = 'Lock'`.execute(tx.kysely)
      expect(await outcome).toBe('refused')
    })
  })
})
