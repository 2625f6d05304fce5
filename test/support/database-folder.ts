import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable, Writable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import pg from 'pg'

export const isRoot = process.geteuid?.() === 0

/** What the process of database-hub.ts says, line by line. */
interface Said {
  open?: { where: string; notice: string | null; host: string; password: string }
  refused?: { code: string; message: string; hint: string }
  log?: string
  exit?: string
  stopped?: boolean
}

export interface HubProcess {
  readonly pid: number
  readonly said: Said[]
  /** Waits for a line that `pick` finds something in; fails when the process ends without one. */
  hears<T>(pick: (said: Said) => T | undefined): Promise<T>
  kill(): Promise<void>
  /** Stops it in order. */
  close(): Promise<void>
}

const program = fileURLToPath(new URL('./database-hub.ts', import.meta.url))

export interface HubSurroundings {
  uid?: number
  gid?: number
  systemDir?: string
  env?: NodeJS.ProcessEnv
}

export function startHub(dataDir: string, around: HubSurroundings = {}): HubProcess {
  const { systemDir = '', env = process.env, ...user } = around
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(process.execPath, [program, dataDir, systemDir], {
    stdio: ['pipe', 'pipe', 'inherit'],
    cwd: '/',
    env,
    ...user,
  })
  const said: Said[] = []
  const listeners = new Set<() => void>()
  const tell = () => {
    for (const listener of listeners) listener()
  }
  createInterface({ input: child.stdout }).on('line', line => {
    said.push(JSON.parse(line))
    tell()
  })
  const ended = new Promise<void>(resolve => child.once('close', () => resolve()))
  let hasEnded = false
  void ended.then(() => {
    hasEnded = true
    tell()
  })
  return {
    pid: child.pid ?? 0,
    said,
    hears: pick =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = said.map(pick).find(one => one !== undefined)
          if (found === undefined && !hasEnded) return
          listeners.delete(look)
          if (found === undefined) reject(new Error(`It ended, having said ${JSON.stringify(said)}`))
          else resolve(found)
        }
        listeners.add(look)
        look()
      }),
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    async close() {
      child.stdin.end()
      await ended
    },
  }
}

/** Orders one statement of the database that a hub has said to be open. */
export async function ask(open: { host: string; password: string }, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ ...open, port: 5432, user: 'cartwright', database: 'cartwright' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return (await client.query(statement)).rows
  } finally {
    await client.end()
  }
}

/** A folder that any user of the machine can walk into, for data folders below it. */
export function openFolder(): { path: string; remove: () => void } {
  const path = mkdtempSync(join(tmpdir(), 'cw-faults-'))
  chmodSync(path, 0o755)
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) }
}
