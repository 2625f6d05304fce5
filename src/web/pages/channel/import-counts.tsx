import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { CatalogState } from '../../../api/contract/catalog.ts'
import classes from './import.module.css'

/** What is in the hub of this store, each number with the way to the things behind it. */
export function ImportCounts({ state: { channelId, counts } }: { state: CatalogState }) {
  const list = { to: '/channels/$channelId/products', params: { channelId } } as const
  return (
    <dl className={classes.counts}>
      <Count label="Products" amount={counts.products}>
        <Link {...list}>See all</Link>
      </Count>
      <Count label="Variants" amount={counts.variants} />
      <Count label="Not matched" amount={counts.waiting} tone="look">
        <Link to="/review" search={{ channel: channelId }}>
          Review
        </Link>
      </Count>
      <Count label="SKU faults" amount={counts.skuFaults} tone="look">
        <Link to="/inventory/products" search={{ skuFault: 'any', channel: channelId }}>
          See which
        </Link>
      </Count>
      <Count label="Gone from the store" amount={counts.gone}>
        <Link {...list} search={{ state: 'gone' }}>
          See which
        </Link>
      </Count>
      <Count label="Left out" amount={counts.leftOut}>
        <Link {...list} search={{ match: 'left_out' }}>
          See which
        </Link>
      </Count>
    </dl>
  )
}

interface CountProps {
  readonly label: string
  readonly amount: number
  /** Something that a person should look at, if there is any. */
  readonly tone?: 'look'
  readonly children?: ReactNode
}

function Count({ label, amount, tone, children }: CountProps) {
  return (
    <div className={classes.count} data-tone={amount > 0 ? tone : undefined}>
      <dt>{label}</dt>
      <dd>
        <span className={classes.amount}>{amount.toLocaleString()}</span>
        {amount > 0 && children}
      </dd>
    </div>
  )
}
