import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest'
import { emptyDatabase } from '../../test/support/database.ts'
import { ManualClock } from '../runtime/clock.ts'
import { toPoolConfig } from './address.ts'
import { type Migration, prepareDatabase, readMigrations } from './migrate.ts'

const clock = new ManualClock('2026-01-01T00:00:00Z')
const folder = mkdtempSync(join(tmpdir(), 'cw-migrations-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

let database: Awaited<ReturnType<typeof emptyDatabase>>
beforeEach(async () => {
  database = await emptyDatabase()
})
afterEach(() => database.drop())

function migrations(...texts: string[]): Migration[] {
  return texts.map((text, index) => ({ number: index + 1, name: `step-${index + 1}`, text, hash: `hash of ${text}` }))
}

function prepare(steps: Migration[], copyCluster?: () => Promise<string>): Promise<number> {
  const options = { clock, log: () => undefined, migrations: steps }
  return prepareDatabase(database.config, copyCluster === undefined ? options : { ...options, copyCluster })
}

async function rows(text: string): Promise<unknown[]> {
  const client = new pg.Client(toPoolConfig(database.config))
  await client.connect()
  try {
    return (await client.query(text)).rows
  } finally {
    await client.end()
  }
}

const table = 'create table shelf (id integer);'
const body = `insert into shelf values (1); do $$ begin perform 1; end $$; -- a ; in a comment
  insert into shelf values (2);`

it('runs each file whole, once, and notes when', async () => {
  expect(await prepare(migrations(table, body))).toBe(2)
  expect(await prepare(migrations(table, body))).toBe(0)
  expect(await rows('select id from shelf order by id')).toEqual([{ id: 1 }, { id: 2 }])
  expect(await rows('select number, name, applied_at from migration order by number')).toEqual([
    { number: 1, name: 'step-1', applied_at: clock.now() },
    { number: 2, name: 'step-2', applied_at: clock.now() },
  ])
})

it('does every step once when four hubs start together', async () => {
  const counts = await Promise.all(Array.from({ length: 4 }, () => prepare(migrations(table, body))))
  expect(counts.reduce((sum, count) => sum + count, 0)).toBe(2)
  expect(await rows('select count(*)::int as n from shelf')).toEqual([{ n: 2 }])
})

it('takes back a step that fails, says where, and keeps the ones before', async () => {
  const broken = `insert into shelf values (1);\nselect\n  nonsense;`
  await expect(prepare(migrations(table, broken))).rejects.toMatchObject({
    code: 'database_unavailable',
    message: 'Step 2 of the database (step-2, line 3) failed: column "nonsense" does not exist.',
  })
  expect(await rows('select id from shelf')).toEqual([])
  expect(await rows('select number from migration')).toEqual([{ number: 1 }])
})

it('refuses a file that commits by itself', async () => {
  await expect(prepare(migrations(table, 'commit; begin; insert into shelf values (1);'))).rejects.toThrow(
    'commits by itself',
  )
})

it('refuses a database that a newer hub has changed', async () => {
  await prepare(migrations(table, body))
  await expect(prepare(migrations(table))).rejects.toMatchObject({
    code: 'database_newer',
    message: 'The database was changed by a newer hub (step 2, step-2).',
  })
})

it('refuses a database with another history', async () => {
  await prepare(migrations(table))
  await expect(prepare(migrations('create table other (id integer);'))).rejects.toMatchObject({
    code: 'database_newer',
    message: 'Step 1 of the database (step-1) was not done by this version.',
  })
})

it('keeps a copy before it changes anything, but not of an empty database', async () => {
  const copies: string[] = []
  const copy = async () => {
    copies.push('made')
    return '/copies/1'
  }
  await prepare(migrations(table), copy)
  expect(copies).toEqual([])
  await prepare(migrations(table, body), copy)
  expect(copies).toEqual(['made'])
  await expect(
    prepare(migrations(table, body, 'drop table shelf'), () => Promise.reject(new Error('no room'))),
  ).rejects.toThrow('no room')
  expect(await rows('select count(*)::int as n from shelf')).toEqual([{ n: 2 }])
})

it('reads its files in order, and line ends do not count', () => {
  writeFileSync(join(folder, '0001-one.sql'), 'select 1;\nselect 2;\n')
  const [unix] = readMigrations(folder)
  writeFileSync(join(folder, '0001-one.sql'), 'select 1;\r\nselect 2;\r\n')
  const [windows] = readMigrations(folder)
  expect(windows).toEqual(unix)
  writeFileSync(join(folder, '0003-gap.sql'), '')
  expect(() => readMigrations(folder)).toThrow('0003-gap.sql is out of order')
})

it('carries migrations that PostgreSQL accepts', async () => {
  expect(await prepare(readMigrations())).toBe(readMigrations().length)
})
