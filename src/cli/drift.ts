import { type Drift, type DriftDecision, driftLevel } from '../api/contract/drift.ts'
import { HubError } from '../runtime/errors.ts'
import { hubOptions, hubOptionsHelp, readArguments, readChoice, readWhole, wordsOf } from './arguments.ts'
import { wayBack } from './drift-reopen.ts'
import { findOnlyChannel } from './find-channel.ts'
import { count, whole } from './format.ts'
import { type CliTools, type Command, exitCodes } from './io.ts'
import { limitMost, printPages, readPages } from './pages.ts'
import { shown } from './plan-lines.ts'

const shownDefault = 50
const positionalsMost = 100_000
/** What one call takes (`POST /api/channels/:channelId/drift/decide` of the contract). */
const idsMost = 1_000

const filterOptions = { level: { type: 'string' }, field: { type: 'string' } } as const
const filterHelp = `  --level LEVEL               only of these: ${wordsOf(driftLevel.options)}
  --field FIELD               only of this field, such as price`

export const drift: Command = {
  name: 'drift',
  summary: 'List what was edited in the store of a live channel',
  help: `Usage: cartwright drift [CHANNEL] [options]

Lists each field that somebody changed in the store after the hub wrote it or last agreed with the store. Nothing writes over
it, and nothing follows it, until you decide: cartwright drift take, cartwright drift overwrite or cartwright drift give.
CHANNEL is a name or an id; with only one channel it may be left out.

${filterHelp}
  --limit N                   how many to print (default: ${shownDefault})
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(
      argv,
      { ...hubOptions, ...filterOptions, limit: { type: 'string' } },
      1,
    )
    const filter = readFilter(values)
    const limit = readWhole(values.limit, 'limit', { least: 1, most: limitMost }) ?? shownDefault
    return tools.withHub(values, async call => {
      const { id: channelId } = await findOnlyChannel(call, positionals[0])
      const pages = readPages<Drift>(
        paging =>
          call('GET /api/channels/:channelId/drift', { params: { channelId }, query: { ...filter, ...paging } }),
        values.json === true ? limitMost : limit,
      )
      const { printed, more } = await printPages(pages, tools, {
        json: values.json === true,
        columns: driftColumns,
        cells: driftCells,
        empty: 'Nothing is edited in the store that waits for a decision.',
      })
      if (more && values.json !== true) tools.err(`The first ${whole(printed)}. More: --limit N`)
      return exitCodes.done
    })
  },
}

const driftColumns = [
  { title: 'id' },
  { title: 'name', shrinksTo: 12 },
  { title: 'SKU', shrinksTo: 8 },
  { title: 'field' },
  { title: 'before > in the store now', shrinksTo: 16 },
  { title: 'meant', shrinksTo: 8 },
] as const

function driftCells({ id, name, sku, label, base, observed, desired }: Drift): string[] {
  return [id, name, sku, label, `${shown(base)} > ${shown(observed)}`, shown(desired)]
}

export const driftTake: Command = {
  name: 'drift take',
  summary: 'Take what a store shows: it becomes the channel’s own value',
  help: `Usage: cartwright drift take [CHANNEL] EDIT... [options]
       cartwright drift take [CHANNEL] --all|--level LEVEL|--field FIELD [options]

What the store shows is what the channel means from now on. Where the master says something else, it becomes the channel's
own value: no other channel moves. EDIT is the id that cartwright drift prints, such as product/112/price.

  --all                       all that is edited in the store of the channel
${filterHelp}
${hubOptionsHelp}`,
  run: (argv, tools) => decide(argv, tools, 'take'),
}

export const driftOverwrite: Command = {
  name: 'drift overwrite',
  summary: 'Have the next plan write over what was edited in a store',
  help: `Usage: cartwright drift overwrite [CHANNEL] EDIT... [options]
       cartwright drift overwrite [CHANNEL] --all|--level LEVEL|--field FIELD [options]

What the hub means becomes something to do again: the next plan shows it, old > new, and applying that writes it. Nothing is
sent by this command. EDIT is the id that cartwright drift prints, such as product/112/price.

  --all                       all that is edited in the store of the channel
${filterHelp}
${hubOptionsHelp}`,
  run: (argv, tools) => decide(argv, tools, 'overwrite'),
}

async function decide(argv: readonly string[], tools: CliTools, decision: DriftDecision): Promise<number> {
  const { values, positionals } = readArguments(
    argv,
    { ...hubOptions, ...filterOptions, all: { type: 'boolean' } },
    positionalsMost,
  )
  const filter = readFilter(values)
  const [first] = positionals
  const named = first !== undefined && !isEditId(first) ? first : undefined
  const ids = positionals.slice(named === undefined ? 0 : 1)
  const wrong = ids.find(id => !isEditId(id))
  if (wrong !== undefined) {
    throw new HubError('usage', `“${wrong}” is not the id of an edit: they look like product/112/price.`)
  }
  const isFiltered = values.all === true || Object.keys(filter).length > 0
  if ((ids.length === 0) !== isFiltered) {
    throw new HubError('usage', 'Say which edits: their ids, or --all, --level or --field.', {
      hint: 'cartwright drift shows their ids.',
    })
  }
  return tools.withHub(values, async call => {
    const { id: channelId } = await findOnlyChannel(call, named)
    const total = { decided: 0, left: 0, decisions: [] as string[] }
    for (const choice of ids.length === 0 ? [{ filter }] : parts(ids).map(part => ({ ids: part }))) {
      const body = { decision, ...choice }
      const answer = await call('POST /api/channels/:channelId/drift/decide', { params: { channelId }, body })
      total.decided += answer.decided
      total.left += answer.left
      total.decisions.push(...answer.decisions)
    }
    if (values.json === true) tools.out(JSON.stringify(total))
    else for (const line of decidedLines(decision, total)) tools.out(line)
    return ids.length > 0 && total.left > 0 ? exitCodes.refused : exitCodes.done
  })
}

function decidedLines(
  decision: DriftDecision,
  { decided, left, decisions }: { decided: number; left: number; decisions: readonly string[] },
): string[] {
  const what = decision === 'take' ? 'Taken from the store' : 'To be written over by the next plan'
  return [
    `${what}: ${count(decided, 'edit')}.`,
    ...wayBack(decisions),
    ...(left > 0 ? [`Left as it is: ${count(left, 'edit')}, not edited in the store any more, or not there.`] : []),
  ]
}

function isEditId(text: string): boolean {
  return /^(product\/[^/]+|variant\/[^/]+\/[^/]+)\/[^/]+$/.test(text)
}

function parts(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / idsMost) }, (_, at) => ids.slice(at * idsMost, (at + 1) * idsMost))
}

/** Throws `usage`. */
function readFilter({ level, field }: { level?: string | undefined; field?: string | undefined }) {
  const ofLevel = readChoice(level, 'level', driftLevel.options)
  return { ...(ofLevel !== undefined && { level: ofLevel }), ...(field !== undefined && { field }) }
}
