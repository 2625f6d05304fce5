import type { Call } from '../api/contract/routes.ts'
import type { Clock } from '../runtime/clock.ts'
import type { HubArguments } from './arguments.ts'

/** What a command works with; `main.ts` gives it the real things. */
export interface CliTools {
  readonly version: string
  readonly clock: Clock
  /** Prints one line for a person, or the result for a program. */
  out(text: string): void
  /** Prints one line that is no result: progress, warnings, errors. */
  err(text: string): void
  /** Shows progress in place of the line that it showed before; an empty one takes it away. Null: no terminal. */
  readonly rewrite: ((line: string) => void) | null
  /** How wide the terminal is that results are printed on; null where they go to a file or to a program. */
  outColumns(): number | null
  /** Sets a text off where results are printed on a terminal that has colors. */
  paint(how: Paint, text: string): string
  /** Reads a file whole, or standard input where the name is `-`. Throws `input_invalid`. */
  readInput(name: string, what: string): Promise<string>
  /** Reads a picture as base64. Throws `input_invalid`. */
  readPicture(name: string): Promise<string>
  /** Asks on the terminal without showing what is typed; null where there is no terminal. */
  askHidden(question: string): Promise<string | null>
  /** Asks a question that takes yes or no; null where there is no terminal. */
  askYes(question: string): Promise<boolean | null>
  /** A password that nobody can guess, for the owner of a demo. */
  newPassword(): string
  /** A new, empty folder; `remove` takes it away with all that is in it. */
  temporaryFolder(): Promise<TemporaryFolder>
  /** Calls the hub of a data folder: the one that runs, or one started just for this. */
  withHub<T>(options: HubArguments, work: (call: Call, hub: CalledHub) => Promise<T>): Promise<T>
  startHub(options: StartHubOptions): Promise<StartedHub>
  createSandbox(options: StartSandboxOptions): Promise<StartedSandbox>
  /** Resolves when the process is asked to stop (Ctrl-C, or a supervisor's signal). */
  stopAsked(): Promise<void>
}

export type Paint = 'strong' | 'faint' | 'good' | 'bad'

/** The hub that a command speaks to. */
export interface CalledHub {
  /** It was running before; false for one that stops with the command. */
  readonly stays: boolean
}

export interface TemporaryFolder {
  readonly path: string
  remove(): Promise<void>
}

export interface StartHubOptions {
  readonly dataDir: string
  readonly host: string
  readonly port: number
  readonly publicUrl: string | undefined
  readonly databaseUrl: string | undefined
  /** Size of the sandbox store that this hub makes when it is first asked for one. */
  readonly sandboxProducts?: number | undefined
  readonly progress: (line: string) => void
}

export interface StartedHub {
  readonly url: string
  readonly dataDir: string
  readonly ownerExists: boolean
  readonly setupCode: string
  readonly notices: readonly string[]
  readonly failed: Promise<string>
  stop(): Promise<void>
}

export interface StartSandboxOptions {
  readonly port: number
  readonly https: boolean
  readonly folder: string | undefined
  readonly snapshot: string | undefined
  readonly products: number | undefined
  readonly variantsEach: number | undefined
  readonly categories: number | undefined
  readonly twin: string | undefined
  readonly seed: number | undefined
  readonly csvFiles: readonly string[]
  readonly plan: string | undefined
  readonly quota: string | undefined
  /** Of an API account that is made at once: `all`, `read`, or names with commas between. */
  readonly scopes: string | undefined
  readonly speed: number | undefined
  readonly hookHosts: readonly string[]
}

export interface StartedSandbox {
  readonly panelUrl: string
  readonly apiAddress: string
  /** As PEM; null with plain http. */
  readonly certificate: string | null
  readonly storeHash: string
  readonly storeName: string
  readonly folder: string | null
  readonly products: number
  readonly variants: number
  readonly orders: number
  /** The API account that was asked for; null where none was. */
  readonly account: {
    readonly apiPath: string
    readonly clientId: string
    readonly clientSecret: string
    readonly accessToken: string
  } | null
  /** Rows of the catalog files: all are accounted for, and each that was refused is named with the reason. */
  readonly importReport: { readonly taken: number; readonly merged: number; readonly refused: readonly string[] } | null
  close(): Promise<void>
}

/** One command of `cartwright`. */
export interface Command {
  /** As typed after `cartwright`: `channels add`. */
  readonly name: string
  readonly summary: string
  /** The whole text of `--help`. */
  readonly help: string
  /** Returns the exit code. Throws `HubError` for every expected failure. */
  run(argv: readonly string[], tools: CliTools): Promise<number>
}

/** What the exit code of a command tells a script. */
export const exitCodes = {
  done: 0,
  /** The hub or the store said no; the message says why. */
  refused: 1,
  /** The command line is not understood. */
  usage: 2,
  /** The hub or the store could not be reached: the same call may work later. */
  unreachable: 3,
  /** The hub could not start: data folder, database, key or port. */
  cannotStart: 4,
} as const
