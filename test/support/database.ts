import { randomBytes } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import pg from 'pg'
import { type DatabaseConfig, toPoolConfig } from '../../src/database/address.ts'
import { type Db, openDatabase } from '../../src/database/connect.ts'
import { type EmbeddedDatabase, openEmbedded } from '../../src/database/embedded.ts'
import { lockFolder } from '../../src/database/folder-lock.ts'
import { stopLeftover } from '../../src/database/leftover.ts'
import { prepareDatabase } from '../../src/database/migrate.ts'
import { clusterDirOf } from '../../src/database/new-cluster.ts'
import { systemClock } from '../../src/runtime/clock.ts'

/**
 * One PostgreSQL for the whole run, with one database that has every migration; each test file gets a copy of it.
 * `CARTWRIGHT_TEST_DATABASE_URL` names an outside PostgreSQL (its user must be allowed to create databases); without it
 * the run brings its own.
 *
 * This module is vitest's `globalSetup` (setup, teardown), and what tests import (freshDatabase).
 */
interface TestServer {
  /** A database to give orders from, which no test uses. */
  admin: DatabaseConfig
  template: string
}

/** How the main process tells the workers. */
const serverVariable = 'CARTWRIGHT_TEST_SERVER'
const folderPrefix = 'cartwright-test-'

/** Each vitest project calls setup, in one process but with a copy of this module of its own: the first one starts. */
let stopStarted: (() => Promise<void>) | null = null

export async function setup(): Promise<void> {
  if (process.env[serverVariable] === undefined) stopStarted = await start()
}

export async function teardown(): Promise<void> {
  if (stopStarted === null) return
  delete process.env[serverVariable]
  await stopStarted()
  stopStarted = null
}

async function start(): Promise<() => Promise<void>> {
  const template = `cw_test_${randomBytes(4).toString('hex')}`
  const url = process.env.CARTWRIGHT_TEST_DATABASE_URL
  const own = url === undefined || url === '' ? await startOwn() : null
  const admin: DatabaseConfig =
    own === null
      ? { kind: 'url', url: url ?? '' }
      : { kind: 'embedded', pool: { ...own.server.pool, database: 'postgres' } }
  const stop = async () => {
    await order(admin, `drop database if exists ${template} with (force)`).catch(() => undefined)
    await own?.stop()
  }
  try {
    await order(admin, `create database ${template} encoding 'UTF8' template template0`)
    await prepareDatabase(inDatabase(admin, template), { clock: systemClock, log: () => undefined })
  } catch (error) {
    await stop()
    throw error
  }
  process.env[serverVariable] = JSON.stringify({ admin, template } satisfies TestServer)
  return stop
}

async function startOwn(): Promise<{ server: EmbeddedDatabase; stop: () => Promise<void> }> {
  await removeAbandoned()
  const folder = mkdtempSync(join(temporaryParent(), folderPrefix))
  const remove = () => rmSync(folder, { recursive: true, force: true })
  try {
    const log: string[] = []
    const server = await openEmbedded({ dataDir: folder, clock: systemClock, log: l => log.push(l), durable: false })
    return {
      server,
      async stop() {
        await server.stop()
        remove()
      },
    }
  } catch (error) {
    remove()
    throw error
  }
}

/**
 * In memory where the machine has it to spare and runs programs from there: a database costs some 400 new files, which
 * took 250 ms on a disk and 25 ms in memory.
 */
function temporaryParent(): string {
  try {
    const { bavail, bsize } = statfsSync(memoryFolder)
    const mount = readFileSync('/proc/mounts', 'utf8')
      .split('\n')
      .findLast(line => line.split(' ')[1] === memoryFolder)
    if (bavail * bsize > memoryBytesMin && mount !== undefined && !/\bnoexec\b/.test(mount)) return memoryFolder
  } catch {
    // Not a Linux.
  }
  return tmpdir()
}

const memoryFolder = '/dev/shm'
const memoryBytesMin = 4_000_000_000

/** Ends and removes what runs that were killed have left. A folder whose lock is held belongs to a run that lives. */
async function removeAbandoned(): Promise<void> {
  const parent = temporaryParent()
  for (const name of readdirSync(parent)) {
    if (!name.startsWith(folderPrefix)) continue
    const folder = join(parent, name)
    try {
      // A run that begins at this moment has not locked its folder yet.
      if (systemClock.now().getTime() - statSync(folder).mtimeMs < 60_000) continue
      const lock = lockFolder(folder, systemClock.now())
      await stopLeftover(clusterDirOf(folder), systemClock, () => undefined)
      rmSync(folder, { recursive: true, force: true })
      lock.release()
    } catch {
      // In use, or another user's.
    }
  }
}

export interface FreshDatabase {
  readonly db: Db
  /** For tests that start a whole hub, or open the database themselves. */
  readonly config: DatabaseConfig
  drop(): Promise<void>
}

/** A database of its own for one test file, with every migration and no rows. Drop it in `afterAll`. */
export async function freshDatabase(): Promise<FreshDatabase> {
  const { admin, template } = testServer()
  const name = `${template}_${randomBytes(6).toString('hex')}`
  await order(admin, `create database ${name} template ${template} strategy file_copy`)
  const config = inDatabase(admin, name)
  const db = await openDatabase(config)
  return {
    db,
    config,
    async drop() {
      await db.close()
      await order(admin, `drop database if exists ${name} with (force)`)
    },
  }
}

/** A database without any migration, for tests of migrations. */
export async function emptyDatabase(): Promise<{ config: DatabaseConfig; drop(): Promise<void> }> {
  const { admin, template } = testServer()
  const name = `${template}_${randomBytes(6).toString('hex')}`
  await order(admin, `create database ${name} encoding 'UTF8' template template0 strategy file_copy`)
  return { config: inDatabase(admin, name), drop: () => order(admin, `drop database if exists ${name} with (force)`) }
}

function testServer(): TestServer {
  const text = process.env[serverVariable]
  if (text === undefined)
    throw new Error('There is no test database: vitest.config.ts must name this file as globalSetup')
  return JSON.parse(text)
}

function inDatabase(config: DatabaseConfig, database: string): DatabaseConfig {
  if (config.kind === 'embedded') return { kind: 'embedded', pool: { ...config.pool, database } }
  const url = new URL(config.url)
  url.pathname = `/${database}`
  return { kind: 'url', url: url.href }
}

async function order(config: DatabaseConfig, statement: string): Promise<void> {
  const client = new pg.Client({ ...toPoolConfig(config), connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** Resolves when somebody waits for a lock of this database. */
export async function untilSomebodyWaits({ kysely }: Db): Promise<void> {
  for (let look = 0; look < 500; look += 1) {
    const { rows } = await sql`
      select from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
    `.execute(kysely)
    if (rows.length > 0) return
    await new Promise(resolve => setTimeout(resolve, 20))
  }
  throw new Error('Nobody waits')
}
