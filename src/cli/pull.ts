import type { Channel } from '../api/contract/channels.ts'
import type { Call } from '../api/contract/routes.ts'
import type { Run } from '../api/contract/runs.ts'
import { HubError } from '../runtime/errors.ts'
import { accountLines, outcomeOf, rowCells, rowColumns } from './account.ts'
import { hubOptions, hubOptionsHelp, readArguments, readSeconds } from './arguments.ts'
import { findOnlyChannel } from './find-channel.ts'
import { type Followed, followRun, progressLine } from './follow.ts'
import { count, plain, Table, whole } from './format.ts'
import { type CalledHub, type CliTools, type Command, exitCodes } from './io.ts'

const patienceDefault = 600
const patienceMost = 7 * 24 * 3_600
const refusedShown = 5

export const pull: Command = {
  name: 'pull',
  summary: 'Import the catalog of a store',
  help: `Usage: cartwright pull [CHANNEL] [options]

Reads the catalog of a store and shows how far it is, then accounts for every row: what the store said it has, what was
taken, and what was not, with the reason. Nothing is written to the store. If an import is under way already, that one is
followed. Ends with 0 when the import is done, also when single rows could not be taken; with 1 when it failed or was
cancelled; with 3 when it got no further for too long. Ctrl-C leaves the import alone: the hub goes on with it.

  CHANNEL                     its name or its id; may be left out where there is one channel
  --changes                   only what changed since the last import
  --no-wait                   start it and don't wait for its end
  --patience SECONDS          how long it may get no further, as while the store is out of reach (default: ${patienceDefault})
${hubOptionsHelp}`,

  async run(argv, tools) {
    const { values, positionals } = readArguments(
      argv,
      {
        ...hubOptions,
        changes: { type: 'boolean' },
        'no-wait': { type: 'boolean' },
        patience: { type: 'string' },
      },
      1,
    )
    const patienceMs = readSeconds(values.patience, 'patience', patienceMost) ?? patienceDefault * 1_000
    const json = values.json === true
    return tools.withHub(values, async (call, hub) => {
      const channel = await findOnlyChannel(call, positionals[0])
      const run = await startPull(
        call,
        channel,
        values.changes === true ? 'changes' : 'full',
        json ? () => {} : tools.err,
      )
      if (values['no-wait'] === true) {
        tools.out(json ? JSON.stringify(run) : `Started ${run.id}. ${whatBecomesOf(run, hub)}`)
        return exitCodes.done
      }
      const followed = await followRun(call, run, tools, { patienceMs, silent: json })
      if (json) tools.out(JSON.stringify(followed.run))
      else await report(followed, call, hub, tools)
      return exitCodeOf(followed)
    })
  },
}

/** Starts an import, or finds the one that is under way. */
export async function startPull(
  call: Call,
  { id: channelId, name }: Pick<Channel, 'id' | 'name'>,
  mode: Run['mode'],
  tell: (line: string) => void,
): Promise<Run> {
  try {
    return await call('POST /api/channels/:channelId/pulls', { params: { channelId }, body: { mode } })
  } catch (error) {
    const runId = error instanceof HubError && error.code === 'run_active' ? error.about?.runId : undefined
    if (runId === undefined) throw error
    const active = await call('GET /api/runs/:runId', { params: { runId } })
    const what = active.mode === 'changes' ? 'reads only what changed' : 'reads the whole catalog'
    tell(
      `An import from ${plain(name)} is under way already, started by ${plain(active.startedBy)}: it ${what}. Following that one.`,
    )
    return active
  }
}

function exitCodeOf({ run, because }: Followed): number {
  if (because === 'impatient') return exitCodes.unreachable
  const isWhole = run.state === 'done' && (run.account?.unexplained ?? 0) === 0
  return because === 'ended' && isWhole ? exitCodes.done : exitCodes.refused
}

async function report({ run, because }: Followed, call: Call, hub: CalledHub, tools: CliTools): Promise<void> {
  if (because === 'stopped') {
    tools.err(`Stopped looking. ${whatBecomesOf(run, hub)}`)
    return
  }
  if (because === 'impatient') {
    tools.err(`It got no further for too long. ${progressLine(run, tools.clock.now().getTime())}`)
    tools.err(whatBecomesOf(run, hub))
    return
  }
  const print = run.state === 'done' ? tools.out : tools.err
  print(outcomeOf(run))
  if (run.account === null) return
  tools.out('')
  for (const line of accountLines(run.account, run)) tools.out(line)
  await showRefused(run, call, tools)
  if (run.state === 'cancelled') tools.out('\nResume it: cartwright pull. What is here is not doubled.')
  if (run.account.waiting > 0) tools.out('\nDecide what is not matched: cartwright review list')
  if (run.account.held > 0) tools.out(`\nSee what is missing: cartwright runs show ${run.id} --rows held`)
}

/** The first rows that were not taken: their reasons matter more than their number. */
async function showRefused(run: Run, call: Call, tools: CliTools): Promise<void> {
  const refused = run.account?.refused ?? 0
  if (refused === 0) return
  const { rows } = await call('GET /api/runs/:runId/rows', {
    params: { runId: run.id },
    query: { outcome: 'refused', limit: refusedShown },
  })
  tools.out('\nNot taken:')
  const table = new Table(rowColumns.slice(1), tools.outColumns())
  for (const line of table.lines(rows.map(row => rowCells(row).slice(1)))) tools.out(line)
  const more = refused - rows.length
  tools.out(
    `${more > 0 ? `… and ${whole(more)} more. ` : ''}All of them: cartwright runs show ${run.id} --rows refused`,
  )
}

/** A hub that stays goes on by itself; one that was started for this command stops with it. */
function whatBecomesOf({ id, progress }: Run, { stays }: CalledHub): string {
  const done = count(progress.products.done, 'product')
  const begun = progress.products.done === 0 ? '' : ` It has taken ${done} so far.`
  return stays
    ? `The hub goes on with the import by itself.${begun} Look after it with: cartwright runs show ${id}`
    : `No hub is running on this data folder, so the import goes on when the next one starts (cartwright start, or cartwright pull again).${begun}`
}
