import { UnstyledButton } from '@mantine/core'
import { useId } from 'react'
import type { ReviewDecision, ReviewItem } from '../../../api/contract/review.ts'
import classes from './review.module.css'
import { decisions, decisionWords, explains } from './words.ts'

interface Props {
  readonly items: readonly [ReviewItem, ...ReviewItem[]]
  readonly onDecide: (decision: ReviewDecision) => void
}

/** The three decisions about a pair of products, each with what it does. */
export function DecideButtons({ items, onDecide }: Props) {
  const id = useId()
  return (
    <div className={classes.decisions}>
      {decisions.map((decision, index) => (
        <div key={decision} className={classes.decision}>
          <div className={classes.decisionHead}>
            <UnstyledButton
              className={classes.decisionName}
              aria-keyshortcuts={String(index + 1)}
              aria-describedby={`${id}-${decision}`}
              onClick={() => onDecide(decision)}
            >
              {decisionWords[decision].button}
              {items.length > 1 && ` all ${items.length.toLocaleString()}`}
            </UnstyledButton>
            <span className={classes.key}>{index + 1}</span>
          </div>
          <p id={`${id}-${decision}`} className={classes.decisionText}>
            {explains(decision, items[0].reason)}
          </p>
        </div>
      ))}
    </div>
  )
}
