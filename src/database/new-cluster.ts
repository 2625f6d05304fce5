import { chmodSync, chownSync, existsSync, mkdirSync, readFileSync, rmSync, statfsSync, writeFileSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { HubError } from '../runtime/errors.ts'
import type { RandomBytes } from '../runtime/ids.ts'
import { writeWhole } from './cluster-file.ts'
import type { EngineUser } from './data-folder.ts'
import { refuseFailure, runProgram } from './engine.ts'
import { codeOf, diskFull, explainFileError } from './explain.ts'

/** The database user that owns everything, and the name of the hub's database. */
export const clusterOwner = 'cartwright'

/** Engine 58 MB, cluster 40 MB, and room for its log of changes to grow. */
const freshBytes = 200_000_000

const initdbLimitMs = 180_000

export function clusterDirOf(folder: string): string {
  return join(folder, 'postgres')
}

/** @throws HubError disk_full, before anything is made that would have to be removed again. */
export function refuseSmallDisk(folder: string): void {
  const { bavail, bsize } = statfsSync(folder)
  if (bavail * bsize < freshBytes) {
    throw diskFull(folder, new Error(`${Math.floor((bavail * bsize) / 1e6)} MB are free`))
  }
}

/**
 * Makes the cluster beside its final place and moves it there when it is finished, so that a start that was cut short
 * leaves nothing that looks like a database.
 * @throws HubError disk_full, database_unavailable, data_folder_unusable
 */
export async function makeCluster(
  folder: string,
  engineDir: string,
  user: EngineUser,
  options: { password: string; durable: boolean },
): Promise<void> {
  const half = join(folder, 'postgres.half')
  const passwordFile = join(folder, 'initdb.password')
  try {
    rmSync(half, { recursive: true, force: true })
    mkdirSync(half, { mode: 0o700 })
    writeFileSync(passwordFile, options.password, { mode: 0o600 })
    if (user !== null) for (const path of [half, passwordFile]) chownSync(path, user.uid, user.gid)
    await initialize(half, passwordFile, engineDir, user, options.durable)
    writeFileSync(join(half, 'pg_hba.conf'), accessRules)
    await rename(half, clusterDirOf(folder))
  } catch (error) {
    rmSync(half, { recursive: true, force: true })
    throw explainFileError(error, 'make the database in', folder)
  } finally {
    rmSync(passwordFile, { force: true })
  }
}

/**
 * Who may connect, and how: with the password, over the socket in its private folder; on Windows over 127.0.0.1.
 * See docs/decisions/012-database-password.md.
 */
const accessRules = `# Written by Cartwright.
local all all scram-sha-256
host all all 127.0.0.1/32 scram-sha-256
`

/**
 * The builtin C.UTF-8 sorts alike on every machine; the C library's of that name tells letters apart for the word
 * search, and is missing on macOS and Windows.
 */
const characterTypes = ['C.UTF-8', 'en_US.UTF-8', 'C']

async function initialize(
  half: string,
  passwordFile: string,
  engineDir: string,
  user: EngineUser,
  durable: boolean,
): Promise<void> {
  const fixed = ['-D', half, '-U', clusterOwner, `--pwfile=${passwordFile}`, '--auth=scram-sha-256', '--encoding=UTF8']
  const sorting = ['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--locale=C', '--data-checksums']
  // As the hub runs it: initdb would try the shared memory that a killed process leaves behind.
  const memory = ['-c', 'dynamic_shared_memory_type=mmap']
  for (const characters of characterTypes) {
    const args = [...fixed, ...sorting, ...memory, `--lc-ctype=${characters}`, ...(durable ? [] : ['--no-sync'])]
    const ran = await runProgram(join(engineDir, 'bin', 'initdb'), args, user, initdbLimitMs)
    if (/invalid locale (?:name|settings)/.test(ran.said) && characters !== characterTypes.at(-1)) continue
    return refuseFailure(ran, 'be made', half)
  }
}

export function newPassword(randomBytes: RandomBytes): string {
  return Buffer.from(randomBytes(32)).toString('base64url')
}

const passwordFileName = 'postgres.password'

export function writePassword(folder: string, password: string): void {
  writeWhole(join(folder, passwordFileName), `${password}\n`)
}

/** @throws HubError database_unavailable when it is gone: without it nobody gets in. */
export function readPassword(folder: string): string {
  const path = join(folder, passwordFileName)
  try {
    const password = readFileSync(path, 'utf8').trim()
    if (password !== '') {
      chmodSync(path, 0o600)
      return password
    }
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw explainFileError(error, 'read', path)
  }
  throw new HubError('database_unavailable', `The password of the database is gone: ${path}.`, {
    hint: 'Restore that file from a backup of the data folder.',
  })
}

export function hasCluster(folder: string): boolean {
  return existsSync(join(clusterDirOf(folder), 'PG_VERSION'))
}
