import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { addressOf, type DatabaseConfig, refuseUnsuitable, toPoolConfig } from './address.ts'
import { explainConnection } from './explain-connection.ts'
import type { Tables } from './tables.ts'

/**
 * What queries are written with. It cannot begin a transaction: inside one that would wait for a second connection
 * of the same pool, which may never come free.
 */
export type Queries = Omit<
  Kysely<Tables>,
  'transaction' | 'startTransaction' | 'connection' | 'destroy' | typeof Symbol.asyncDispose
>

/** The whole hub's database, across workspaces. */
export interface Db {
  readonly inTransaction: false
  readonly kysely: Queries
  /** For libraries that bring their own SQL (sign-in, jobs); everything of ours goes through `kysely`. */
  readonly pool: pg.Pool
  /** Commits when `work` resolves, rolls back when it throws. */
  transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T>
  inWorkspace(workspace: string): WorkspaceDb
  close(): Promise<void>
}

/** A transaction across workspaces. */
export interface Tx {
  readonly inTransaction: true
  readonly kysely: Queries
  inWorkspace(workspace: string): WorkspaceTx
}

/** The database as one workspace sees it: every query of a domain table is bound to `workspace`. */
export interface WorkspaceDb {
  readonly inTransaction: false
  readonly workspace: string
  readonly kysely: Queries
  transaction<T>(work: (tx: WorkspaceTx) => Promise<T>): Promise<T>
}

/** A transaction in one workspace; the compiler keeps it apart from a `WorkspaceDb`. */
export interface WorkspaceTx {
  readonly inTransaction: true
  readonly workspace: string
  readonly kysely: Queries
}

/** No statement of the hub takes this long; long work is a chain of short ones. */
const statementTimeoutMs = 30_000
/** A transaction that waits for its own program is a mistake. */
const idleTransactionMs = 60_000
const lockTimeoutMs = 10_000
const connectTimeoutMs = 10_000
const connectionsMax = 20
/** Enough for an import and its pages; and what is left to a person or a backup that looks in. */
const connectionsLeast = 4
const connectionsSpared = 2

/**
 * Opens a pool of connections, after trying one.
 * @throws HubError database_unavailable, in plain words and never with the password.
 */
export async function openDatabase(
  config: DatabaseConfig,
  options: { onError?: (error: Error) => void } = {},
): Promise<Db> {
  const pool = new pg.Pool({
    application_name: 'cartwright',
    max: connectionsMax,
    connectionTimeoutMillis: connectTimeoutMs,
    statement_timeout: statementTimeoutMs,
    lock_timeout: lockTimeoutMs,
    idle_in_transaction_session_timeout: idleTransactionMs,
    types: valueTypes,
    ...toPoolConfig(config),
  })
  // Without a listener the end of a connection (a database restart) would end the hub, idle or at work. The pool passes
  // on what idle ones say, which each connection's own listener has told already.
  pool.on('connect', client => client.on('error', error => options.onError?.(error)))
  pool.on('error', () => undefined)
  try {
    const client = await pool.connect()
    try {
      await refuseUnsuitable(client, addressOf(config))
      const most = (await connectionsAllowed(client)) - connectionsSpared
      pool.options.max = Math.min(pool.options.max, Math.max(connectionsLeast, most))
    } finally {
      client.release()
    }
  } catch (error) {
    await pool.end()
    throw explainConnection(error, addressOf(config))
  }
  return toDb(pool)
}

/** How many connections an outside database lets us have: small ones allow a handful, and refuse whatever is above. */
async function connectionsAllowed(client: pg.ClientBase): Promise<number> {
  const { rows } = await client.query<{ allowed: number }>(
    `select least(
      current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
        - coalesce(current_setting('reserved_connections', true)::int, 0),
      (select datconnlimit from pg_database where datname = current_database() and datconnlimit >= 0),
      (select rolconnlimit from pg_roles where rolname = current_user and rolconnlimit >= 0)
    ) as allowed`,
  )
  return rows[0]?.allowed ?? connectionsMax
}

function toDb(pool: pg.Pool): Db {
  const kysely = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  let closing: Promise<void> | null = null
  return {
    inTransaction: false,
    kysely,
    pool,
    transaction: work => kysely.transaction().execute(transaction => work(toTx(transaction))),
    inWorkspace: workspace => ({
      inTransaction: false,
      workspace,
      kysely,
      transaction: work => kysely.transaction().execute(transaction => work(toWorkspaceTx(transaction, workspace))),
    }),
    close() {
      closing ??= kysely.destroy()
      return closing
    },
  }
}

function toTx(kysely: Transaction<Tables>): Tx {
  return { inTransaction: true, kysely, inWorkspace: workspace => toWorkspaceTx(kysely, workspace) }
}

function toWorkspaceTx(kysely: Transaction<Tables>, workspace: string): WorkspaceTx {
  return { inTransaction: true, workspace, kysely }
}

/**
 * How values arrive, set once: int8 as a number (an error where a number cannot hold it), numeric as a string, a moment
 * as a Date, a date and a time without a zone as the text they are (the driver would bend them to the machine's zone).
 */
const valueTypes = new pg.TypeOverrides()
valueTypes.setTypeParser(pg.types.builtins.INT8, toSafeNumber)
valueTypes.setTypeParser(pg.types.builtins.DATE, text => text)
valueTypes.setTypeParser(pg.types.builtins.TIMESTAMP, text => text)

export function toSafeNumber(text: string): number {
  const value = Number(text)
  if (Number.isSafeInteger(value)) return value
  throw new RangeError(`The database holds ${text}, which is too large for an exact number.`)
}
