import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { join } from 'node:path'
import type { Clock } from '../runtime/clock.ts'
import { HubError } from '../runtime/errors.ts'
import { invariant } from '../runtime/invariant.ts'
import type { EngineUser } from './data-folder.ts'
import { codeOf, explainEngine, messageOf } from './explain.ts'
import type { PostgresLog } from './postgres-log.ts'

/** Where the engine listens: a folder with a Unix socket, or on Windows a port of 127.0.0.1. */
export type Address = { host: string; port: number; kind: 'socket' | 'loopback' }

/**
 * Nothing of the hub's surroundings reaches the engine: no PGDATA, LD_PRELOAD or HOME, and its words are English
 * because the hub reads them.
 */
function engineEnvironment(): NodeJS.ProcessEnv {
  const kept = process.platform === 'win32' ? ['SystemRoot', 'PATH', 'TEMP', 'TMP'] : ['PATH']
  const env: NodeJS.ProcessEnv = { LC_ALL: 'C', TZ: 'UTC' }
  for (const name of kept) {
    const value = process.env[name]
    if (value !== undefined) env[name] = value
  }
  return env
}

/** `/` as the current folder: the engine's user may not be able to enter the hub's. */
function runOptions(user: EngineUser) {
  return { cwd: '/', env: engineEnvironment(), windowsHide: true, ...(user ?? {}) }
}

export interface Ran {
  /** The program's exit code, or the code of the error that kept it from starting, such as EACCES. */
  code: number | string
  said: string
}

/** Runs one of the engine's programs to its end, at most `limitMs` milliseconds. */
export function runProgram(path: string, args: string[], user: EngineUser, limitMs: number): Promise<Ran> {
  return new Promise(resolve => {
    execFile(path, args, { ...runOptions(user), timeout: limitMs }, (error, stdout, stderr) => {
      const code = error === null ? 0 : (error.code ?? `stopped after ${limitMs / 1000} s`)
      resolve({ code, said: `${stdout}${stderr}` })
    })
  })
}

/** For a hub with a few dozen connections on a machine with two cores and little memory. */
const settings: Record<string, string> = {
  max_connections: '50',
  shared_buffers: '128MB',
  effective_cache_size: '512MB',
  work_mem: '8MB',
  maintenance_work_mem: '64MB',
  min_wal_size: '80MB',
  // Backups are the hub's own, so the log serves crash recovery only.
  wal_level: 'minimal',
  max_wal_senders: '0',
  // An SSD's: the default is that of a disk that turns.
  random_page_cost: '1.1',
  jit: 'off',
  // Parallel queries gain little on two cores, and need more of /dev/shm than a container has.
  max_parallel_workers_per_gather: '0',
  max_parallel_maintenance_workers: '0',
  // In files: systemd removes the shared memory of users who sign out, under a hub that stays.
  dynamic_shared_memory_type: 'mmap',
  timezone: 'UTC',
  log_timezone: 'UTC',
  lc_messages: 'C',
  log_line_prefix: '%m [%p] ',
  log_checkpoints: 'off',
  // No values of rows in the log: they are the merchant's, and may be secret.
  log_error_verbosity: 'terse',
  log_min_error_statement: 'panic',
  unix_socket_permissions: '0700',
}

export function engineArguments(clusterDir: string, address: Address, extra: Record<string, string>): string[] {
  const onSocket = address.kind === 'socket'
  const all = {
    ...settings,
    listen_addresses: onSocket ? '' : '127.0.0.1',
    port: String(address.port),
    // A list by its syntax: quoted, so that a comma or a blank in the path is part of it.
    unix_socket_directories: onSocket ? `"${address.host.replaceAll('"', '""')}"` : '',
    ...extra,
  }
  return ['-D', clusterDir, ...Object.entries(all).flatMap(([name, value]) => ['-c', `${name}=${value}`])]
}

export interface RunningEngine {
  readonly pid: number
  /** Resolves when the process has ended, with how. */
  readonly ended: Promise<string>
  hasEnded(): boolean
}

/**
 * Starts the engine, without waiting until it answers. `detached` puts it into a session of its own: Ctrl-C must reach
 * the hub only, which then stops the engine last.
 */
export async function startEngine(
  engineDir: string,
  args: string[],
  user: EngineUser,
  log: PostgresLog,
): Promise<RunningEngine> {
  const path = join(engineDir, 'bin', 'postgres')
  const child = spawn(path, args, { ...runOptions(user), detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise<string>(resolve => {
    child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : signal))
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => log.write(text))
  await started(child, path)
  invariant(child.pid !== undefined, 'a process that started has a pid')
  return { pid: child.pid, ended, hasEnded: () => child.exitCode !== null || child.signalCode !== null }
}

function started(child: ChildProcess, path: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('spawn', resolve)
    child.once('error', error => reject(explainSpawnError(error, path)))
  })
}

function explainSpawnError(error: unknown, path: string): HubError {
  const hints: Record<string, string> = {
    EACCES: 'Choose a data folder on a file system that allows programs (not mounted noexec), with --data.',
    EPERM: 'The hub runs as root but may not switch to an ordinary user: run it as one.',
    ENOEXEC: 'Delete the folder "engine" in the data folder, then start again.',
  }
  return new HubError('database_unavailable', `The database engine ${path} cannot be run: ${messageOf(error)}.`, {
    hint: hints[codeOf(error)] ?? 'Delete the folder "engine" in the data folder, then start again.',
    cause: error,
  })
}

/** Fast shutdown, then an immediate one, then none of its own: each with the time it is given. */
const stopSteps: { signal: NodeJS.Signals; waitMs: number }[] = [
  { signal: 'SIGINT', waitMs: 60_000 },
  { signal: 'SIGQUIT', waitMs: 10_000 },
  { signal: 'SIGKILL', waitMs: 5_000 },
]

export async function stopEngine(
  engine: RunningEngine,
  engineDir: string,
  clusterDir: string,
  clock: Clock,
): Promise<void> {
  for (const { signal, waitMs } of stopSteps) {
    if (engine.hasEnded()) return
    if (process.platform === 'win32' && signal === 'SIGINT') {
      // Windows has no signals; pg_ctl knows how to ask. (Written by the manual; not yet tried on Windows.)
      await runProgram(join(engineDir, 'bin', 'pg_ctl'), ['stop', '-D', clusterDir, '-m', 'fast'], null, waitMs)
    } else {
      sendTo(engine.pid, signal)
    }
    const giveUp = new AbortController()
    const patience = clock.sleep(waitMs, giveUp.signal).catch(() => undefined)
    await Promise.race([engine.ended, patience])
    giveUp.abort()
  }
}

function sendTo(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal)
  } catch (error) {
    if (codeOf(error) !== 'ESRCH') throw error
  }
}

/** Why one of the engine's programs did not even print its version. */
export function explainTry(ran: Ran, engineDir: string): HubError {
  if (/GLIBC|shared librar/.test(ran.said)) return explainEngine(ran.said, 'start', engineDir)
  const said = ran.said.trim() === '' ? String(ran.code) : ran.said.trim()
  return explainSpawnError(Object.assign(new Error(said), { code: ran.code }), join(engineDir, 'bin', 'postgres'))
}

/** @throws HubError in the engine's own words, translated. */
export function refuseFailure(ran: Ran, doing: string, clusterDir: string): void {
  if (ran.code !== 0) throw explainEngine(ran.said === '' ? `error: ${ran.code}` : ran.said, doing, clusterDir)
}
