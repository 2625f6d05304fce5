import { Link } from '@tanstack/react-router'
import type { ReactNode, Ref } from 'react'
import type { ReviewItem } from '../../../api/contract/review.ts'
import classes from './review.module.css'
import { Sides } from './sides.tsx'
import { nameOf } from './words.ts'

interface Props {
  readonly item: ReviewItem
  readonly isCurrent?: boolean
  readonly ref?: Ref<HTMLElement>
  readonly onFocus?: () => void
  readonly children: ReactNode
}

/** One possible match: why it is asked, both sides, and below what can be done. */
export function ReviewCard({ item, isCurrent = false, ref, onFocus, children }: Props) {
  return (
    <article
      ref={ref}
      tabIndex={-1}
      className={classes.card}
      aria-label={nameOf(item)}
      aria-current={isCurrent || undefined}
      onFocus={onFocus}
    >
      <header className={classes.cardHead}>
        <p dir="ltr">{item.sentence}</p>
        <Link
          to="/inventory/products/$productId"
          params={{ productId: item.master.productId }}
          className={classes.open}
        >
          Open the product
        </Link>
      </header>
      <Sides item={item} />
      {children}
    </article>
  )
}
