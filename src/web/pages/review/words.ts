import type { MatchReason, OtherDecisions, ReviewDecision, ReviewItem } from '../../../api/contract/review.ts'
import { count } from '../../format.ts'

/** The words for the three decisions of the review list. */

export const decisions = ['join', 'keep_apart', 'leave_out'] as const satisfies readonly ReviewDecision[]

export const decisionWords: Readonly<Record<ReviewDecision, { button: string; explains: string; done: string }>> = {
  join: {
    button: 'Join',
    explains: 'One thing. Where the store’s values differ, they become this channel’s own.',
    done: 'Joined',
  },
  keep_apart: {
    button: 'Keep apart',
    explains: 'Two things. The second gets no SKU in the hub until you give it one.',
    done: 'Kept apart',
  },
  leave_out: {
    button: 'Leave out',
    explains: 'It stays in the store as it is, and the hub does not manage it.',
    done: 'Left out',
  },
}

const relinkExplains = 'The same thing under a new id in the store. Its history goes on.'

export function explains(decision: ReviewDecision, reason: MatchReason): string {
  return decision === 'join' && reason === 'relink' ? relinkExplains : decisionWords[decision].explains
}

/** What happens when all of a reason are decided at once, exactly. */
export function bulkExplains(decision: ReviewDecision, reason: MatchReason, amount: number): string {
  const all = count(amount, 'variant')
  switch (decision) {
    case 'join':
      return reason === 'relink'
        ? `${all} of the store: each is linked to the one of the master catalog beside it, whose history goes on.`
        : `${all} of the store: each is joined to the one of the master catalog beside it. Where its name, price or another value differs, the store’s value becomes this channel’s own.`
    case 'keep_apart':
      return `${all} of the store: each gets a place of its own in the master catalog, without a SKU until you give it one.`
    case 'leave_out':
      return `${all} stay in the store as they are, and the hub does not manage them. They stay in the list of the channel’s products as left out.`
  }
}

export function doneWords(decision: ReviewDecision, amount: number, item?: ReviewItem): string {
  const several = count(amount, 'variant')
  const what = item === undefined ? several : amount === 1 ? nameOf(item) : `${nameOf(item)}, ${several}`
  return `${decisionWords[decision].done}: ${what}`
}

/** What became of an item, in the list of those that were decided. */
export function decidedWords(decision: ReviewItem['decision']): string {
  return decision === null ? 'Waits' : decisionWords[decision].done
}

export function nameOf({ store }: Pick<ReviewItem, 'store'>): string {
  return store.productName === '' ? store.sku || 'a product without a name' : store.productName
}

/** What became of matches that wait no longer: `2 joined by Ann, 1 no longer there.` */
export function othersWords({ left, others }: { left: number; others: OtherDecisions }): string {
  const gone = left - others.reduce((sum, each) => sum + each.count, 0)
  const parts = others.map(
    each => `${each.count.toLocaleString()} ${decisionWords[each.decision].done.toLowerCase()} by ${each.decidedBy}`,
  )
  return `${[...parts, ...(gone > 0 ? [`${gone.toLocaleString()} no longer there`] : [])].join(', ')}.`
}

/** Why the variants of a pair wait, in a line. */
export function pairWords(items: readonly ReviewItem[], titleOf: (reason: MatchReason) => string): string {
  const [first] = items
  if (first === undefined) return ''
  const reasons = [...new Set(items.map(({ reason }) => reason))]
  const why = reasons.length === 1 ? titleOf(first.reason) : `${count(reasons.length, 'reason')}, told with each`
  return `${count(items.length, 'variant')} of ${nameOf(first)}: ${why}.`
}
