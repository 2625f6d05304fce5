import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import type { DurableState } from './durable.ts'
import { SandboxError, systemCode } from './error.ts'

const stateFile = 'sandbox-state.json'
const storeFile = 'sandbox-store.ndjson.gz'
const lockFile = 'sandbox.lock'
const stateVersion = 1

/** Folders that this process has open, so that a second sandbox in the same process is refused too. */
const openHere = new Set<string>()

function folderError(folder: string, error: unknown): SandboxError {
  const code = systemCode(error)
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new SandboxError(
      'disk_full',
      `The disk of ${folder} is full.`,
      'Free some space; nothing was changed.',
      error,
    )
  }
  return new SandboxError(
    'folder_unusable',
    `The folder ${folder} cannot be used (${code === '' ? String(error) : code}).`,
    'Choose a folder that you may read and write, or leave --folder out to keep the store in memory.',
    error,
  )
}

/** Writes beside the file, flushes, then renames: a reader sees the old file or the new one, never half of it. */
export function writeWhole(path: string, text: string, mode = 0o600): void {
  const beside = `${path}.new`
  const file = openSync(beside, 'w', mode)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } catch (error) {
    closeSync(file)
    rmSync(beside, { force: true })
    throw error
  }
  closeSync(file)
  renameSync(beside, path)
}

/** When the process started, in ticks since boot: tells a reused process id from the same process. Linux only. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? ''
  } catch {
    return ''
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return systemCode(error) === 'EPERM'
  }
}

function holderOf(path: string): number | null {
  let text: string
  try {
    text = readFileSync(path, 'utf8')
  } catch {
    return null
  }
  const [pidText, start = ''] = text.trim().split(' ')
  const pid = Number(pidText)
  if (!Number.isInteger(pid) || pid <= 0 || pid === process.pid || !isAlive(pid)) return null
  return start === '' || startOf(pid) === start ? pid : null
}

/** A folder that one running sandbox owns. */
export interface StoreFolder {
  readonly path: string
  /** The saved state, or null in a new folder. */
  readonly saved: DurableState | null
  /** Where the rest of the store is kept, as a snapshot; not there before something has changed in it. */
  readonly storePath: string
  /** Whether the sandbox before this one had no time to save what it did last. */
  readonly wasKilled: boolean
  save(state: DurableState): void
  /** Keeps a text beside the state under this name, whole or not at all. */
  keep(name: string, text: string): void
  read(name: string): string | null
  /** Gives it free for others: nothing is written to it any more. `isSaved` says whether everything was before. */
  release(isSaved?: boolean): void
}

function parseState(path: string, text: string): DurableState {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    const hint = 'Move the file away to start a new store in this folder.'
    throw new SandboxError('state_unreadable', `${path} is not a state file of a sandbox store.`, hint, error)
  }
  const version = typeof value === 'object' && value !== null && 'version' in value ? value.version : undefined
  if (version !== stateVersion) {
    throw new SandboxError(
      'state_version',
      `${path} has version ${String(version)}; this sandbox reads version ${stateVersion}.`,
      'Use the release that wrote it, or choose another folder.',
    )
  }
  // Our own file, written whole and of a known version: it is trusted from here on.
  return value as DurableState
}

/** Opens or creates the folder, refuses one that another sandbox is using, and reads the state in it. */
export function openFolder(path: string): StoreFolder {
  const lock = join(path, lockFile)
  try {
    mkdirSync(path, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw folderError(path, error)
  }
  const holder = openHere.has(path) ? process.pid : holderOf(lock)
  if (holder !== null) {
    throw new SandboxError(
      'folder_busy',
      `Another sandbox store (process ${holder}) is running on ${path}.`,
      'Stop it, or choose another folder.',
    )
  }
  const attempt = <T>(doing: () => T): T => {
    try {
      return doing()
    } catch (error) {
      throw error instanceof SandboxError ? error : folderError(path, error)
    }
  }
  const read = (name: string): string | null => {
    try {
      return readFileSync(join(path, name), 'utf8')
    } catch (error) {
      if (systemCode(error) === 'ENOENT') return null
      throw folderError(path, error)
    }
  }
  const text = read(stateFile)
  const saved = text === null ? null : parseState(join(path, stateFile), text)
  const wasKilled = existsSync(lock)
  attempt(() => writeWhole(lock, `${process.pid} ${startOf(process.pid)}\n`))
  openHere.add(path)
  let isReleased = false
  const write = (name: string, content: string) => {
    if (!isReleased) attempt(() => writeWhole(join(path, name), content))
  }
  return {
    path,
    saved,
    storePath: join(path, storeFile),
    wasKilled,
    save: state => write(stateFile, `${JSON.stringify(state, null, 1)}\n`),
    keep: write,
    read,
    release: (isSaved = true) => {
      if (isReleased) return
      isReleased = true
      openHere.delete(path)
      if (isSaved) rmSync(lock, { force: true })
    },
  }
}
