import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../runtime/clock.ts'
import { HubError } from '../runtime/errors.ts'
import type { RandomBytes } from '../runtime/ids.ts'
import { type ClusterFile, writeClusterFile } from './cluster-file.ts'
import { admit, choosePlace, type EngineUser, engineUserOf, isRoot, type Place } from './data-folder.ts'
import { explainTry, type Ran, runProgram } from './engine.ts'
import { engineVersion, ensureEngine, platformName } from './engine-files.ts'
import { type FolderLock, lockFolder } from './folder-lock.ts'
import { clusterDirOf, hasCluster, makeCluster, newPassword, refuseSmallDisk, writePassword } from './new-cluster.ts'

interface PrepareOptions {
  clock: Clock
  randomBytes: RandomBytes
  systemDir: string
  durable: boolean
}

export interface Prepared {
  /** Where engine and cluster are. */
  folder: string
  engineDir: string
  /** Who the engine runs as. */
  user: EngineUser
}

/** Everything that has to be in place before the engine starts. */
export async function prepareCluster(dataDir: string, options: PrepareOptions, locks: FolderLock[]): Promise<Prepared> {
  const { clock, randomBytes, systemDir } = options
  const machine = { engine: engineVersion, platform: platformName(), systemDir, randomBytes }
  const place = choosePlace(dataDir, machine)
  if (place.file.made) {
    if (!hasCluster(place.folder)) throw clusterGone(place.folder)
    refuseOther(dataDir, place.file)
  }
  const enter = async ({ folder, file }: Place): Promise<Prepared> => {
    const user = engineUserOf(clusterDirOf(folder))
    admit(folder, user)
    if (folder !== dataDir) locks.push(lockFolder(folder, clock.now()))
    if (!file.made) {
      refuseSmallDisk(folder)
      writeClusterFile(dataDir, file)
    }
    return { folder, user, engineDir: await ensureEngine(folder) }
  }
  let prepared = await enter(place)
  if (!place.file.made) {
    if (isRoot() && prepared.folder === dataDir && (await tryEngine(prepared)).code === 'EACCES') {
      // The permissions let the engine's user through, yet something else does not: noexec, an access list.
      rmSync(join(dataDir, 'engine'), { recursive: true, force: true })
      place.folder = join(systemDir, place.file.id)
      place.file.folder = place.folder
      prepared = await enter(place)
    }
    const ran = await tryEngine(prepared)
    if (ran.code !== 0) throw explainTry(ran, prepared.engineDir)
    if (!hasCluster(prepared.folder)) await makeClusterIn(prepared, options)
  }
  if (!place.file.made || place.file.engine !== engineVersion) {
    writeClusterFile(dataDir, { ...place.file, engine: engineVersion, made: true })
  }
  return prepared
}

async function makeClusterIn({ folder, engineDir, user }: Prepared, options: PrepareOptions): Promise<void> {
  const { durable, randomBytes } = options
  const password = newPassword(randomBytes)
  writePassword(folder, password)
  await makeCluster(folder, engineDir, user, { password, durable })
}

function tryEngine({ engineDir, user }: Prepared): Promise<Ran> {
  return runProgram(join(engineDir, 'bin', 'postgres'), ['--version'], user, 10_000)
}

/** The engine that made a folder opens it, or a newer one of the same major; never one that is merely at hand. */
export function refuseOther(dataDir: string, file: Pick<ClusterFile, 'engine' | 'platform'>): void {
  if (file.platform !== platformName()) {
    throw new HubError('database_unavailable', `The data in ${dataDir} was made on ${file.platform}.`, {
      hint: 'Make a backup there and restore it here: database files cannot be carried between kinds of machines.',
    })
  }
  const [ours = 0, oursMinor = 0] = engineVersion.split('.').map(Number)
  const [theirs = 0, theirsMinor = 0] = file.engine.split('.').map(Number)
  const problem = `The data in ${dataDir} was written by PostgreSQL ${file.engine}; this hub has ${engineVersion}.`
  if (theirs > ours || (theirs === ours && theirsMinor > oursMinor)) {
    throw new HubError('database_newer', problem, { hint: 'Start it with the hub that wrote it, or a newer one.' })
  }
  if (theirs < ours) {
    throw new HubError('database_unavailable', problem, {
      hint: 'Make a backup with the hub that wrote it and restore it with this one.',
    })
  }
}

function clusterGone(folder: string): HubError {
  return new HubError('database_unavailable', `The database of this hub was in ${folder}, and is gone.`, {
    hint: 'Restore it, or start with an empty data folder. In a container, keep that folder on a volume.',
  })
}
