import { type ParseArgsOptionsConfig, parseArgs } from 'node:util'
import { HubError } from '../runtime/errors.ts'

/** Options that every command has. */
export const commonOptions = {
  help: { type: 'boolean', short: 'h' },
  json: { type: 'boolean' },
} as const satisfies ParseArgsOptionsConfig

/** Options of a command that speaks to the hub of a data folder. */
export const hubOptions = {
  ...commonOptions,
  data: { type: 'string' },
  workspace: { type: 'string' },
  'database-url': { type: 'string' },
} as const satisfies ParseArgsOptionsConfig

/** Where a command finds its hub. */
export interface HubArguments {
  readonly data?: string | undefined
  readonly workspace?: string | undefined
  readonly 'database-url'?: string | undefined
  /** The command may begin a new data folder; any other takes a missing one for a typing mistake. */
  readonly mayBegin?: boolean
}

export const hubOptionsHelp = `  --data DIR                  the hub's data folder (default: ./data)
  --workspace NAME            the workspace, where there are several
  --database-url URL          only for a hub with an outside PostgreSQL that isn't running now
  --json                      print the result as JSON
  -h, --help                  this text`

/** Reads a command line strictly; throws `usage` with the option at fault. */
export function readArguments<T extends ParseArgsOptionsConfig>(argv: readonly string[], options: T, positionals = 0) {
  try {
    const args = withNegativeNumbers(argv, options)
    const parsed = parseArgs({ args, options, strict: true, allowPositionals: true })
    if (parsed.positionals.length > positionals) {
      throw new TypeError(`Unexpected argument “${parsed.positionals[positionals]}”.`)
    }
    return parsed
  } catch (error) {
    throw new HubError('usage', wordsOfRefusal(error), { hint: 'Add --help to see what it takes.' })
  }
}

/** No option is called by a digit: what looks like a negative number behind an option is its value. */
function withNegativeNumbers(argv: readonly string[], options: ParseArgsOptionsConfig): string[] {
  const takesValue = (arg: string | undefined) => arg?.startsWith('--') && options[arg.slice(2)]?.type === 'string'
  const args: string[] = []
  for (const arg of argv) {
    if (/^-\d/.test(arg) && takesValue(args.at(-1))) args.push(`${args.pop()}=${arg}`)
    else args.push(arg)
  }
  return args
}

/** What `parseArgs` has against a command line, without its advice for programmers. */
function wordsOfRefusal(error: unknown): string {
  const { code, message } = error as { code?: string; message: string }
  const option = /--?[\w-]+/.exec(message)?.[0] ?? ''
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return `There is no option ${option}.`
  if (code !== 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE') return message
  return message.includes('does not take') ? `${option} takes no value.` : `${option} needs a value behind it.`
}

/** Throws `usage` where options were given that contradict one another. */
export function refuseTogether(
  values: Readonly<Record<string, unknown>>,
  one: string,
  others: readonly string[],
  why: string,
) {
  const given = others.filter(name => values[name] !== undefined)
  if (values[one] === undefined || given.length === 0) return
  const names = given.map(name => `--${name}`).join(' and ')
  throw new HubError('usage', `--${one} and ${names} contradict one another: ${why}.`, {
    hint: `Leave one of them out.`,
  })
}

/** A whole number between two bounds; throws `usage`. */
export function readWhole(
  text: string | undefined,
  name: string,
  bounds: { least: number; most: number },
): number | undefined {
  if (text === undefined) return undefined
  const value = Number(text)
  if (!/^\d+$/.test(text) || value < bounds.least || value > bounds.most) {
    throw new HubError('usage', `--${name} takes a whole number from ${bounds.least} to ${bounds.most}, not “${text}”.`)
  }
  return value
}

/** A number of seconds, as milliseconds; throws `usage`. */
export function readSeconds(text: string | undefined, name: string, most: number): number | undefined {
  const seconds = readWhole(text, name, { least: 0, most })
  return seconds === undefined ? undefined : seconds * 1_000
}

/** One of the words of the contract, which may be typed with dashes: `left-out`; throws `usage`. */
export function readChoice<T extends string>(
  text: string | undefined,
  name: string,
  choices: readonly T[],
): T | undefined {
  if (text === undefined) return undefined
  const word = text.trim().toLowerCase().replaceAll('-', '_')
  const found = choices.find(choice => choice === text || choice === word)
  if (found !== undefined) return found
  throw new HubError('usage', `--${name} takes ${wordsOf(choices)}, not “${text}”.`)
}

/** The words of the contract as they are typed: `matched, waiting, left-out`. */
export function wordsOf(choices: readonly string[]): string {
  return choices.map(choice => choice.replaceAll('_', '-')).join(', ')
}
