import { chmodSync, chownSync, lstatSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { HubError } from '../runtime/errors.ts'
import { canReach, type EngineUser } from './data-folder.ts'
import { codeOf, explainFileError } from './explain.ts'

/** PostgreSQL names its socket by the port, even when it listens on none. */
export const socketPort = 5432

/** `sun_path` holds 108 bytes on Linux and 104 on macOS, with the closing zero: unix(7), unix(4). */
const socketPathBytesMax = process.platform === 'darwin' ? 103 : 107

const temporaryPrefix = 'cartwright-'

export function fitsSocket(folder: string): boolean {
  return Buffer.byteLength(join(folder, `.s.PGSQL.${socketPort}`)) <= socketPathBytesMax
}

/**
 * A private folder for the engine's socket, with a path short enough for one: `run` beside the cluster, else a new one
 * with a name of chance in the folder for temporary files, so that no other user can have made it before us.
 * (Not XDG_RUNTIME_DIR: it is removed at sign-out, under a hub that stays.)
 */
export function makeSocketFolder(beside: string, user: EngineUser): string {
  const own = join(beside, 'run')
  try {
    if (fitsSocket(own)) {
      rmSync(own, { recursive: true, force: true })
      mkdirSync(own, { mode: 0o700 })
      return hand(own, user)
    }
  } catch (error) {
    throw explainFileError(error, 'make', own)
  }
  for (const parent of new Set([tmpdir(), '/tmp', '/var/tmp'])) {
    try {
      const real = realpathSync(parent)
      if (!fitsSocket(join(real, `${temporaryPrefix}XXXXXX`)) || (user !== null && !canReach(real, user))) continue
      return hand(mkdtempSync(join(real, temporaryPrefix)), user)
    } catch (error) {
      if (!['ENOENT', 'EACCES', 'EROFS', 'ENOSPC', 'EPERM'].includes(codeOf(error))) throw error
    }
  }
  throw new HubError('data_folder_unusable', `There is no folder for the database's socket: ${beside} is too long.`, {
    hint: 'Choose a data folder with a path of at most 80 characters, or make /tmp writable.',
  })
}

function hand(folder: string, user: EngineUser): string {
  chmodSync(folder, 0o700)
  if (user !== null) chownSync(folder, user.uid, user.gid)
  return folder
}

/** Removes a socket folder, if it is one of ours: a killed hub leaves one, named in a file that may be wrong. */
export function removeSocketFolder(folder: string, user: EngineUser): void {
  if (!basename(folder).startsWith(temporaryPrefix) && basename(folder) !== 'run') return
  const found = lstatSync(folder, { throwIfNoEntry: false })
  if (found === undefined || !found.isDirectory()) return
  if (found.uid !== user?.uid && found.uid !== process.geteuid?.()) return
  rmSync(folder, { recursive: true, force: true })
}
