import { useEffect, useRef, useState } from 'react'
import type { MatchReason, ReviewDecision, ReviewItem } from '../../../api/contract/review.ts'
import { ReviewCard } from './card.tsx'
import { DecideButtons } from './decide-buttons.tsx'
import { Legend } from './legend.tsx'
import classes from './review.module.css'
import { useDecide, useReopen } from './use-decide.ts'
import { useKeys } from './use-keys.ts'
import { decisions } from './words.ts'

/** A product of a store and one of the master catalog, with all that is asked about their variants. */
export interface Pair {
  readonly id: string
  readonly items: readonly [ReviewItem, ...ReviewItem[]]
}

/** The pairs that wait, with one of them at hand for the keyboard. */
export function WaitingList({ pairs, titleOf }: { pairs: readonly Pair[]; titleOf: (reason: MatchReason) => string }) {
  const [currentId, setCurrentId] = useState<string | null>(null)
  const cards = useRef(new Map<string, HTMLElement>())
  const lastDecided = useRef<string[]>([])
  const reopen = useReopen()
  const decide = useDecide(ids => reopen.mutate(ids))
  const at = Math.max(
    0,
    pairs.findIndex(({ id }) => id === currentId),
  )
  const current = pairs[at]

  const goTo = (index: number) => {
    const pair = pairs[Math.min(pairs.length - 1, Math.max(0, index))]
    if (pair === undefined) return
    setCurrentId(pair.id)
    cards.current.get(pair.id)?.focus({ preventScroll: true })
    cards.current.get(pair.id)?.scrollIntoView({ block: 'nearest' })
  }
  const settle = (pair: Pair, items: readonly ReviewItem[], decision: ReviewDecision) => {
    lastDecided.current = items.map(({ id }) => id)
    decide.mutate({ items, decision })
    // What is left of a pair stays at hand.
    const index = pairs.indexOf(pair)
    const next = items.length < pair.items.length ? pair : (pairs[index + 1] ?? pairs[index - 1])
    setCurrentId(next?.id ?? null)
    waitingForFocus.current = true
  }

  // The card that had the focus is gone: the next one gets it, so that the keyboard goes on from there.
  const waitingForFocus = useRef(false)
  useEffect(() => {
    if (!waitingForFocus.current || current === undefined) return
    waitingForFocus.current = false
    const card = cards.current.get(current.id)
    card?.focus({ preventScroll: true })
    card?.scrollIntoView({ block: 'nearest' })
  }, [current])

  useKeys({
    j: () => goTo(at + 1),
    k: () => goTo(at - 1),
    ...Object.fromEntries(
      decisions.map((decision, index) => [
        index + 1,
        () => current !== undefined && settle(current, current.items, decision),
      ]),
    ),
    u: () => {
      if (lastDecided.current.length > 0) reopen.mutate(lastDecided.current)
      lastDecided.current = []
    },
  })

  return (
    <>
      <Legend />
      <ol className={classes.cards} aria-label="Matches that wait">
        {pairs.map(pair => (
          <li key={pair.id}>
            <ReviewCard
              items={pair.items}
              titleOf={titleOf}
              isCurrent={pair === current}
              ref={element => {
                if (element !== null) cards.current.set(pair.id, element)
                return () => void cards.current.delete(pair.id)
              }}
              onFocus={() => setCurrentId(pair.id)}
              onDecide={(item, decision) => settle(pair, [item], decision)}
            >
              <DecideButtons items={pair.items} onDecide={decision => settle(pair, pair.items, decision)} />
            </ReviewCard>
          </li>
        ))}
      </ol>
    </>
  )
}
