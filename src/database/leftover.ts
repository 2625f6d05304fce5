import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { Clock } from '../runtime/clock.ts'
import { HubError } from '../runtime/errors.ts'
import { codeOf } from './explain.ts'

/** What PostgreSQL writes into postmaster.pid. https://www.postgresql.org/docs/18/storage-file-layout.html */
export interface PidFile {
  pid: number
  socketDir: string
}

function readPidFile(path: string): PidFile | null {
  try {
    return parsePidFile(readFileSync(path, 'utf8'))
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw error
  }
}

/** Lines: pid, data folder, start time, port, socket folder, address, shared memory key, status. */
export function parsePidFile(text: string): PidFile | null {
  const lines = text.split('\n')
  const pid = Number(lines[0])
  if (!Number.isSafeInteger(pid) || pid <= 1) return null
  return { pid, socketDir: lines[4] ?? '' }
}

/** Steps of giving up: a signal, and how long to wait for it to work. */
const steps: { signal: NodeJS.Signals; waitMs: number }[] = [
  { signal: 'SIGINT', waitMs: 30_000 },
  { signal: 'SIGQUIT', waitMs: 10_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
]
const lookEveryMs = 20

/**
 * Ends an engine that outlived its hub (kill -9), so that a new one can start, and returns what it had written down.
 * The caller holds the folder's lock, so whatever still runs on this cluster belongs to nobody. A pid counts only if
 * that process really works in the cluster: pids are reused, in a container after every restart.
 * @throws HubError database_unavailable when it cannot be ended.
 */
export async function stopLeftover(
  clusterDir: string,
  clock: Clock,
  log: (line: string) => void,
): Promise<PidFile | null> {
  const path = join(clusterDir, 'postmaster.pid')
  if (!existsSync(path)) return null
  const file = readPidFile(path)
  const isOurs = file !== null && worksIn(file.pid, clusterDir)
  if (isOurs) {
    log(`A database of an earlier start is still running (process ${file.pid}); stopping it.`)
    await end(file.pid, clusterDir, clock)
  }
  // Children of an engine that was itself killed end by themselves in a moment; they must not meet a new engine.
  for (const pid of processesIn(clusterDir)) await end(pid, clusterDir, clock)
  // PostgreSQL trusts any living process that has the pid, and refuses a file that a power cut has emptied.
  if (file === null || (!isOurs && isAlive(file.pid))) rmSync(path, { force: true })
  return file
}

async function end(pid: number, clusterDir: string, clock: Clock): Promise<void> {
  for (const { signal, waitMs } of steps) {
    if (!worksIn(pid, clusterDir)) return
    send(pid, signal)
    for (let waited = 0; waited < waitMs; waited += lookEveryMs) {
      if (!worksIn(pid, clusterDir)) return
      await clock.sleep(lookEveryMs)
    }
  }
  throw new HubError('database_unavailable', `A database process (${pid}) of an earlier start does not end.`, {
    hint: `End it by hand (kill -9 ${pid}), then start again.`,
    about: { path: clusterDir },
  })
}

function send(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return codeOf(error) === 'EPERM'
  }
}

/** PostgreSQL works with the cluster as its current folder, and was started with its path as an argument. */
export function worksIn(pid: number, clusterDir: string): boolean {
  if (!isAlive(pid)) return false
  if (process.platform !== 'linux') return commandOf(pid).includes(clusterDir)
  try {
    // The name counts too: somebody's shell may stand in the folder.
    if (!/^\d+ \(postgres\) [^Z]/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))) return false
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(clusterDir)
  } catch {
    // The process has just ended; or we are root without CAP_SYS_PTRACE, the default in a container, and may not look
    // at another user's cwd.
    return commandOf(pid).split('\0').includes(clusterDir)
  }
}

function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8')
    if (process.platform === 'win32') return ''
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

function processesIn(clusterDir: string): number[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter(name => /^\d+$/.test(name))
    .map(Number)
    .filter(pid => worksIn(pid, clusterDir))
}
