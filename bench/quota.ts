import { parseArgs } from 'node:util'
import { type Bench, type BenchResult, WrongOption } from './bench.ts'
import { type RivalKind, type SharedWindow, shareStore } from './shared-store.ts'

const quotas = [150, 450]
const rivals: readonly RivalKind[] = ['even', 'burst']
const windows = 10

interface Run {
  readonly quota: number
  readonly rival: RivalKind
  /** Of what the rival leaves of all windows. */
  readonly usedShare: number
  /** Of the hub's requests. */
  readonly refused429: number
  /** Of the rival's requests. */
  readonly rivalRefused: number
}

/** The least `usedShare`, and the most of the two others. */
const floors: Record<RivalKind, Omit<Run, 'quota' | 'rival'>> = {
  even: { usedShare: 0.95, refused429: 0, rivalRefused: 0 },
  burst: { usedShare: 0.8, refused429: 0.01, rivalRefused: 0.05 },
}

/**
 * `--seed N`: another chance for the rival's moments and the line's latency; 1 unless given.
 * `--latency LEAST-MOST`: milliseconds of the shared clock from a request to its answer; 60-120 unless given.
 */
export const quota: Bench = {
  name: 'quota',
  summary: 'how much of a store’s request quota the hub uses beside another app that takes a third',
  run: runQuota,
}

async function runQuota(options: readonly string[]): Promise<BenchResult> {
  const { values } = parseArgs({
    args: [...options],
    options: { seed: { type: 'string', default: '1' }, latency: { type: 'string', default: '60-120' } },
  })
  const seed = readNumber(values.seed)
  const [least, most] = values.latency.split('-').map(readNumber)
  if (least === undefined || most === undefined || least > most) {
    throw new WrongOption(`--latency ${values.latency} is not two whole numbers, such as 60-120.`)
  }
  const runs: Run[] = []
  for (const quota of quotas) {
    for (const rival of rivals) {
      const seen = await shareStore({ quota, rival, windows, seed, latencyMs: [least, most] })
      runs.push(measure(quota, rival, seen))
    }
  }
  return { report: table(runs, seed, values.latency), missed: runs.flatMap(missedBy), figures: { runs } }
}

function readNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new WrongOption(`${text} is not a whole number.`)
  return Number(text)
}

function measure(quota: number, rival: RivalKind, seen: readonly SharedWindow[]): Run {
  const sum = (of: keyof SharedWindow) => seen.reduce((total, window) => total + window[of], 0)
  const left = (quota - Math.floor(quota / 3)) * seen.length
  const [served, refused] = [sum('hubServed'), sum('hubRefused')]
  const rivalAsked = sum('rivalServed') + sum('rivalRefused')
  return {
    quota,
    rival,
    usedShare: rounded(served / left),
    refused429: rounded(refused / (served + refused)),
    rivalRefused: rounded(sum('rivalRefused') / rivalAsked),
  }
}

const rounded = (share: number) => Math.round(share * 1e4) / 1e4
const percent = (share: number) => `${(share * 100).toFixed(2)} %`

function table(runs: readonly Run[], seed: number, latency: string): string {
  const head = ['quota', 'other app', 'used of the rest', 'hub refused', 'other refused']
  const rows = runs.map(run => {
    const floor = floors[run.rival]
    return [
      String(run.quota),
      run.rival,
      `${percent(run.usedShare)} (least ${percent(floor.usedShare)})`,
      `${percent(run.refused429)} (most ${percent(floor.refused429)})`,
      `${percent(run.rivalRefused)} (most ${percent(floor.rivalRefused)})`,
    ]
  })
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map(row => row[column]?.length ?? 0)))
  const line = (row: readonly string[]) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')
  const title = `quota: ${windows} windows of 30 s on a clock that both share, answers after ${latency} ms, seed ${seed}`
  return [title, ...[head, ...rows].map(line)].map(text => text.trimEnd()).join('\n')
}

function missedBy(run: Run): string[] {
  const floor = floors[run.rival]
  const what = `${run.quota} a window, ${run.rival}:`
  return [
    ...(run.usedShare < floor.usedShare ? [`${what} the hub uses ${percent(run.usedShare)} of the rest`] : []),
    ...(run.refused429 > floor.refused429 ? [`${what} the hub is refused ${percent(run.refused429)}`] : []),
    ...(run.rivalRefused > floor.rivalRefused ? [`${what} the other is refused ${percent(run.rivalRefused)}`] : []),
  ]
}
