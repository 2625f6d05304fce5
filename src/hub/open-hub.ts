import { randomBytes } from 'node:crypto'
import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import type { Logger } from 'pino'
import { ownerExists } from '../actions/create-owner.ts'
import { Rechecks } from '../actions/recheck-due.ts'
import type { Db, Tools } from '../actions/tools.ts'
import { PlanWorker } from '../actions/work-plans.ts'
import { PullWorker } from '../actions/work-pulls.ts'
import { SendingWorker } from '../actions/work-sending.ts'
import { ensureFirstWorkspace } from '../actions/workspaces.ts'
import { buildApp } from '../api/app.ts'
import type { Connector } from '../connector/connector.ts'
import { bigcommerce } from '../connectors/bigcommerce/connector.ts'
import type { DatabaseConfig } from '../database/address.ts'
import { dropUnfinishedChecks } from '../database/checks.ts'
import { openDatabase } from '../database/connect.ts'
import { channelsSealedOtherwise } from '../database/connections.ts'
import { prepareDataFolder } from '../database/data-folder.ts'
import { openEmbedded } from '../database/embedded.ts'
import { ensurePartitions } from '../database/events.ts'
import { lockFolder } from '../database/folder-lock.ts'
import { prepareDatabase } from '../database/migrate.ts'
import { releaseAllPlans } from '../database/plan-jobs.ts'
import { releaseAllRuns, trimRuns } from '../database/runs.ts'
import { releaseAllSending } from '../database/sending.ts'
import type { Exchange } from '../engine/budgeted-fetch.ts'
import { Notices } from '../engine/notices.ts'
import { repeat } from '../engine/repeat.ts'
import { RunningChecks } from '../engine/running-checks.ts'
import { Stores } from '../engine/stores.ts'
import { openTransport } from '../engine/transport.ts'
import { newSetupCode } from '../identity/setup-code.ts'
import { createSignIn } from '../identity/sign-in.ts'
import { type Clock, systemClock } from '../runtime/clock.ts'
import { HubError } from '../runtime/errors.ts'
import { openKeyring } from './key.ts'
import { openSandboxInside } from './sandbox.ts'
import { serveSocket, serveWeb } from './serve.ts'

const recheckEveryMs = 5_000
const pullsEveryMs = 2_000
const sendingEveryMs = 1_000
const runsKeptMs = 90 * 24 * 3_600_000
const partitionsEveryMs = 6 * 3_600_000
/** A regular check is patient for ten minutes with each of its reads, of which several are under way at a time. */
const checkMsMost = 60 * 60_000

export interface HubOptions {
  readonly dataDir: string
  /** An outside PostgreSQL; without it the hub brings its own. */
  readonly database?: DatabaseConfig
  /** Where browsers reach it; null for a hub that only carries out a command. */
  readonly web: { readonly host: string; readonly port: number; readonly webRoot: string | null } | null
  readonly publicUrl: URL | null
  readonly version: string
  readonly environment: Readonly<Record<string, string | undefined>>
  /** Size of the sandbox store, where this data folder has none yet. */
  readonly sandboxProducts?: number
  /** Aborted: whatever was opened is closed again, and `openHub` throws `hub_stopping`. */
  readonly signal?: AbortSignal
  /** Opens the log, once the data folder is there. */
  readonly openLogger: (dataDir: string) => { logger: Logger; close(): void }
  /** Sees every exchange with a store, without its secrets. */
  readonly onExchange?: (exchange: Exchange) => void
  /** Another time than the machine's; only in tests. */
  readonly clock?: Clock
  /** How often an open event stream is looked after; shorter only in tests. */
  readonly heartbeatMs?: number
  /** Caps the time of every request to a store, so that tests need not wait. */
  readonly storeTimeoutMs?: number
}

export interface RunningHub {
  /** Where people reach it, or null without a web door. */
  readonly url: string | null
  /** Where it listens itself, which may be behind a proxy. */
  readonly listensAt: string | null
  readonly ownerExists: boolean
  /** Creates the owner from another machine; worthless once there is one. */
  readonly setupCode: string
  /** Lines that whoever starts it should read. */
  readonly notices: readonly string[]
  /** Resolves with a sentence when the hub has to end by itself, because its database is gone. */
  readonly failed: Promise<string>
  /** Stops everything in order. May be called more than once. */
  stop(): Promise<void>
}

/** Starts the whole hub: database, worker and both doors. What was opened is closed again when a later step fails. */
export async function openHub(options: HubOptions): Promise<RunningHub> {
  // By itself V8 lets garbage grow to several times of what is in use before it looks for it: the longer an import, the
  // more memory it would take, and for nothing.
  setFlagsFromString('--heap-growing-percent=100')
  const closers: (() => Promise<void> | void)[] = []
  let stopping: Promise<void> | null = null
  const stop = () => {
    stopping ??= closeAll(closers)
    return stopping
  }
  try {
    return { ...(await open(options, closers)), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function closeAll(closers: (() => Promise<void> | void)[]): Promise<void> {
  const failures: unknown[] = []
  for (const close of closers.splice(0).reverse()) {
    try {
      await close()
    } catch (error) {
      failures.push(error)
    }
  }
  if (failures.length > 0) throw new AggregateError(failures, 'The hub did not stop cleanly')
}

async function open(options: HubOptions, closers: (() => Promise<void> | void)[]): Promise<Omit<RunningHub, 'stop'>> {
  const { version, publicUrl } = options
  const clock = options.clock ?? systemClock
  const notices: string[] = []
  const failure = Promise.withResolvers<string>()

  const goOn = () => {
    if (options.signal?.aborted) throw new HubError('hub_stopping', 'The hub was stopped before it was ready.')
  }

  goOn()
  const dataDir = prepareDataFolder(options.dataDir)
  const { logger, close: closeLog } = options.openLogger(dataDir)
  closers.push(closeLog)
  const outsideDatabase = options.database !== undefined
  const key = { dataDir, environment: options.environment, outsideDatabase }
  // Without the key nothing may be changed: an outside database isn't touched before it is there.
  const givenKeyring = outsideDatabase ? await openKeyring({ ...key, sealedChannels: async () => [] }) : null
  const { config, copyCluster } = await openEngine(options, dataDir, {
    logger,
    closers,
    notices,
    fail: failure.resolve,
  })
  goOn()
  await prepareDatabase(config, {
    clock,
    log: line => logger.info(line),
    ...(copyCluster !== undefined && { copyCluster }),
  })
  goOn()
  const db = await openDatabase(config, {
    onError: error => logger.warn({ err: error }, 'a database connection ended'),
  })
  closers.push(() => db.close())
  if (outsideDatabase) markOutside(dataDir)

  const keyring = givenKeyring ?? (await openKeyring({ ...key, sealedChannels: () => channelsSealedOtherwise(db, '') }))
  const unreadable = await channelsSealedOtherwise(db, keyring.keyId)
  if (unreadable.length > 0) {
    notices.push(
      `The credentials of ${unreadable.join(', ')} were sealed with another key than ${keyring.keyId} and cannot be read. ` +
        'Nothing was overwritten: put the right key back, or enter new credentials for these channels.',
    )
  }
  goOn()
  await ensurePartitions(db, clock.now())
  await ensureFirstWorkspace(db, { clock, randomBytes })
  await dropUnfinishedChecks(db, abandonedBefore(outsideDatabase, clock.now()))
  // On a database of our own nobody is left who could work on a run; on an outside one their claims run out.
  if (!outsideDatabase) {
    await releaseAllRuns(db)
    await releaseAllPlans(db)
    await releaseAllSending(db)
  }

  const ending = new AbortController()
  const transport = openTransport({
    clock,
    ...(options.storeTimeoutMs !== undefined && { timeoutCapMs: options.storeTimeoutMs }),
  })
  closers.push(() => transport.close())
  // A hub that only carries out a command works on runs once the command has asked for one.
  let worksRuns = options.web !== null
  let worksPlans = options.web !== null
  let pulls: PullWorker | null = null
  let plans: PlanWorker | null = null
  const tools: Tools = {
    wakePulls: () => {
      worksRuns = true
      void pulls?.workDue().catch(err => logger.error({ err }, 'taking up a run failed'))
    },
    wakePlans: () => {
      worksPlans = true
      void plans?.workDue().catch(err => logger.error({ err }, 'taking up a plan failed'))
    },
    clock,
    randomBytes,
    keyring,
    connectors: new Map<string, Connector>([[bigcommerce.kind, bigcommerce]]),
    notices: new Notices(clock.now().getTime() * 1_000),
    checks: new RunningChecks(),
    stores: new Stores({
      transport,
      clock,
      random: Math.random,
      userAgent: `Cartwright/${version}`,
      signal: ending.signal,
      ...(options.onExchange !== undefined && { onExchange: options.onExchange }),
    }),
  }

  goOn()
  const sandbox = await openSandboxInside(dataDir, db, tools, {
    log: line => notices.push(line),
    products: options.sandboxProducts,
  })
  closers.push(() => sandbox.close())
  const setupCode = newSetupCode(randomBytes)
  const app = {
    db,
    tools,
    signIn: createSignIn(db, {
      secret: keyring.derive('sessions'),
      secureCookies: publicUrl?.protocol === 'https:',
      reportError: message => logger.error(message),
    }),
    setupCode,
    version,
    publicUrl,
    openSandbox: sandbox.open,
    sandboxAddress: sandbox.address,
    logger,
    ...(options.heartbeatMs !== undefined && { heartbeatMs: options.heartbeatMs }),
    signal: ending.signal,
  }
  const socketApp = await buildApp({ ...app, door: 'socket', webRoot: null })
  closers.push(() => socketApp.close())
  await serveSocket(socketApp, dataDir)
  let listensAt: string | null = null
  if (options.web !== null) {
    const webApp = await buildApp({ ...app, door: 'web', webRoot: options.web.webRoot })
    closers.push(() => webApp.close())
    listensAt = await serveWeb(webApp, options.web)
    if (!isLoopback(options.web.host) && publicUrl?.protocol !== 'https:') {
      notices.push(
        'Other machines reach this hub without encryption: passwords can be read on the way. See docs/how-to/command-line.md.',
      )
    }
  }

  pulls = new PullWorker(db, tools, ending.signal, err => logger.error({ err }, 'a run failed'))
  plans = new PlanWorker(db, tools, ending.signal, err => logger.error({ err }, 'applying a plan failed'))
  const works = { pulls, worksRuns: () => worksRuns, plans, worksPlans: () => worksPlans }
  const loops = startLoops(options, logger, tools, db, works, ending.signal)
  closers.push(async () => {
    ending.abort(new HubError('hub_stopping', 'The hub is shutting down.'))
    await loops
  })
  const url = listensAt === null ? null : (publicUrl?.href ?? listensAt)
  return {
    url,
    listensAt,
    ownerExists: await ownerExists(db),
    setupCode: setupCode.code,
    notices,
    failed: failure.promise,
  }
}

interface Opening {
  readonly logger: Logger
  readonly closers: (() => Promise<void> | void)[]
  readonly notices: string[]
  readonly fail: (reason: string) => void
}

/** Starts the embedded database, or makes sure that nobody else uses the folder of a hub with an outside one. */
async function openEngine(
  { database }: HubOptions,
  dataDir: string,
  { logger, closers, notices, fail }: Opening,
): Promise<{ config: DatabaseConfig; copyCluster?: () => Promise<string> }> {
  if (database !== undefined) {
    const lock = lockFolder(dataDir, systemClock.now())
    closers.push(() => lock.release())
    return { config: database }
  }
  refuseMarkedOutside(dataDir)
  const embedded = await openEmbedded({
    dataDir,
    clock: systemClock,
    log: line => logger.info(line),
    onExit: fail,
  })
  closers.push(() => embedded.stop())
  if (embedded.notice !== null) notices.push(embedded.notice)
  return { config: { kind: 'embedded', pool: embedded.pool }, copyCluster: () => embedded.copyCluster() }
}

/**
 * Checks that were begun before then have nobody who could finish them. On a database of our own that is all of them;
 * on an outside one another hub may be at work, but no check takes this long.
 */
function abandonedBefore(outsideDatabase: boolean, now: Date): Date {
  return outsideDatabase ? new Date(now.getTime() - checkMsMost) : now
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}

interface Works {
  readonly pulls: PullWorker
  readonly worksRuns: () => boolean
  readonly plans: PlanWorker
  readonly worksPlans: () => boolean
}

/** What the hub does by itself. */
async function startLoops(
  { web }: HubOptions,
  logger: Logger,
  tools: Tools,
  db: Db,
  { pulls, worksRuns, plans, worksPlans }: Works,
  signal: AbortSignal,
): Promise<void> {
  const every = (everyMs: number, what: string, job: () => Promise<unknown>) =>
    repeat(job, { clock: tools.clock, everyMs, signal, onError: err => logger.error({ err }, `${what} failed`) })
  const workPulls = every(pullsEveryMs, 'taking up runs', async () => {
    if (worksRuns()) await pulls.workDue()
  })
  const workPlans = every(pullsEveryMs, 'taking up plans', async () => {
    if (worksPlans()) await plans.workDue()
  })
  // A hub that only carries out a command leaves the regular work to one that stays.
  if (web === null) {
    await Promise.all([workPulls, workPlans])
    await Promise.all([pulls.settled(), plans.settled()])
    return
  }
  const sending = new SendingWorker(db, tools, signal, err =>
    logger.error({ err }, 'looking what is to be sent failed'),
  )
  const rechecks = new Rechecks(db, tools, err => {
    if (!signal.aborted) logger.error({ err }, 'checking a connection failed')
  })
  await Promise.all([
    workPulls,
    workPlans,
    every(sendingEveryMs, 'sending what is to do', () => sending.workDue()),
    every(recheckEveryMs, 'starting regular imports', () => pulls.startDue()),
    every(partitionsEveryMs, 'forgetting old runs', () =>
      trimRuns(db, new Date(tools.clock.now().getTime() - runsKeptMs)),
    ),
    every(recheckEveryMs, 'checking connections', () => rechecks.startDue()),
    every(checkMsMost, 'clearing unfinished checks', () =>
      dropUnfinishedChecks(db, abandonedBefore(true, tools.clock.now())),
    ),
    every(partitionsEveryMs, 'making partitions', () => ensurePartitions(db, tools.clock.now())),
  ])
  await rechecks.settled()
  await Promise.all([pulls.settled(), plans.settled(), sending.settled()])
}

const outsideMark = 'uses-outside-database'

/** Remembers that this folder's hub keeps its data elsewhere, so that no start begins an empty database by mistake. */
function markOutside(dataDir: string): void {
  writeFileSync(join(dataDir, outsideMark), 'The hub of this folder was started with --database-url.\n')
}

function refuseMarkedOutside(dataDir: string): void {
  if (!existsSync(join(dataDir, outsideMark))) return
  throw new HubError('usage', `The hub of ${dataDir} keeps its data in a PostgreSQL of its own.`, {
    hint: 'Give --database-url again (or CARTWRIGHT_DATABASE_URL), or choose another folder with --data.',
  })
}
