import type { Change, ListedPlan, Plan } from '../../../api/contract/plans.ts'
import { count, duration } from '../../format.ts'

/** The words for plans and for what becomes of their changes. */

type ChangeState = Change['state']
export type Stand = 'ready' | 'held' | 'empty' | 'sending' | 'paused' | 'waiting' | 'sent' | 'look' | 'ended'

export const stateWords: Readonly<Record<ChangeState, { readonly title: string; readonly help: string }>> = {
  planned: { title: 'To send', help: 'Not sent yet.' },
  sending: { title: 'Being sent', help: 'On its way to the store.' },
  applied: { title: 'Sent', help: 'The store has it.' },
  rejected: { title: 'Refused', help: 'The store does not take it.' },
  deferred: { title: 'Waiting', help: 'It was not written; the hub tries again by itself.' },
  unknown: { title: 'Not sure', help: 'The answer of the store was lost; the hub looks before it sends it again.' },
  superseded: { title: 'Changed meanwhile', help: 'Somebody changed it since, so it was left as it is.' },
  left_out: { title: 'Left out', help: 'Somebody took it out of these changes.' },
  cancelled: { title: 'Not sent', help: 'It was cancelled before its turn came.' },
}

/** Changes of which nothing more is to be done, of those that were to be sent. */
export function settledOf({ states, faults }: Pick<ListedPlan, 'states' | 'faults'>): number {
  const { applied = 0, rejected = 0, superseded = 0, cancelled = 0 } = states
  return applied + Math.max(0, rejected - faults) + superseded + cancelled
}

/** How a plan stands, in one sign and one word. */
export function standOf(plan: ListedPlan): { readonly stand: Stand; readonly title: string } {
  const { state, states, changes, faults, brakes } = plan
  if (state === 'ready' && changes === 0 && faults === 0) return { stand: 'empty', title: 'Nothing to send' }
  if (state === 'ready' && brakes.some(({ passed }) => passed === null)) {
    return { stand: 'held', title: 'Held by a warning' }
  }
  if (state === 'ready') return { stand: 'ready', title: 'To review' }
  if (state === 'applying' && plan.cancelling) return { stand: 'waiting', title: 'Stopping' }
  if (state === 'applying' && plan.pausedAt !== null) return { stand: 'paused', title: 'Paused' }
  if (state === 'applying' && plan.problem !== null) return { stand: 'waiting', title: 'Waiting' }
  if (state === 'applying') return { stand: 'sending', title: 'Sending' }
  if (state === 'cancelled') return { stand: 'ended', title: plan.startedAt === null ? 'Discarded' : 'Cancelled' }
  if (state === 'outdated') return { stand: 'ended', title: 'Replaced' }
  const { rejected = 0, superseded = 0, unknown = 0 } = states
  if (rejected + superseded + unknown > 0) return { stand: 'look', title: 'Sent, to look at' }
  return { stand: 'sent', title: 'Sent' }
}

/** `12 changes of 5 products and 3 variants`. */
export function amountWords({ changes, products, variants }: Pick<Plan, 'changes' | 'products' | 'variants'>): string {
  const whose = `${count(products, 'product')}${variants === 0 ? '' : ` and ${count(variants, 'variant')}`}`
  return `${count(changes, 'change')} of ${whose}`
}

/** `2 products and 1 variant`; as a sentence's beginning `2 products and 1 variant are deleted`. */
export function removalWords(removals: NonNullable<Plan['removals']>, isSaid = false): string {
  const { products, variants } = removals
  const parts = [
    ...(products > 0 ? [count(products, 'product')] : []),
    ...(variants > 0 ? [count(variants, 'variant')] : []),
  ]
  const words = parts.join(' and ')
  if (!isSaid) return words
  return `${words} ${products + variants === 1 ? 'is' : 'are'} deleted`
}

/** What became of the changes, as one line of a list. */
export function outcomeLine(plan: ListedPlan): string {
  const { state, states, faults } = plan
  if (state === 'ready' || state === 'outdated') {
    const more = faults === 0 ? '' : `, ${count(faults, 'other')} that the store would refuse`
    return plan.changes === 0 && faults === 0 ? 'Nothing was to do' : `${amountWords(plan)}${more}`
  }
  const told = (['applied', 'rejected', 'superseded', 'unknown', 'deferred', 'cancelled'] as const).flatMap(each => {
    const amount = states[each] ?? 0
    return amount === 0 ? [] : [`${amount.toLocaleString()} ${stateWords[each].title.toLowerCase()}`]
  })
  if (state === 'applying') {
    return `${settledOf(plan).toLocaleString()} of ${count(plan.changes, 'change')} done`
  }
  return told.length === 0 ? 'Nothing was to send' : told.join(', ')
}

/** The report of a plan that has ended. */
export function reportLine(plan: Plan): string {
  const { states, requests, startedAt, finishedAt, changes } = plan
  const { applied = 0 } = states
  const seconds =
    startedAt === null || finishedAt === null ? null : (Date.parse(finishedAt) - Date.parse(startedAt)) / 1_000
  const took = seconds === null ? '' : ` in ${duration(seconds)}`
  const wrote = count(requests.writesMade, 'request')
  const looked = requests.readsMade === 0 ? '' : ` and ${requests.readsMade.toLocaleString()} to look`
  if (changes === 0 && applied === 0) return 'Nothing was to send: the store showed what is wanted.'
  return `${applied.toLocaleString()} of ${count(changes, 'change')} ${applied === 1 ? 'was' : 'were'} sent with ${wrote}${looked}${took}.`
}
