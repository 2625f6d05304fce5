import { Button } from '@mantine/core'
import { useState } from 'react'
import type { ReviewDecision, ReviewItem } from '../../../api/contract/review.ts'
import { difference } from './difference.ts'
import classes from './review.module.css'
import { optionsOf, priceOf, Sku } from './sides.tsx'
import { decisions, decisionWords } from './words.ts'

type Side = ReviewItem['store']

const shownAtFirst = 5

interface Props {
  readonly items: readonly ReviewItem[]
  readonly onDecide: ((item: ReviewItem, decision: ReviewDecision) => void) | undefined
}

/** The variants of a pair, each with both sides; one by one they can be decided otherwise than the rest. */
export function VariantRows({ items, onDecide }: Props) {
  const [isOpen, setOpen] = useState(false)
  const shown = isOpen ? items : items.slice(0, shownAtFirst)
  const hasReasons = new Set(items.map(({ reason }) => reason)).size > 1
  return (
    <div className={classes.variants}>
      <ul aria-label="Variants">
        {shown.map(item => (
          <li key={item.id} className={classes.variant}>
            <Variant item={item} hasReason={hasReasons} />
            {onDecide !== undefined && (
              <fieldset className={classes.oneByOne} aria-label={`Decide ${nameOfVariant(item)} by itself`}>
                {decisions.map(decision => (
                  <Button key={decision} variant="subtle" size="compact-sm" onClick={() => onDecide(item, decision)}>
                    {decisionWords[decision].button}
                  </Button>
                ))}
              </fieldset>
            )}
          </li>
        ))}
      </ul>
      {items.length > shownAtFirst && (
        <Button variant="subtle" size="compact-md" onClick={() => setOpen(!isOpen)} aria-expanded={isOpen}>
          {isOpen ? 'Show fewer' : `Show all ${items.length.toLocaleString()} variants`}
        </Button>
      )}
    </div>
  )
}

function Variant({ item, hasReason }: { item: ReviewItem; hasReason: boolean }) {
  const { store, master } = item
  const skus = difference(store.sku, master.sku)
  return (
    <div className={classes.variantWords}>
      {hasReason && <p dir="ltr">{item.sentence}</p>}
      <dl>
        <dt>In the store</dt>
        <dd>
          <Sku parts={skus.one} /> {factsOf(store)}
        </dd>
        <dt>In the master catalog</dt>
        <dd>
          <Sku parts={skus.other} /> {factsOf(master)}
        </dd>
      </dl>
    </div>
  )
}

function factsOf(side: Side) {
  const facts = [optionsOf(side), side.barcode, priceOf(side)].filter(fact => fact !== null && fact !== '')
  return facts.length === 0 ? null : <bdi>{facts.join(' · ')}</bdi>
}

function nameOfVariant({ store }: ReviewItem): string {
  return optionsOf(store) ?? store.sku
}
