import { Link } from '@tanstack/react-router'
import type { ReactNode, Ref } from 'react'
import type { MatchReason, ReviewDecision, ReviewItem } from '../../../api/contract/review.ts'
import classes from './review.module.css'
import { Sides } from './sides.tsx'
import { VariantRows } from './variant-rows.tsx'
import { nameOf, pairWords } from './words.ts'

interface Props {
  /** All that is asked about one product of a store and one of the master catalog. */
  readonly items: readonly [ReviewItem, ...ReviewItem[]]
  readonly titleOf: (reason: MatchReason) => string
  readonly isCurrent?: boolean
  readonly ref?: Ref<HTMLElement>
  readonly onFocus?: () => void
  /** Decides one of several variants by itself. */
  readonly onDecide?: (item: ReviewItem, decision: ReviewDecision) => void
  readonly children: ReactNode
}

/** A possible match of two products: why it is asked, both sides, and below what can be done. */
export function ReviewCard({ items, titleOf, isCurrent = false, ref, onFocus, onDecide, children }: Props) {
  const [first] = items
  return (
    <article
      ref={ref}
      tabIndex={-1}
      className={classes.card}
      aria-label={nameOf(first)}
      aria-current={isCurrent || undefined}
      onFocus={onFocus}
    >
      <header className={classes.cardHead}>
        <p dir="ltr">{items.length === 1 ? first.sentence : pairWords(items, titleOf)}</p>
        <Link
          to="/inventory/products/$productId"
          params={{ productId: first.master.productId }}
          className={classes.open}
        >
          Open the product
        </Link>
      </header>
      <Sides item={first} isPair={items.length > 1} />
      {items.length > 1 && <VariantRows items={items} onDecide={onDecide} />}
      {children}
    </article>
  )
}
