import { useEffect, useRef, useState } from 'react'
import type { ReviewDecision, ReviewItem } from '../../../api/contract/review.ts'
import { ReviewCard } from './card.tsx'
import { DecideButtons } from './decide-buttons.tsx'
import { Legend } from './legend.tsx'
import classes from './review.module.css'
import { useDecide, useReopen } from './use-decide.ts'
import { useKeys } from './use-keys.ts'
import { decisions } from './words.ts'

/** The matches that wait, with one of them at hand for the keyboard. */
export function WaitingList({ items }: { items: readonly ReviewItem[] }) {
  const [currentId, setCurrentId] = useState<string | null>(null)
  const cards = useRef(new Map<string, HTMLElement>())
  const lastDecided = useRef<string | null>(null)
  const reopen = useReopen()
  const decide = useDecide(ids => reopen.mutate(ids))
  const at = Math.max(
    0,
    items.findIndex(({ id }) => id === currentId),
  )
  const current = items[at]

  const goTo = (index: number) => {
    const item = items[Math.min(items.length - 1, Math.max(0, index))]
    if (item === undefined) return
    setCurrentId(item.id)
    cards.current.get(item.id)?.focus({ preventScroll: true })
    cards.current.get(item.id)?.scrollIntoView({ block: 'nearest' })
  }
  const settle = (item: ReviewItem, decision: ReviewDecision) => {
    const index = items.indexOf(item)
    const next = items[index + 1] ?? items[index - 1]
    lastDecided.current = item.id
    decide.mutate({ item, decision })
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
      decisions.map((decision, index) => [index + 1, () => current !== undefined && settle(current, decision)]),
    ),
    u: () => {
      if (lastDecided.current !== null) reopen.mutate([lastDecided.current])
      lastDecided.current = null
    },
  })

  return (
    <>
      <Legend />
      <ol className={classes.cards} aria-label="Matches that wait">
        {items.map(item => (
          <li key={item.id}>
            <ReviewCard
              item={item}
              isCurrent={item === current}
              ref={element => {
                if (element !== null) cards.current.set(item.id, element)
                return () => void cards.current.delete(item.id)
              }}
              onFocus={() => setCurrentId(item.id)}
            >
              <DecideButtons item={item} onDecide={decision => settle(item, decision)} />
            </ReviewCard>
          </li>
        ))}
      </ol>
    </>
  )
}
