import { randomBytes as systemRandomBytes } from 'node:crypto'
import { chownSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type pg from 'pg'
import type { Clock } from '../runtime/clock.ts'
import type { RandomBytes } from '../runtime/ids.ts'
import { copyOfCluster } from './cluster-copies.ts'
import { isRoot, prepareDataFolder } from './data-folder.ts'
import { type FolderLock, lockFolder } from './folder-lock.ts'
import { stopLeftover } from './leftover.ts'
import { clusterDirOf, readPassword } from './new-cluster.ts'
import { PostgresLog } from './postgres-log.ts'
import { prepareCluster } from './prepare-cluster.ts'
import { startServer } from './server.ts'
import { removeSocketFolder } from './socket-folder.ts'

export interface EmbeddedOptions {
  dataDir: string
  log: (line: string) => void
  clock: Clock
  /** Called once, with a sentence, when the database ends without having been asked to. */
  onExit?: (reason: string) => void
  /** Where the database lives when its user cannot reach the data folder. Default `/var/lib/cartwright`. */
  systemDir?: string
  randomBytes?: RandomBytes
  /** False only in tests: a power cut then loses data. */
  durable?: boolean
}

export interface EmbeddedDatabase {
  /** Connects to the hub's own database. */
  readonly pool: pg.PoolConfig
  /** The folder that holds engine and cluster: the data folder, or one under /var/lib/cartwright. */
  readonly where: string
  /** A line for the start message when the database is not in the data folder. */
  readonly notice: string | null
  /**
   * Stops the database, copies its files to `where/copies`, keeps the last two copies, and starts it again at the same
   * address. Open connections end. Returns the path of the copy.
   */
  copyCluster(): Promise<string>
  /** Stops the database in order and lets the folder go. May be called more than once. */
  stop(): Promise<void>
}

/**
 * Starts the database of a data folder, making both at the first start.
 * @throws HubError data_folder_unusable, data_folder_busy, disk_full, database_newer, database_unavailable,
 *   platform_unsupported
 */
export async function openEmbedded(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  const dataDir = prepareDataFolder(options.dataDir)
  const locks: FolderLock[] = [lockFolder(dataDir, options.clock.now())]
  const release = () => {
    for (const lock of locks.splice(0).reverse()) lock.release()
  }
  try {
    return await openLocked(dataDir, options, locks, release)
  } catch (error) {
    release()
    throw error
  }
}

async function openLocked(
  dataDir: string,
  options: EmbeddedOptions,
  locks: FolderLock[],
  release: () => void,
): Promise<EmbeddedDatabase> {
  const { clock, log, durable = true, randomBytes = systemRandomBytes, systemDir = '/var/lib/cartwright' } = options
  const { folder, engineDir, user } = await prepareCluster(dataDir, { clock, randomBytes, systemDir, durable }, locks)
  const clusterDir = clusterDirOf(folder)
  const leftover = await stopLeftover(clusterDir, clock, log)
  if (leftover !== null) removeSocketFolder(leftover.socketDir, user)
  const engineLog = new PostgresLog(join(dataDir, 'log', 'postgres.log'))
  giveToOwner(dataDir, ['hub.lock', 'hub.pid', 'cluster.json', 'log', 'log/postgres.log'])
  const start = () =>
    startServer({
      engineDir,
      clusterDir,
      folder,
      user,
      password: readPassword(folder),
      engineLog,
      durable,
      clock,
      log,
      onExit: reason => options.onExit?.(reason),
    })
  let server = await start()
  const stop = async () => {
    await server.stop()
    engineLog.close()
    release()
  }
  let stopping: Promise<void> | null = null
  return {
    pool: server.pool,
    where: folder,
    notice:
      folder === dataDir ? null : `The database lives in ${folder}: the user it runs as cannot work in ${dataDir}.`,
    async copyCluster() {
      await server.pause()
      try {
        return await copyOfCluster(folder, clock.now())
      } finally {
        server = await server.resume()
      }
    },
    stop: () => {
      stopping ??= stop()
      return stopping
    },
  }
}

/** What root writes in another user's data folder stays usable for that user. */
function giveToOwner(dataDir: string, names: string[]): void {
  const { uid, gid } = statSync(dataDir)
  if (!isRoot() || uid === 0) return
  for (const name of names) chownSync(join(dataDir, name), uid, gid)
}
