import { type Change, changeState, type ListedPlan, livePart, type Plan } from '../api/contract/plans.ts'
import type { Call } from '../api/contract/routes.ts'
import { HubError } from '../runtime/errors.ts'
import { hubOptions, hubOptionsHelp, readArguments, readWhole, wordsOf } from './arguments.ts'
import { channelIdOf, findOnlyChannel } from './find-channel.ts'
import { csvLine, moment, plain, whole } from './format.ts'
import { type CliTools, type Command, exitCodes } from './io.ts'
import { limitMost, printPages, readPages } from './pages.ts'
import { changeOptions, planIdOf, readFilter } from './plan-arguments.ts'
import { changeCells, changeColumns, csvCells, csvHeads, planLines, typed } from './plan-lines.ts'

const limitDefault = 20
const shownDefault = 50

export const plan: Command = {
  name: 'plan',
  summary: 'Show what would be written to a store; nothing is',
  help: `Usage: cartwright plan [CHANNEL] [options]

Computes what would be written so that the store shows what is wanted, and prints it: how many changes of what, each old >
new, how many requests and how long that takes, and what to look at before. It takes the place of the plan before it.
CHANNEL is a name or an id; with only one channel it may be left out.

  --limit N                   how many changes to print (default: ${shownDefault}); all are in the plan
  --csv                       print all changes as CSV instead: cartwright plan --csv > plan.csv
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(
      argv,
      { ...hubOptions, limit: { type: 'string' }, csv: { type: 'boolean' } },
      1,
    )
    const limit = readWhole(values.limit, 'limit', { least: 1, most: limitMost }) ?? shownDefault
    refuseTwoFormats(values)
    return tools.withHub(values, async call => {
      const channel = await findOnlyChannel(call, positionals[0])
      const made = await call('POST /api/channels/:channelId/plans', { params: { channelId: channel.id } })
      return print(call, tools, made, { ...values, limit, filter: {} })
    })
  },
}

export const planShow: Command = {
  name: 'plan show',
  summary: 'Show a plan and its changes, old and new',
  help: `Usage: cartwright plan show PLAN [options]

  --state STATE               only these: ${wordsOf(changeState.options.slice(0, 6))},
                              ${wordsOf(changeState.options.slice(6))}
  --part PART                 only of this part: ${wordsOf(livePart.options)}
  --field FIELD               only of this field, such as price
  --edited                    only those that write over what was edited in the store
  --search WORDS              only those with these words in name or SKU
  --limit N                   how many changes to print (default: ${shownDefault})
  --csv                       print all of them as CSV instead
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(
      argv,
      { ...hubOptions, ...changeOptions, limit: { type: 'string' }, csv: { type: 'boolean' } },
      1,
    )
    const filter = readFilter(values)
    const limit = readWhole(values.limit, 'limit', { least: 1, most: limitMost }) ?? shownDefault
    refuseTwoFormats(values)
    const planId = planIdOf(positionals)
    return tools.withHub(values, async call => {
      const found = await call('GET /api/plans/:planId', { params: { planId } })
      return print(call, tools, found, { ...values, limit, filter })
    })
  },
}

interface Printing {
  readonly json?: boolean | undefined
  readonly csv?: boolean | undefined
  readonly limit: number
  readonly filter: ReturnType<typeof readFilter>
}

async function print(
  call: Call,
  tools: CliTools,
  found: Plan,
  { json, csv, limit, filter }: Printing,
): Promise<number> {
  const isWhole = json === true || csv === true
  const pages = readChanges(call, found.id, filter, isWhole ? limitMost : limit)
  if (csv === true) {
    tools.out(csvLine(csvHeads))
    for await (const page of pages) for (const row of page) tools.out(csvLine(csvCells(row)))
    return exitCodes.done
  }
  if (json === true) {
    const rows: Change[] = []
    for await (const page of pages) rows.push(...page)
    tools.out(JSON.stringify({ ...found, rows }))
    return exitCodes.done
  }
  tools.out(`${found.id}  ${plain(found.channelName)}, ${stateWords(found)}, made ${moment(found.madeAt)}`)
  for (const line of planLines(found)) tools.out(line)
  tools.out('')
  const empty = Object.keys(filter).length === 0 ? 'It has no changes.' : 'None of its changes is like that.'
  const { printed, more } = await printPages(pages, tools, {
    json: false,
    columns: changeColumns,
    cells: changeCells,
    empty,
  })
  if (more) tools.err(`The first ${whole(printed)}. More: cartwright plan show ${found.id} --limit N, or --csv for all`)
  return exitCodes.done
}

function readChanges(call: Call, planId: string, filter: Printing['filter'], most: number) {
  return readPages<Change>(async paging => {
    const { changes, next } = await call('GET /api/plans/:planId/changes', {
      params: { planId },
      query: { ...filter, ...paging },
    })
    return { rows: changes, next }
  }, most)
}

function stateWords({ state, cancelling, undoneAt }: ListedPlan): string {
  if (cancelling) return 'stopping'
  return undoneAt === null ? state : `${state}, undone`
}

export const planList: Command = {
  name: 'plan list',
  summary: 'List the plans, the newest first',
  help: `Usage: cartwright plan list [options]

  --channel CHANNEL           only those of this channel (name or id)
  --limit N                   how many (default: ${limitDefault})
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values } = readArguments(argv, { ...hubOptions, channel: { type: 'string' }, limit: { type: 'string' } })
    const limit = readWhole(values.limit, 'limit', { least: 1, most: limitMost }) ?? limitDefault
    return tools.withHub(values, async call => {
      const channelId = await channelIdOf(call, values.channel)
      const pages = readPages<ListedPlan>(async paging => {
        const query = { ...paging, ...(channelId !== undefined && { channelId }) }
        const { plans, next } = await call('GET /api/plans', { query })
        return { rows: plans, next }
      }, limit)
      const { printed, more } = await printPages(pages, tools, {
        json: values.json === true,
        columns: planColumns,
        cells: planCells,
        empty: 'There are no plans yet. Make one with: cartwright plan',
      })
      if (more && values.json !== true) tools.err(`The newest ${whole(printed)}. More: --limit N`)
      return exitCodes.done
    })
  },
}

const planColumns = [
  { title: 'plan' },
  { title: 'made' },
  { title: 'channel', shrinksTo: 8 },
  { title: 'state' },
  { title: 'changes', align: 'right' },
  { title: 'products', align: 'right' },
  { title: 'held by', shrinksTo: 10 },
  { title: 'made by', shrinksTo: 8, drops: true },
] as const

function planCells(row: ListedPlan): string[] {
  const held = row.brakes.filter(({ passed }) => passed === null).map(({ brake }) => typed(brake))
  return [
    ...[row.id, moment(row.madeAt), row.channelName, stateWords(row), whole(row.changes), whole(row.products)],
    ...[held.join(', '), row.madeBy],
  ]
}

function refuseTwoFormats({ csv, json }: { csv?: boolean | undefined; json?: boolean | undefined }): void {
  if (csv === true && json === true) throw new HubError('usage', 'Use one of --csv and --json.')
}
