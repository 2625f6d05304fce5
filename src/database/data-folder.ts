import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { dirname, join, parse, resolve } from 'node:path'
import { HubError } from '../runtime/errors.ts'
import type { RandomBytes } from '../runtime/ids.ts'
import { type ClusterFile, clusterFilePath, readClusterFile } from './cluster-file.ts'
import { codeOf, explainFileError } from './explain.ts'

/** The user and group that the engine runs as; null when it runs as the hub does. */
export type EngineUser = { uid: number; gid: number } | null

/** PostgreSQL refuses to run as root, so the hub lends it the user that owns nothing ("nobody"). */
export const nobody = { uid: 65534, gid: 65534 } as const

/**
 * Makes the data folder, private, and returns its real absolute path.
 * @throws HubError data_folder_unusable
 */
export function prepareDataFolder(dataDir: string): string {
  const path = resolve(dataDir)
  if (initdbStumbles.test(path)) {
    throw new HubError(
      'data_folder_unusable',
      `The path ${JSON.stringify(path)} has a character that is not possible.`,
      {
        hint: 'Choose a folder without quotation marks, $, `, \\ and line breaks in its path, with --data.',
      },
    )
  }
  try {
    const firstMade = makeFolders(path)
    if (firstMade !== undefined) openParents(firstMade, path)
    const real = realpathSync(path)
    refuseForeign(real)
    // The group's x is kept: it is how root lets the engine's user pass through (see `admit`).
    chmodSync(real, statSync(real).gid === nobody.gid && isRoot() ? 0o710 : 0o700)
    return real
  } catch (error) {
    throw explainFileError(trueReason(error, path), 'use the data folder', path)
  }
}

/**
 * Makes a folder and those above it that are missing; returns the first one that it made. Not by Node's own recursive
 * mkdir, which never comes back where the system answers ENOENT for a new folder, as below /proc.
 */
function makeFolders(path: string): string | undefined {
  const missing: string[] = []
  for (let folder = path; !existsSync(folder) && dirname(folder) !== folder; folder = dirname(folder))
    missing.unshift(folder)
  // A file in its place is an error of its own (EEXIST).
  if (missing.length === 0 && !statSync(path).isDirectory()) mkdirSync(path)
  for (const folder of missing) {
    try {
      mkdirSync(folder, { mode: 0o755 })
    } catch (error) {
      // Another start may have made it at the same moment.
      if (codeOf(error) !== 'EEXIST') throw error
    }
  }
  return missing[0]
}

/** A recursive mkdir reports a read-only file system as ENOENT; the nearest folder that exists knows better. */
function trueReason(error: unknown, path: string): unknown {
  if (codeOf(error) !== 'ENOENT') return error
  let folder = path
  while (!existsSync(folder) && dirname(folder) !== folder) folder = dirname(folder)
  try {
    accessSync(folder, constants.W_OK)
    return error
  } catch (reason) {
    return reason
  }
}

/** initdb writes its path between double quotes into a command for the shell (find_other_exec in src/common/exec.c). */
const initdbStumbles = process.platform === 'win32' ? /["%\n\r]/ : /["$`\\\n\r]/

export function isRoot(): boolean {
  return process.geteuid?.() === 0
}

/** Folders that we made on the way are opened even under umask 077: the engine's user must get through. */
function openParents(firstMade: string, path: string): void {
  for (let folder = dirname(path); folder.startsWith(firstMade); folder = dirname(folder)) chmodSync(folder, 0o755)
}

function refuseForeign(path: string): void {
  const { uid, mode } = statSync(path)
  const we = process.geteuid?.()
  if (we !== undefined && we !== 0 && uid !== we) {
    throw new HubError('data_folder_unusable', `The data folder ${path} belongs to another user (uid ${uid}).`, {
      hint: 'Start the hub as the user who owns the folder, or choose another folder with --data.',
    })
  }
  // A private data folder must not be made of a folder that others live in, such as / or /tmp.
  const shared = (mode & 0o1000) !== 0 || parse(path).root === path
  if (shared || (holdsOtherThings(path) && !isOurs(path))) {
    throw new HubError('data_folder_unusable', `The folder ${path} is used by others too.`, {
      hint: 'Give the hub an empty folder, or a new one, with --data.',
    })
  }
}

/** A new disk has `lost+found`; a start that was killed at once leaves `log`. In a home folder every file is somebody's. */
function holdsOtherThings(path: string): boolean {
  const names = readdirSync(path)
  if (path === process.env.HOME) return names.length > 0
  return names.some(name => !name.startsWith('.') && name !== 'lost+found' && name !== 'log')
}

function isOurs(path: string): boolean {
  return [clusterFilePath(path), join(path, 'hub.lock')].some(mark => existsSync(mark))
}

export interface Place {
  /** The folder that holds engine, cluster and password; the data folder unless the engine's user cannot reach it. */
  folder: string
  file: ClusterFile
}

/** Decides once where the database lives; afterwards cluster.json says so. */
export function choosePlace(
  dataDir: string,
  machine: { engine: string; platform: string; systemDir: string; randomBytes: RandomBytes },
): Place {
  const known = readClusterFile(dataDir)
  if (known !== null) return { folder: known.folder === '.' ? dataDir : known.folder, file: known }
  const id = Buffer.from(machine.randomBytes(6)).toString('hex')
  const outside = isRoot() && !canReach(dirname(dataDir), nobody)
  const folder = outside ? join(machine.systemDir, id) : dataDir
  const { engine, platform } = machine
  return { folder, file: { format: 1, id, engine, platform, folder: outside ? folder : '.', made: false } }
}

/** Whether `user` may walk to `path`, by the permissions of each folder on the way. */
export function canReach(path: string, user: { uid: number; gid: number }): boolean {
  for (let folder = path; ; folder = dirname(folder)) {
    if (!mayEnter(statSync(folder), user)) return false
    if (dirname(folder) === folder) return true
  }
}

/** The x bit that counts is the owner's, else the group's, else everybody's: the first that applies, not the best. */
export function mayEnter(folder: { uid: number; gid: number; mode: number }, user: { uid: number; gid: number }) {
  if (folder.uid === user.uid) return (folder.mode & 0o100) !== 0
  if (folder.gid === user.gid) return (folder.mode & 0o010) !== 0
  return (folder.mode & 0o001) !== 0
}

/**
 * Makes the folder that the database lives in, and lets the engine's user walk through it, but not look around:
 * it can neither list nor change what else is there (the key that seals secrets, the hub's socket).
 */
export function admit(folder: string, user: EngineUser): void {
  try {
    mkdirSync(dirname(folder), { recursive: true, mode: 0o755 })
    mkdirSync(folder, { mode: 0o700 })
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw explainFileError(error, 'make', folder)
  }
  if (user === null) return
  try {
    if (mayEnter(statSync(folder), user)) return
    chownSync(folder, -1, user.gid)
    chmodSync(folder, 0o710)
  } catch (error) {
    throw explainFileError(error, 'open to the database', folder)
  }
}

/** Root runs an existing cluster as the user who owns it, a new one as nobody. */
export function engineUserOf(clusterDir: string): EngineUser {
  if (!isRoot()) return null
  const cluster = statSync(clusterDir, { throwIfNoEntry: false })
  return cluster === undefined || cluster.uid === 0 ? nobody : { uid: cluster.uid, gid: cluster.gid }
}
