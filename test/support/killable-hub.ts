import { type ChildProcessByStdio, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import type { Call } from '../../src/api/contract/routes.ts'
import { callThrough } from '../../src/hub/call.ts'
import { socketPathOf } from '../../src/hub/serve.ts'

const program = fileURLToPath(new URL('./hub-process.ts', import.meta.url))

/** How a hub is ended from outside. */
export type Blow =
  /** kill -9 of the hub; its database goes on until the next start stops it. */
  | 'hub'
  /** kill -9 of the database; the hub notices and ends. */
  | 'database'
  /** SIGTERM, as a supervisor does it. */
  | 'stop'

export interface KillableHub {
  readonly call: Call
  /** At once; `ended` tells when it is over. */
  strike(blow: Blow): void
  readonly ended: Promise<void>
}

/** How much faster than the machine's time that of a hub goes, from which moment on. */
export interface Haste {
  readonly times: number
  readonly from: number
}

/** Starts a whole hub in a process of its own and waits until it is ready. */
export async function startKillableHub(dataDir: string, haste?: Haste): Promise<KillableHub> {
  const hasteArgs = haste === undefined ? [] : [String(haste.times), String(haste.from)]
  const child: ChildProcessByStdio<null, Readable, null> = spawn(process.execPath, [program, dataDir, ...hasteArgs], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const ended = once(child, 'close').then(() => undefined)
  const said: string[] = []
  for await (const line of createInterface({ input: child.stdout })) {
    said.push(line)
    if (line.includes('"ready"')) break
  }
  if (!said.at(-1)?.includes('"ready"')) throw new Error(`The hub did not start: ${said.join('\n')}`)
  child.stdout.resume()
  const { call, close } = callThrough(socketPathOf(dataDir), undefined)
  return {
    call,
    strike(blow) {
      if (blow === 'database') process.kill(databasePid(dataDir), 'SIGKILL')
      else child.kill(blow === 'hub' ? 'SIGKILL' : 'SIGTERM')
    },
    ended: ended.finally(() => close().catch(() => undefined)),
  }
}

function databasePid(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])
}
