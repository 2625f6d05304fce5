import type { Plan } from '../api/contract/plans.ts'
import type { Call } from '../api/contract/routes.ts'
import { HubError } from '../runtime/errors.ts'
import { readSeconds } from './arguments.ts'
import { type FollowedPlan, followPlan, planProgressLine } from './follow-plan.ts'
import { count, plain, Table, whole } from './format.ts'
import { type CalledHub, type CliTools, exitCodes } from './io.ts'
import { planLines, shown } from './plan-lines.ts'

const patienceDefault = 600
const patienceMost = 7 * 24 * 3_600
const namedMost = 20

/** Options of a command that sends a plan. */
export const sendOptions = {
  yes: { type: 'boolean' },
  'no-wait': { type: 'boolean' },
  patience: { type: 'string' },
  'type-delete': { type: 'string' },
} as const

export const sendOptionsHelp = `  --yes                       don’t ask
  --type-delete delete        where the plan deletes something in the store: without this word it is not sent
  --no-wait                   start it and don’t wait for its end
  --patience SECONDS          how long it may get no further, as while the store is out of reach (default: ${patienceDefault})`

export interface Sending {
  readonly yes: boolean
  readonly wait: boolean
  readonly patienceMs: number
  /** The word without which nothing is deleted in a store. */
  readonly typed: string | undefined
  /** Prints the plan for programs, in place of the words for people; null for those. */
  readonly json: ((plan: Plan) => void) | null
}

/** Throws `usage`. */
export function readSending(values: {
  readonly yes?: boolean | undefined
  readonly 'no-wait'?: boolean | undefined
  readonly patience?: string | undefined
  readonly 'type-delete'?: string | undefined
}): Omit<Sending, 'json'> {
  const patienceMs = readSeconds(values.patience, 'patience', patienceMost) ?? patienceDefault * 1_000
  return { yes: values.yes === true, wait: values['no-wait'] !== true, patienceMs, typed: values['type-delete'] }
}

/** Shows what a plan would write and asks, then has it written and follows it to its end; gives back the exit code. */
export async function sendPlan(
  { plan, isNew }: { plan: Plan; isNew: boolean },
  { yes, wait, patienceMs, typed, json }: Sending,
  { call, hub, tools }: { call: Call; hub: CalledHub; tools: CliTools },
): Promise<number> {
  if (isNew && json === null) {
    tools.out(`Plan ${plan.id} of ${plain(plan.channelName)}:`)
    for (const line of planLines(plan)) tools.out(line)
  }
  if (plan.state === 'ready' && plan.changes === 0) {
    json?.(plan)
    return plan.faults === 0 ? exitCodes.done : exitCodes.refused
  }
  if (plan.state === 'ready') refuseUntyped(plan, typed)
  if (plan.state === 'ready' && !(await mayBeSent(plan, yes, tools))) return exitCodes.refused
  const begun = await begin(call, plan, typed)
  if (!wait) {
    if (json === null) tools.out(`Started. ${whatBecomesOf(begun, hub)}`)
    else json(begun)
    return exitCodes.done
  }
  const followed = await followPlan(call, begun, tools, { patienceMs, silent: json !== null })
  if (json === null) await report(followed, call, hub, tools)
  else json(followed.plan)
  return exitCodeOf(followed)
}

/** Before anything is asked. What the word is, the hub itself says when it is sent. */
function refuseUntyped({ id, removals, obstacles }: Plan, typed: string | undefined): void {
  if (removals === null || typed !== undefined) return
  const sentence = obstacles.find(({ reason }) => reason === 'removals')?.sentence ?? ''
  throw new HubError('plan_deletes', `${sentence} Nothing was sent.`, {
    hint: `Add --type-delete delete, or leave it out: cartwright plan leave-out ${id}`,
  })
}

async function mayBeSent(plan: Plan, yes: boolean, tools: CliTools): Promise<boolean> {
  if (yes) return true
  const changes = plan.changes - plan.waits.reduce((sum, each) => sum + each.changes, 0)
  const answer = await tools.askYes(`Write ${count(changes, 'change')} to ${plain(plan.channelName)}?`)
  if (answer === null) {
    throw new HubError('usage', 'There is no terminal to ask on.', { hint: 'Add --yes to write it without asking.' })
  }
  if (!answer) tools.err('Nothing was sent.')
  return answer
}

async function begin(call: Call, plan: Plan, typed: string | undefined): Promise<Plan> {
  const params = { planId: plan.id }
  // One that was paused, that waits, or that nobody works on goes on at once.
  if (plan.state === 'applying') return call('POST /api/plans/:planId/resume', { params })
  return call('POST /api/plans/:planId/apply', { params, ...(typed !== undefined && { body: { typed } }) })
}

function exitCodeOf({ plan, because }: FollowedPlan): number {
  if (because === 'impatient') return exitCodes.unreachable
  const written = plan.states.applied ?? 0
  const isWhole = plan.state === 'applied' && written === plan.changes && plan.faults === 0
  return because === 'ended' && isWhole ? exitCodes.done : exitCodes.refused
}

async function report({ plan, because }: FollowedPlan, call: Call, hub: CalledHub, tools: CliTools): Promise<void> {
  if (because !== 'ended') {
    const why = because === 'stopped' ? 'Stopped looking.' : 'It got no further for too long.'
    tools.err(`${why} ${planProgressLine(plan)}`)
    tools.err(whatBecomesOf(plan, hub))
    return
  }
  const { applied = 0, rejected = 0, superseded = 0, cancelled = 0, unknown = 0 } = plan.states
  const { writesMade, readsMade } = plan.requests
  const ending = plan.state === 'applied' ? 'Done' : 'Cancelled'
  tools.out(
    `${ending}: ${count(applied, 'change')} written with ${count(writesMade, 'request')}, ${whole(readsMade)} to look.`,
  )
  if (plan.problem !== null) tools.err(plain(plan.problem))
  if (cancelled > 0) tools.out(`${count(cancelled, 'change')} not sent. The next plan has what is still wanted.`)
  await name(plan, 'rejected', `Refused by the store: ${whole(rejected)}`, rejected, call, tools)
  await name(plan, 'superseded', `Left as it is: ${whole(superseded)}`, superseded, call, tools)
  await name(plan, 'unknown', `Not known whether written: ${whole(unknown)}`, unknown, call, tools)
  if (rejected > 0) tools.out('\nMend what is named, then plan it anew: cartwright apply')
}

/** The first changes that were not written, each with the reason and what to do. */
async function name(
  plan: Plan,
  state: 'rejected' | 'superseded' | 'unknown',
  title: string,
  amount: number,
  call: Call,
  tools: CliTools,
): Promise<void> {
  if (amount === 0) return
  const { changes } = await call('GET /api/plans/:planId/changes', {
    params: { planId: plan.id },
    query: { state, limit: namedMost },
  })
  tools.out(`\n${title}`)
  const columns = [
    { title: 'name' },
    { title: 'field' },
    { title: 'old > new' },
    { title: 'why' },
    { title: 'what to do' },
  ]
  const rows = changes.map(change => [
    plain(`${change.name} ${change.sku}`).trim(),
    change.label,
    `${shown(change.before)} > ${shown(change.after)}`,
    plain(change.reason ?? ''),
    plain(change.fix ?? ''),
  ])
  for (const line of new Table(columns, tools.outColumns()).lines(rows)) tools.out(line)
  const more = amount - changes.length
  if (more > 0) tools.out(`… and ${whole(more)} more: cartwright plan show ${plan.id} --state ${state}`)
}

/** A hub that stays goes on by itself; one that was started for this command stops with it. */
function whatBecomesOf({ id }: Plan, { stays }: CalledHub): string {
  return stays
    ? `The hub goes on with it by itself. Look after it with: cartwright plan show ${id}`
    : `No hub is running on this data folder, so it goes on when the next one starts (cartwright start, or cartwright apply ${id}).`
}
