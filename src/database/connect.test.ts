import { sql } from 'kysely'
import { afterAll, beforeAll, expect, expectTypeOf, it } from 'vitest'
import { type FreshDatabase, freshDatabase } from '../../test/support/database.ts'
import {
  type Db,
  openDatabase,
  type Queries,
  type Tx,
  toSafeNumber,
  type WorkspaceDb,
  type WorkspaceTx,
} from './connect.ts'

let fresh: FreshDatabase
let db: Db
beforeAll(async () => {
  fresh = await freshDatabase()
  db = fresh.db
})
afterAll(() => fresh.drop())

it('gives each kind of value the same shape everywhere', async () => {
  const { rows } = await db.pool.query(
    `select 9007199254740991::int8 as "whole", 12.50::numeric as money, '2026-02-03'::date as "day",
      '2026-02-03 04:05:06'::timestamp as wall, '2026-02-03T04:05:06Z'::timestamptz as moment, count(*) from (values (1)) as t`,
  )
  expect(rows).toEqual([
    {
      whole: 9007199254740991,
      money: '12.50',
      day: '2026-02-03',
      wall: '2026-02-03 04:05:06',
      moment: new Date('2026-02-03T04:05:06Z'),
      count: 1,
    },
  ])
})

it('takes no more connections than the database allows, and leaves some to others', async () => {
  await sql`do $$ begin execute format('alter database %I connection limit 7', current_database()); end $$`.execute(
    db.kysely,
  )
  const limited = await openDatabase(fresh.config)
  try {
    await Promise.all(Array.from({ length: 20 }, () => limited.pool.query('select pg_sleep(0.02)')))
    expect(limited.pool.totalCount).toBe(5)
  } finally {
    await limited.close()
    await sql`do $$ begin execute format('alter database %I connection limit -1', current_database()); end $$`.execute(
      db.kysely,
    )
  }
})

it('would rather fail than round a large number', async () => {
  expect(() => toSafeNumber('9007199254740993')).toThrow('too large for an exact number')
  await expect(db.pool.query('select 9007199254740993::int8')).rejects.toThrow('too large for an exact number')
})

it('commits what succeeds and forgets what fails', async () => {
  await db.transaction(tx => sql`create table parcel (id integer)`.execute(tx.kysely))
  const failing = db.inWorkspace('w').transaction(async tx => {
    await sql`insert into parcel values (1)`.execute(tx.kysely)
    throw new Error('changed my mind')
  })
  await expect(failing).rejects.toThrow('changed my mind')
  await db.inWorkspace('w').transaction(tx => sql`insert into parcel values (2)`.execute(tx.kysely))
  expect((await sql`select id from parcel`.execute(db.kysely)).rows).toEqual([{ id: 2 }])
})

it('binds a handle to its workspace, inside a transaction and outside', async () => {
  expect(db.inWorkspace('w1').workspace).toBe('w1')
  expect(await db.inWorkspace('w2').transaction(async tx => tx.workspace)).toBe('w2')
  expect(await db.transaction(async tx => tx.inWorkspace('w3').workspace)).toBe('w3')
})

it('cannot begin a transaction inside one, nor take the pool for a transaction', () => {
  expectTypeOf<Tx>().not.toHaveProperty('transaction')
  expectTypeOf<WorkspaceTx>().not.toHaveProperty('transaction')
  expectTypeOf<Queries>().not.toHaveProperty('transaction')
  expectTypeOf<WorkspaceDb>().not.toExtend<WorkspaceTx>()
  expectTypeOf<Db>().not.toExtend<Tx>()
  expectTypeOf<WorkspaceDb['kysely']>().toEqualTypeOf<WorkspaceTx['kysely']>()
})

it('goes on after its connections were cut', async () => {
  const errors: Error[] = []
  const other = await openDatabase(fresh.config, { onError: error => errors.push(error) })
  try {
    const { rows } = await other.pool.query<{ pid: number }>('select pg_backend_pid() as pid')
    await db.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid])
    await expect.poll(() => errors.length).toBe(1)
    expect((await other.pool.query('select 1 as one')).rows).toEqual([{ one: 1 }])
  } finally {
    await other.close()
  }
})

it('says in words that nothing answers', async () => {
  const opening = openDatabase({ kind: 'url', url: 'postgresql://shop:s3cret@127.0.0.1:1/hub' })
  await expect(opening).rejects.toMatchObject({
    code: 'database_unavailable',
    message: 'Nothing answers at 127.0.0.1:1.',
  })
})
