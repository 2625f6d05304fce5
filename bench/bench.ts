/** One measurement of the real program. It is bounded in count and time, and reaches nothing but this machine. */
export interface Bench {
  /** What `npm run bench -- NAME` calls it. */
  readonly name: string
  /** One line for the list of all benches. */
  readonly summary: string
  /**
   * Measures. `options` is what stands behind the name on the command line; where it is wrong, `parseArgs` of
   * `node:util` or a `WrongOption` says so.
   */
  run(options: readonly string[]): Promise<BenchResult>
}

export interface BenchResult {
  /** For people: several lines. */
  readonly report: string
  /** What fell short of its floor, a sentence each. */
  readonly missed: readonly string[]
  /** For programs: the last line of `--json`, behind the name. */
  readonly figures: Readonly<Record<string, unknown>>
}

/** An option has a value that the bench can't use. */
export class WrongOption extends Error {}

/** A count that was given as an option. Throws `WrongOption` where it is none. */
export function readCount(text: string): number {
  if (!/^[1-9]\d{0,5}$/.test(text)) throw new WrongOption(`${text} is not a whole number from 1 on.`)
  return Number(text)
}
