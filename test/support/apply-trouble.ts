import { pauseApply, resumeApply } from '../../src/actions/apply-plan.ts'
import type { FaultRule } from '../../src/sandbox/bigcommerce/index.ts'
import type { Round, Trouble } from './any-edits.ts'
import type { ApplyWorld, MadePlan } from './apply-world.ts'

const machine = { kind: 'machine' } as const
const toProducts = /\/v3\/catalog\/products$/

type Faults = Readonly<Partial<Record<Trouble, Omit<FaultRule, 'match'>>>>

const faultOf: Faults = {
  'cut off': { kind: 'reset', times: 1 },
  'answer lost': { kind: 'lost-reply', times: 1 },
  'half an answer': { kind: 'half-body', times: 1 },
  busy: { kind: 'status', status: 503, times: 2 },
}
const writeFaultOf: Faults = {
  'part of a batch': { kind: 'partial-batch', times: 1 },
  'field ignored': { kind: 'ignored-fields', fields: ['price', 'name', 'warranty', 'upc'], times: 1 },
  'field refused': { kind: 'ignored-fields', fields: ['price', 'name', 'warranty', 'upc'], status: 207, times: 1 },
}
const makeFaultOf: Faults = {
  'making cut off': { kind: 'reset', times: 1 },
  'answer of making lost': { kind: 'lost-reply', times: 1 },
  'half an answer of making': { kind: 'half-body', times: 1 },
}

/** Applies a plan to its end, with what goes wrong in a round of a history. `count`: told of what really did. */
export async function applyWithTrouble(
  world: ApplyWorld,
  planId: string,
  { trouble, after }: Pick<Round, 'trouble' | 'after'>,
  count: (what: string) => void,
): Promise<MadePlan> {
  if (trouble === 'killed' || trouble === 'paused' || trouble === 'killed while making') {
    return interrupted(world, planId, { how: trouble, after }, count)
  }
  const rule = ruleOf(trouble, after)
  const added = rule === null ? null : world.store.faults.add(rule)
  try {
    return await world.finish(planId)
  } finally {
    if ((added?.hits ?? 0) > 0) count(trouble)
    added?.remove()
  }
}

function ruleOf(trouble: Trouble, after: number): FaultRule | null {
  const [any, write, make] = [faultOf[trouble], writeFaultOf[trouble], makeFaultOf[trouble]]
  if (any !== undefined) return { ...any, after, match: { path: '**' } }
  if (write !== undefined) return { ...write, after: after % 2, match: { method: 'PUT', path: '**' } }
  return make === undefined ? null : { ...make, match: { method: 'POST', path: '/v3/catalog/products' } }
}

interface Interruption {
  readonly how: 'killed' | 'paused' | 'killed while making'
  readonly after: number
}

/** The hub dies, or somebody pauses the plan, at some request of it; then it goes on. */
async function interrupted(
  world: ApplyWorld,
  planId: string,
  { how, after }: Interruption,
  count: (what: string) => void,
): Promise<MadePlan> {
  const { inWorkspace: db, tools } = world.bench
  const stop = new AbortController()
  let met = 0
  let pausing: Promise<unknown> | null = null
  const deaf = world.store.journal.onExchange(({ method, url, requestHeaders }) => {
    if (requestHeaders['user-agent'] !== 'Hub') return
    if (how === 'killed while making' && (method !== 'POST' || !toProducts.test(url))) return
    met += 1
    if (met !== (how === 'killed while making' ? 1 : after + 1)) return
    count(how)
    if (how === 'paused') pausing = pauseApply(machine, db, tools, planId).catch(() => undefined)
    else stop.abort(new Error('The hub is killed'))
  })
  try {
    await world.turn(planId, { stop })
  } catch (error) {
    if (!stop.signal.aborted) throw error
  } finally {
    deaf()
  }
  await pausing
  const { plan } = await world.read(planId)
  if (plan.state !== 'applying') return world.read(planId)
  if (plan.pausedAt !== null) await resumeApply(machine, db, tools, planId)
  return world.finish(planId)
}
