import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import type { Clock } from '../runtime/clock.ts'
import { HubError } from '../runtime/errors.ts'
import { invariant } from '../runtime/invariant.ts'
import { addressOf, type DatabaseConfig, refuseUnsuitable, toPoolConfig } from './address.ts'
import { messageOf } from './explain.ts'
import { explainConnection } from './explain-connection.ts'

/** One step forward of the schema: a file `NNNN-name.sql`. */
export interface Migration {
  readonly number: number
  readonly name: string
  readonly text: string
  /** SHA-256 of the text, in which line ends do not count: git may have changed them. */
  readonly hash: string
}

const migrationsFolder = fileURLToPath(new URL('./migrations/', import.meta.url))

/** The migrations that this hub carries, in order, numbered from 1 without a gap. */
export function readMigrations(folder: string = migrationsFolder): Migration[] {
  const files = readdirSync(folder).filter(name => name.endsWith('.sql'))
  return files.sort().map((file, index) => {
    const [, number, name] = /^(\d{4})-([a-z0-9-]+)\.sql$/.exec(file) ?? []
    invariant(Number(number) === index + 1 && name !== undefined, `the migration ${file} is out of order`)
    const text = readFileSync(`${folder}/${file}`, 'utf8').replaceAll('\r\n', '\n')
    return { number: index + 1, name, text, hash: createHash('sha256').update(text).digest('hex') }
  })
}

interface Applied {
  number: number
  name: string
  hash: string
}

interface PrepareOptions {
  clock: Clock
  log: (line: string) => void
  /** Keeps a copy of the embedded database as it was, before it is changed. */
  copyCluster?: () => Promise<string>
  migrations?: readonly Migration[]
}

/**
 * Brings a database to the schema of this hub; to be called before `openDatabase`. Returns how many steps it took.
 * @throws HubError database_newer, database_unavailable, and what `copyCluster` throws: then nothing has changed.
 */
export async function prepareDatabase(config: DatabaseConfig, options: PrepareOptions): Promise<number> {
  const { clock, log, copyCluster, migrations = readMigrations() } = options
  const applied = await withClient(config, client => readApplied(client, migrations))
  const pending = migrations.filter(one => !applied.some(other => other.number === one.number))
  if (pending.length === 0) return 0
  if (copyCluster !== undefined && applied.length > 0) {
    log(`The database is being updated; a copy of it as it was is in ${await copyCluster()}.`)
  }
  return await withClient(config, client => applyPending(client, migrations, clock))
}

async function withClient<T>(config: DatabaseConfig, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const address = addressOf(config)
  const client = new pg.Client({
    ...toPoolConfig(config),
    application_name: 'cartwright migration',
    connectionTimeoutMillis: 10_000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await refuseUnsuitable(client, address)
    return await work(client)
  } catch (error) {
    throw explainConnection(error, address)
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** What has been done to the database, after making sure that this hub may go on from there. */
async function readApplied(client: pg.Client, migrations: readonly Migration[]): Promise<Applied[]> {
  const { rows: found } = await client.query<{ there: boolean }>(`select to_regclass('migration') is not null as there`)
  if (found[0]?.there !== true) return []
  const { rows: applied } = await client.query<Applied>('select number, name, hash from migration order by number')
  for (const { number, name, hash } of applied) {
    const ours = migrations.find(one => one.number === number)
    if (ours === undefined) {
      throw new HubError('database_newer', `The database was changed by a newer hub (step ${number}, ${name}).`, {
        hint: 'Start the newer hub, or go back to a backup from before it.',
      })
    }
    if (ours.hash !== hash || ours.name !== name) {
      throw new HubError('database_newer', `Step ${number} of the database (${name}) was not done by this version.`, {
        hint: 'Start the version that last used this database; this one has a different history.',
      })
    }
  }
  return applied
}

/** Any number that no other program uses as an advisory lock: "migr" in ASCII. */
const migrationLock = 0x6d696772
/** Another process may be at work on a large step. */
const lockWaitMs = 10 * 60_000

const bookkeeping = `create table if not exists migration (
  number integer primary key,
  name text not null,
  hash text not null,
  applied_at timestamptz not null
)`

/** Each step is one transaction, in which its file runs whole, and which only one process can be in at a time. */
async function applyPending(client: pg.Client, migrations: readonly Migration[], clock: Clock): Promise<number> {
  let count = 0
  for (const migration of migrations) {
    await client.query(`begin; set local lock_timeout = ${lockWaitMs}`)
    try {
      await client.query('select pg_advisory_xact_lock($1)', [migrationLock])
      await client.query(bookkeeping)
      const applied = await readApplied(client, migrations)
      if (!applied.some(one => one.number === migration.number)) {
        await applyOne(client, migration, clock.now())
        count += 1
      }
      await client.query('commit')
    } catch (error) {
      await client.query('rollback').catch(() => undefined)
      throw explainStep(error, migration)
    }
  }
  return count
}

async function applyOne(client: pg.Client, { number, name, hash, text }: Migration, at: Date): Promise<void> {
  const before = await transactionId(client)
  // Without parameters the driver sends the whole file at once, and PostgreSQL, not we, tells its statements apart.
  await client.query(text)
  invariant((await transactionId(client)) === before, `migration ${number} commits by itself`)
  await client.query('insert into migration (number, name, hash, applied_at) values ($1, $2, $3, $4)', [
    number,
    name,
    hash,
    at,
  ])
}

async function transactionId(client: pg.Client): Promise<string | undefined> {
  const { rows } = await client.query<{ id: string }>('select pg_current_xact_id()::text as id')
  return rows[0]?.id
}

function explainStep(error: unknown, { number, name, text }: Migration): unknown {
  if (error instanceof HubError || !(error instanceof pg.DatabaseError)) return error
  const full = error.code === '53100'
  return new HubError(
    full ? 'disk_full' : 'database_unavailable',
    `Step ${number} of the database (${name}${lineOf(error, text)}) failed: ${messageOf(error)}.`,
    {
      hint: full
        ? 'Free some space, then start again; nothing was changed.'
        : 'Nothing was changed: go back to the version before, and report this.',
      cause: error,
    },
  )
}

function lineOf({ position }: pg.DatabaseError, text: string): string {
  return position === undefined ? '' : `, line ${text.slice(0, Number(position)).split('\n').length}`
}
