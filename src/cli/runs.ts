import type { Call } from '../api/contract/routes.ts'
import { type Run, type RunRow, rowOutcome } from '../api/contract/runs.ts'
import { HubError } from '../runtime/errors.ts'
import { accountLines, outcomeOf, rowCells, rowColumns, runStateWords } from './account.ts'
import { hubOptions, hubOptionsHelp, readArguments, readChoice, readWhole, wordsOf } from './arguments.ts'
import { channelIdOf } from './find-channel.ts'
import { hasEnded, progressLine } from './follow.ts'
import { csvLine, duration, moment, plain, whole } from './format.ts'
import { type Command, exitCodes } from './io.ts'
import { limitMost, printPages, readPages } from './pages.ts'

const runsDefault = 20
const rowsMost = Number.MAX_SAFE_INTEGER

export const runsList: Command = {
  name: 'runs list',
  summary: 'List what the hub did: imports with their state, the newest first',
  help: `Usage: cartwright runs list [options]

  --channel CHANNEL           only those of this channel (name or id)
  --limit N                   how many (default: ${runsDefault})
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values } = readArguments(argv, { ...hubOptions, channel: { type: 'string' }, limit: { type: 'string' } })
    const limit = readWhole(values.limit, 'limit', { least: 1, most: limitMost }) ?? runsDefault
    return tools.withHub(values, async call => {
      const channelId = await channelIdOf(call, values.channel)
      const pages = readPages<Run>(async paging => {
        const { runs, next } = await call('GET /api/runs', {
          query: { ...paging, ...(channelId !== undefined && { channelId }) },
        })
        return { rows: runs, next }
      }, limit)
      const { printed, more } = await printPages(pages, tools, {
        json: values.json === true,
        columns: runColumns,
        cells: runCells,
        empty: 'Nothing was imported yet. Import a catalog with: cartwright pull',
      })
      if (more && values.json !== true) tools.err(`The newest ${whole(printed)}. More: --limit N`)
      return exitCodes.done
    })
  },
}

const runColumns = [
  { title: 'run' },
  { title: 'begun' },
  { title: 'channel', shrinksTo: 8 },
  { title: 'what' },
  { title: 'state' },
  { title: 'products', align: 'right' },
  { title: 'not taken', align: 'right' },
  { title: 'took', align: 'right', drops: true },
  { title: 'started by', shrinksTo: 8, drops: true },
] as const

function runCells({ id, createdAt, startedAt, channelName, mode, state, cancelling, ...run }: Run): string[] {
  const { account, progress, startedBy } = run
  return [
    id,
    moment(startedAt ?? createdAt),
    channelName,
    mode === 'full' ? 'whole catalog' : 'changes',
    cancelling && state === 'running' ? 'stopping' : runStateWords[state],
    whole(account?.taken ?? progress.products.done),
    account === null ? '' : whole(account.refused + Math.max(0, account.unexplained)),
    account === null ? '' : duration(account.seconds),
    startedBy,
  ]
}

export const runsShow: Command = {
  name: 'runs show',
  summary: 'Show one run: its account, and every row that it names',
  help: `Usage: cartwright runs show [RUN] [options]

Prints the account of a run and all the rows that it names, each with the reason. RUN is its id; left out, the newest.

  --rows OUTCOME              only rows of this outcome:
                              ${wordsOf(rowOutcome.options.slice(0, 5))},
                              ${wordsOf(rowOutcome.options.slice(5))}
  --csv                       print the rows as CSV instead, with what the store answered
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(
      argv,
      { ...hubOptions, rows: { type: 'string' }, csv: { type: 'boolean' } },
      1,
    )
    const outcome = readChoice(values.rows, 'rows', rowOutcome.options)
    if (values.csv === true && values.json === true) throw new HubError('usage', 'Use one of --csv and --json.')
    return tools.withHub(values, async call => {
      const run = await findRun(call, positionals[0], undefined)
      const pages = readRows(call, run.id, outcome)
      if (values.csv === true) {
        tools.out(csvLine(csvHeads))
        for await (const page of pages) for (const row of page) tools.out(csvLine(csvCells(row)))
        return exitCodes.done
      }
      if (values.json === true) {
        const rows: RunRow[] = []
        for await (const page of pages) rows.push(...page)
        tools.out(JSON.stringify({ ...run, rows }))
        return exitCodes.done
      }
      tools.out(outcomeOf(run))
      if (!hasEnded(run)) tools.out(progressLine(run, tools.clock.now().getTime()))
      tools.out('')
      if (run.account !== null) for (const line of [...accountLines(run.account, run), '']) tools.out(line)
      const which = outcome === undefined ? 'The run names no row.' : `The run names no row as ${outcome}.`
      await printPages(pages, tools, { json: false, columns: rowColumns, cells: rowCells, empty: which })
      return exitCodes.done
    })
  },
}

function readRows(call: Call, runId: string, outcome: RunRow['outcome'] | undefined) {
  return readPages<RunRow>(
    paging =>
      call('GET /api/runs/:runId/rows', {
        params: { runId },
        query: { ...paging, ...(outcome !== undefined && { outcome }) },
      }),
    rowsMost,
  )
}

/** As in the file that the dashboard offers. */
const csvHeads = ['Outcome', 'Kind', 'Store id', 'Name', 'SKU', 'Reason', 'What came']

function csvCells({ outcome, kind, remoteId, name, sku, reason, came }: RunRow): string[] {
  return [outcome, kind, remoteId, name, sku, reason, came]
}

export const runsCancel: Command = {
  name: 'runs cancel',
  summary: 'Stop a run; what it has taken stays',
  help: `Usage: cartwright runs cancel [RUN] [options]

RUN is the id of a run; it may be left out where only one is under way.

${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(argv, hubOptions, 1)
    return tools.withHub(values, async call => {
      const { id } = await findRun(call, positionals[0], 'true')
      const run = await call('POST /api/runs/:runId/cancel', { params: { runId: id } })
      if (values.json === true) tools.out(JSON.stringify(run))
      else if (hasEnded(run)) tools.out(`Cancelled the import from ${plain(run.channelName)}. What it took stays.`)
      else tools.out(`The import from ${plain(run.channelName)} stops after the page that is under way.`)
      return exitCodes.done
    })
  },
}

/** The run with this id; without one the newest, or the only one that has not ended. */
async function findRun(call: Call, id: string | undefined, active: 'true' | undefined): Promise<Run> {
  if (id !== undefined) return call('GET /api/runs/:runId', { params: { runId: id } })
  const { runs } = await call('GET /api/runs', { query: { limit: 2, ...(active !== undefined && { active }) } })
  const [first, second] = runs
  if (first === undefined) {
    throw new HubError('not_found', active === undefined ? 'There are no runs yet.' : 'No run is under way.')
  }
  if (active !== undefined && second !== undefined) {
    throw new HubError('usage', 'Several runs are under way: say which one.', {
      hint: 'cartwright runs list shows their ids.',
    })
  }
  return first
}
