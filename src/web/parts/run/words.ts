import type { CatalogState } from '../../../api/contract/catalog.ts'
import type { Run, RunAccount, RunProgress } from '../../../api/contract/runs.ts'
import { count, roughly } from '../../format.ts'

/** The words for imports, wherever they are shown. */

export const stateWords: Readonly<Record<Run['state'], string>> = {
  queued: 'Starting',
  running: 'Running',
  waiting: 'Waiting',
  done: 'Done',
  cancelled: 'Cancelled',
  failed: 'Failed',
}

export const modeWords: Readonly<Record<Run['mode'], string>> = {
  full: 'The whole catalog',
  changes: 'Only what changed',
}

const phaseWords: Readonly<Record<RunProgress['phase'], string>> = {
  adopting: 'Taking over what the hub has of this store from a removed channel',
  categories: 'Reading categories',
  brands: 'Reading brands',
  products: 'Reading products',
  details: 'Reading options and modifiers',
  changes: 'Looking for what changed',
  missing: 'Looking for products that are gone from the store',
  done: 'Finishing',
}

export function isActive(run: Pick<Run, 'state'>): boolean {
  return run.state === 'queued' || run.state === 'running' || run.state === 'waiting'
}

/** The first import was stopped: the catalog was never read to its end, and nothing goes on just now. */
export function isUnfinished({ activeRun, lastRun, readAt }: CatalogState): boolean {
  return activeRun === null && lastRun?.state === 'cancelled' && readAt.complete === null
}

/** How much is here after a first import that was stopped, of those before it too: it may be stopped more than once. */
export function unfinishedLine({ counts: { products }, lastRun }: Pick<CatalogState, 'counts' | 'lastRun'>): string {
  const total = lastRun?.progress.products.total ?? null
  if (products === 0) return 'Nothing is here yet.'
  if (total !== null && total > products) {
    const missing = count(total - products, 'product is', 'products are')
    return `${ofTotal({ done: products, total }, 'product')} are here, so ${missing} missing.`
  }
  const here = count(products, 'product is', 'products are')
  return total === null ? `${here} here, but not all of the store.` : `${here} here, but not all that belongs to them.`
}

/** What it does right now. */
export function headline(run: Run): string {
  if (run.cancelling) return 'Stopping after the page that is under way'
  if (run.state === 'queued') return 'Starting'
  if (run.state === 'waiting') return 'Waiting'
  if (run.mode === 'full' && run.progress.phase === 'changes') return 'Comparing with what the store has now'
  return phaseWords[run.progress.phase]
}

/** `12,300 of 20,000 products`; without the total while the store has not said it. */
export function ofTotal({ done, total }: RunProgress['products'], one: string, many = `${one}s`): string {
  if (total === null || total < done) return count(done, one, many)
  return `${done.toLocaleString()} of ${count(total, one, many)}`
}

/**
 * How much of it is done, between 0 and 1; null where nobody can tell yet. The list has the many products and the
 * options the many requests, so that each is half of the way.
 */
export function fractionOf({ phase, products, details }: RunProgress): number | null {
  if (phase === 'done') return 1
  if (products.total === null) return null
  return (partOf(products) + partOf(details)) / 2
}

function partOf({ done, total }: RunProgress['products']): number {
  if (total === null) return 0
  return total === 0 ? 1 : Math.min(1, done / total)
}

/** What it has read so far, part by part. */
export function numbersOf({ mode, state, progress }: Run): string[] {
  const { products, variants, perMinute, requests } = progress
  return [
    mode === 'changes' ? ofTotal(products, 'changed product') : ofTotal(products, 'product'),
    ...(variants > 0 ? [count(variants, 'variant')] : []),
    ...(perMinute === null || perMinute === 0 || state !== 'running'
      ? []
      : [`${count(Math.round(perMinute), 'product')} a minute`]),
    count(requests, 'request'),
  ]
}

export function timeLeft(endsAt: string, nowMs: number): string {
  const seconds = (Date.parse(endsAt) - nowMs) / 1_000
  return seconds < 5 ? 'almost done' : `${roughly(seconds)} left`
}

/** What a run did or does, in a line. `waiting`: how many variants of the channel wait for review in all, if that is known. */
export function outcomeLine(run: Run, waiting?: number): string {
  const { account, problem, progress } = run
  if (run.state === 'queued') return 'Starts in a moment'
  if (run.state === 'waiting') return problem ?? 'Waits for the store'
  if (run.state === 'running') return `${headline(run)} · ${ofTotal(progress.products, 'product')}`
  if (run.state === 'failed' && problem !== null) return problem
  if (account === null) return ofTotal(progress.products, 'product')
  if (run.state !== 'done') return `Stopped after ${takenLine(run.mode, account)}`
  return capital([takenLine(run.mode, account), ...asides(account, waiting)].join(', '))
}

function takenLine(mode: Run['mode'], { taken, variantsTaken }: RunAccount): string {
  if (mode === 'changes') return taken === 0 ? 'nothing changed' : count(taken, 'changed product')
  return `${count(taken, 'product')} with ${count(variantsTaken, 'variant')}`
}

/** All rows that were not taken: products, and also single variants, categories and brands. */
export function refusedRows({ refused, rows }: RunAccount): number {
  return Math.max(refused, rows.refused ?? 0)
}

function asides(account: RunAccount, waitingInAll?: number): string[] {
  const { gone, held, waiting, unexplained } = account
  const parts = [
    [refusedRows(account), 'refused'],
    [gone, 'gone from the store'],
    [held, 'missing but not marked'],
    [waitingInAll ?? waiting, waitingInAll === undefined ? 'new to review' : 'to review'],
    [Math.abs(unexplained), 'unexplained'],
  ] as const
  return parts.filter(([amount]) => amount > 0).map(([amount, words]) => `${amount.toLocaleString()} ${words}`)
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}

/** How long it took or has been taking, in seconds. */
export function secondsOf({ account, startedAt, finishedAt }: Run, nowMs: number): number | null {
  if (account !== null) return account.seconds
  if (startedAt === null) return null
  return Math.max(0, ((finishedAt === null ? nowMs : Date.parse(finishedAt)) - Date.parse(startedAt)) / 1_000)
}
