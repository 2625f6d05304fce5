import { readFileSync } from 'node:fs'
import type { CliTools } from '../../src/cli/io.ts'
import { runCli } from '../../src/cli/main.ts'
import { callThrough } from '../../src/hub/call.ts'
import { socketPathOf } from '../../src/hub/serve.ts'
import { systemClock } from '../../src/runtime/clock.ts'
import type { TestHub } from './hub.ts'

interface Printed {
  readonly code: number
  readonly out: string
  readonly err: string
}

interface Surroundings {
  /** What the person at the terminal answers; null: there is no terminal. */
  readonly says?: boolean | null
  /** Ctrl-C, as soon as these words are printed. */
  readonly stopAt?: string
  /** How wide the terminal is; null: results go to a file. */
  readonly columns?: number | null
}

/** Runs commands inside the test, against a hub that runs: much faster than in a process of their own. */
export function commandsFor(hub: TestHub) {
  return async (args: readonly string[], around: Surroundings = {}): Promise<Printed> => {
    const out: string[] = []
    const err: string[] = []
    const stop = Promise.withResolvers<void>()
    const interrupt = new AbortController()
    const print = (lines: string[], line: string) => {
      lines.push(line)
      if (around.stopAt === undefined || !line.includes(around.stopAt)) return
      interrupt.abort()
      stop.resolve()
    }
    const notHere = async () => {
      throw new Error('Run this command in a process of its own')
    }
    const tools: CliTools = {
      version: '0.0.0-test',
      clock: systemClock,
      out: line => print(out, line),
      err: line => print(err, line),
      rewrite: null,
      outColumns: () => around.columns ?? null,
      paint: (_how, text) => text,
      readInput: notHere,
      readPicture: async name => readFileSync(name).toString('base64'),
      askHidden: async () => null,
      askYes: async () => around.says ?? null,
      newPassword: () => 'a password of a test',
      temporaryFolder: notHere,
      startHub: notHere,
      createSandbox: notHere,
      stopAsked: () => stop.promise,
      async withHub({ data = hub.dataDir, workspace }, work) {
        const { call, close } = callThrough(socketPathOf(data), workspace, interrupt.signal)
        try {
          return await work(call, { stays: true })
        } finally {
          await close()
        }
      },
    }
    const code = await runCli(args, tools)
    return { code, out: out.join('\n'), err: err.join('\n') }
  }
}
