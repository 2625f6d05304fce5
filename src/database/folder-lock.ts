import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { HubError } from '../runtime/errors.ts'
import { diskFull, explainFileError, messageOf } from './explain.ts'

export interface FolderLock {
  release(): void
}

/** SQLITE_BUSY, somebody else holds the lock, and SQLITE_FULL: https://www.sqlite.org/rescode.html */
const sqliteBusy = 5
const sqliteFull = 13

/**
 * Makes this process the only hub on `folder` until it releases the lock or ends, however it ends.
 *
 * The lock is one of the kernel, on the file `hub.lock`, taken through SQLite, which Node carries. So it needs no
 * judgement about whether a pid that somebody wrote down is still alive: kill -9, a reused pid, two starts in the same
 * millisecond, root beside an ordinary user and two containers on one volume are all the same case
 * (docs/decisions/011-folder-lock.md).
 *
 * Nothing else in the hub may open `hub.lock`: closing any handle of it would drop the lock (fcntl, POSIX).
 *
 * @throws HubError data_folder_busy when another hub has it; data_folder_unusable when it cannot be written.
 */
export function lockFolder(folder: string, since: Date): FolderLock {
  const path = join(folder, 'hub.lock')
  const ownerPath = join(folder, 'hub.pid')
  let file: DatabaseSync
  try {
    file = new DatabaseSync(path, { timeout: 0 })
  } catch (error) {
    throw explainFileError(error, 'open the lock', path)
  }
  try {
    file.exec('begin exclusive')
  } catch (error) {
    file.close()
    if (resultOf(error) === sqliteBusy) throw folderBusy(folder, ownerPath)
    if (resultOf(error) === sqliteFull) throw diskFull(folder, error)
    throw new HubError('data_folder_unusable', `The hub could not lock ${path}: ${messageOf(error)}.`, {
      hint: 'Choose a folder on a local disk with --data: this file system has no working locks.',
      cause: error,
    })
  }
  try {
    chmodSync(path, 0o600)
    writeFileSync(ownerPath, `${process.pid}\n${since.toISOString()}\n`, { mode: 0o600 })
  } catch (error) {
    file.close()
    throw explainFileError(error, 'write', ownerPath)
  }
  let held = true
  return {
    release() {
      if (!held) return
      held = false
      file.close()
    },
  }
}

/** SQLite's primary result code: the lowest eight bits of what it says. */
function resultOf(error: unknown): number {
  if (typeof error !== 'object' || error === null || !('errcode' in error)) return 0
  return typeof error.errcode === 'number' ? error.errcode & 0xff : 0
}

/** Who holds it is only told, never judged by: the file may be a moment behind the lock. */
function folderBusy(folder: string, ownerPath: string): HubError {
  let owner = 'Another hub'
  let stop = 'Stop that hub'
  try {
    const [pid, since] = readFileSync(ownerPath, 'utf8').trim().split('\n')
    if (pid !== undefined && /^\d+$/.test(pid)) {
      owner = `Another hub (process ${pid}${since === undefined ? '' : `, since ${since}`})`
      stop = `Stop it (kill ${pid})`
    }
  } catch {
    // Nobody has written it yet, or it belongs to another user: the sentence is true without it.
  }
  return new HubError('data_folder_busy', `${owner} is running on the data folder ${folder}.`, {
    hint: `${stop}, or choose another folder with --data.`,
  })
}
