import type { Call } from '../api/contract/routes.ts'
import type { Run, RunProgress } from '../api/contract/runs.ts'
import { HubError } from '../runtime/errors.ts'
import { count, duration, plain, whole } from './format.ts'
import type { CliTools } from './io.ts'

const lookEveryMs = 500
const tellEveryMs = 5_000

interface Following {
  /** How long the run may get no further before it is left alone. */
  readonly patienceMs: number
  /** Shows nothing while it goes on. */
  readonly silent: boolean
}

export interface Followed {
  readonly run: Run
  /** It ended; the command was asked to stop; or it got no further for longer than our patience. */
  readonly because: 'ended' | 'stopped' | 'impatient'
}

export function hasEnded({ state }: Run): boolean {
  return state === 'done' || state === 'cancelled' || state === 'failed'
}

/** Follows a run until it ends, and shows how far it is: a line that is rewritten, or one every few seconds. */
export async function followRun(
  call: Call,
  begun: Run,
  tools: Pick<CliTools, 'clock' | 'err' | 'rewrite' | 'stopAsked'>,
  { patienceMs, silent }: Following,
): Promise<Followed> {
  const { clock } = tools
  let stopped = false
  const stop = tools.stopAsked().then(() => {
    stopped = true
  })
  let run = begun
  let reached = ''
  let reachedAt = clock.now().getTime()
  let toldAt = Number.NEGATIVE_INFINITY
  try {
    while (!hasEnded(run)) {
      const now = clock.now().getTime()
      const here = howFar(run.progress)
      if (here !== reached) {
        reached = here
        reachedAt = now
      }
      if (now - reachedAt > patienceMs) return { run, because: 'impatient' }
      if (!silent && tools.rewrite !== null) {
        tools.rewrite(progressLine(run, now))
      } else if (!silent && now - toldAt >= tellEveryMs) {
        toldAt = now
        tools.err(progressLine(run, now))
      }
      await Promise.race([clock.sleep(lookEveryMs), stop])
      if (stopped) return { run, because: 'stopped' }
      run = await call('GET /api/runs/:runId', { params: { runId: run.id } })
    }
    return { run, because: 'ended' }
  } catch (error) {
    if (stopped && error instanceof HubError && error.code === 'hub_stopping') return { run, because: 'stopped' }
    // A regular look for changes that found none leaves no run behind.
    if (error instanceof HubError && error.code === 'not_found')
      return { run: { ...run, state: 'done' }, because: 'ended' }
    throw explain(error, run)
  } finally {
    tools.rewrite?.('')
  }
}

/** What was done so far. Requests don't count: a run that tries in vain makes some too. */
function howFar({ phase, categories, brands, products, details, variants }: RunProgress): string {
  return [phase, categories.done, brands.done, products.done, details.done, variants].join()
}

function explain(error: unknown, { id }: Run): unknown {
  if (!(error instanceof HubError) || !['hub_stopping', 'hub_unreachable'].includes(error.code)) return error
  return new HubError('hub_unreachable', 'The hub stopped while the run went on.', {
    hint: `The run goes on where it stopped when the hub is started again: cartwright runs show ${id}`,
    cause: error,
  })
}

/** How far a run is, as one line. */
export function progressLine(run: Run, nowMs: number): string {
  if (run.state === 'queued') return 'Waiting for its turn …'
  if (run.state === 'waiting') {
    const seconds = run.triesAgainAt === null ? null : (Date.parse(run.triesAgainAt) - nowMs) / 1_000
    const again = seconds === null ? '' : ` Tries again in ${duration(Math.ceil(Math.max(seconds, 0)))}.`
    return `Waiting: ${plain(run.problem ?? 'the store cannot be reached.')}${again}`
  }
  const { progress } = run
  const rate = (progress.perMinute ?? 0) < 1 ? [] : [`${whole(progress.perMinute ?? 0)} a minute`]
  const seconds = progress.endsAt === null ? 0 : (Date.parse(progress.endsAt) - nowMs) / 1_000
  const end = seconds <= 1 ? [] : [`done in about ${duration(Math.ceil(Math.max(seconds, 10)))}`]
  const stopping = run.cancelling ? ['stopping'] : []
  return [phaseLine(progress), ...rate, ...end, ...stopping].join(' · ')
}

function phaseLine({ phase, categories, brands, products, variants, details }: RunProgress): string {
  switch (phase) {
    case 'adopting':
      return 'Taking over what the hub has of this store from a removed channel'
    case 'categories':
      return `Reading categories: ${outOf(categories)}`
    case 'brands':
      return `Reading brands: ${outOf(brands)}`
    case 'products':
      return `Reading products: ${outOf(products)}, ${count(variants, 'variant')}`
    case 'details':
      return `Reading options and modifiers: ${outOf(details)} products`
    case 'changes':
      return `Reading what changed: ${count(products.done, 'product')}`
    case 'missing':
      return 'Looking for what is gone from the store'
    case 'done':
      return 'Adding up'
  }
}

function outOf({ done, total }: { done: number; total: number | null }): string {
  return total === null ? whole(done) : `${whole(done)} of ${whole(total)}`
}
