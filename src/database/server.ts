import { createServer } from 'node:net'
import pg from 'pg'
import type { Clock } from '../runtime/clock.ts'
import { HubError } from '../runtime/errors.ts'
import type { EngineUser } from './data-folder.ts'
import { type Address, engineArguments, type RunningEngine, startEngine, stopEngine } from './engine.ts'
import { codeOf, complaintIn, explainEngine } from './explain.ts'
import { clusterOwner } from './new-cluster.ts'
import type { PostgresLog } from './postgres-log.ts'
import { makeSocketFolder, removeSocketFolder, socketPort } from './socket-folder.ts'

const databaseName = 'cartwright'

interface ServerPlan {
  engineDir: string
  clusterDir: string
  /** Where the socket folder is made, if its path is short enough. */
  folder: string
  user: EngineUser
  password: string
  engineLog: PostgresLog
  durable: boolean
  clock: Clock
  log: (line: string) => void
  onExit: (reason: string) => void
}

export interface Server {
  readonly pool: pg.PoolConfig
  /** Stops the engine but keeps its address, for `resume`. */
  pause(): Promise<void>
  resume(): Promise<Server>
  stop(): Promise<void>
}

/** Starts the engine on a finished cluster, waits until it answers, and makes sure of the hub's database in it. */
export async function startServer(plan: ServerPlan): Promise<Server> {
  const address = await chooseAddress(plan)
  try {
    return await startAt(plan, address)
  } catch (error) {
    forget(address, plan.user)
    throw error
  }
}

async function chooseAddress(plan: ServerPlan): Promise<Address> {
  if (process.platform === 'win32') return { kind: 'loopback', host: '127.0.0.1', port: await freePort() }
  return { kind: 'socket', host: makeSocketFolder(plan.folder, plan.user), port: socketPort }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer()
    probe.once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const bound = probe.address()
      probe.close(() => resolve(typeof bound === 'object' && bound !== null ? bound.port : 0))
    })
  })
}

function forget(address: Address, user: EngineUser): void {
  if (address.kind === 'socket') removeSocketFolder(address.host, user)
}

async function startAt(plan: ServerPlan, address: Address): Promise<Server> {
  const { clock, clusterDir, engineDir, engineLog, user } = plan
  const pool = {
    host: address.host,
    port: address.port,
    user: clusterOwner,
    password: plan.password,
    database: databaseName,
  }
  const args = engineArguments(clusterDir, address, plan.durable ? {} : undurable)
  engineLog.forgetTail()
  const engine = await startEngine(engineDir, args, user, engineLog)
  let expected = false
  let owner: pg.Client
  try {
    owner = await connectWhenReady(plan, engine, pool)
  } catch (error) {
    expected = true
    await stopEngine(engine, engineDir, clusterDir, clock)
    throw error
  }
  void engine.ended.then(how => {
    if (expected) return
    const why = complaintIn(engineLog.tail)
    const reason = `The database stopped by itself (${how})${why === null ? '' : `: ${why}`}.`
    plan.log(reason)
    plan.onExit(reason)
  })
  const pause = async () => {
    expected = true
    await owner.end().catch(() => undefined)
    await stopEngine(engine, engineDir, clusterDir, clock)
  }
  return {
    pool,
    pause,
    resume: () => startAt(plan, address),
    async stop() {
      await pause()
      forget(address, user)
    },
  }
}

/** For tests only: what a power cut would lose is lost with the test anyway. */
const undurable = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off' }

/** An engine that neither answers nor ends within a minute is stuck; one that repairs after a crash says so. */
const silentWaitMs = 60_000
const recoveryWaitMs = 30 * 60_000
const tryEveryMs = 10
const tellEveryMs = 10_000

/**
 * The hub's own connection, with the session lock that marks it as the owner of this cluster. It stays open as long as
 * the hub runs, and is used for nothing else.
 */
async function connectWhenReady(plan: ServerPlan, engine: RunningEngine, pool: pg.ClientConfig): Promise<pg.Client> {
  let limitMs = silentWaitMs
  for (let waitedMs = 0; waitedMs < limitMs; waitedMs += tryEveryMs) {
    if (engine.hasEnded()) throw explainEngine(plan.engineLog.tail, 'start', plan.clusterDir)
    const client = await tryConnect(pool)
    if (typeof client !== 'string') return await own(client)
    if (client === startingUp) limitMs = recoveryWaitMs
    if (waitedMs > 0 && waitedMs % tellEveryMs === 0)
      plan.log('The database is still starting; it repairs itself after a crash.')
    await plan.clock.sleep(tryEveryMs)
  }
  throw new HubError(
    'database_unavailable',
    `The database in ${plan.clusterDir} did not answer in ${limitMs / 1000} s.`,
    {
      hint: 'Its log is log/postgres.log in the data folder.',
    },
  )
}

/** SQLSTATE 57P03 cannot_connect_now: it starts, or recovers from a crash. */
const startingUp = '57P03'
/** SQLSTATE 3D000 invalid_catalog_name: the cluster is new. */
const noSuchDatabase = '3D000'

/** A connection, or the code of why there is none yet. */
async function tryConnect(pool: pg.ClientConfig): Promise<pg.Client | string> {
  const client = new pg.Client({ ...pool, application_name: 'cartwright owner', connectionTimeoutMillis: 10_000 })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return client
  } catch (error) {
    await client.end().catch(() => undefined)
    const code = codeOf(error)
    if (['ENOENT', 'ECONNREFUSED', 'ECONNRESET', startingUp].includes(code)) return code
    if (code !== noSuchDatabase || pool.database !== databaseName) throw unreachable(error)
    await makeDatabase(pool)
    return code
  }
}

async function makeDatabase(pool: pg.ClientConfig): Promise<void> {
  const client = await tryConnect({ ...pool, database: 'postgres' })
  if (typeof client === 'string') return
  try {
    await client.query(`create database ${databaseName}`)
  } finally {
    await client.end()
  }
}

function unreachable(cause: unknown): HubError {
  if (cause instanceof HubError) return cause
  const wrong = codeOf(cause) === '28P01'
  return new HubError('database_unavailable', 'The embedded database runs, but does not let the hub in.', {
    hint: wrong
      ? 'Restore the file postgres.password beside it from a backup.'
      : 'Its log is log/postgres.log in the data folder.',
    cause,
  })
}

/** Any number that no other program uses as an advisory lock: "cart" in ASCII. */
const ownerLock = 0x63617274

async function own(client: pg.Client): Promise<pg.Client> {
  const { rows } = await client.query<{ owned: boolean }>('select pg_try_advisory_lock($1) as owned', [ownerLock])
  if (rows[0]?.owned === true) return client
  await client.end()
  throw new HubError('data_folder_busy', 'Another hub uses this database.', { hint: 'Stop the other hub first.' })
}
