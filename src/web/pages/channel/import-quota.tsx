import type { CatalogState } from '../../../api/contract/catalog.ts'
import { Meter } from '../../parts/run/meter.tsx'
import { useNow } from '../../parts/run/use-now.ts'
import classes from './import.module.css'
import { quotaParts, quotaSentences } from './quota-words.ts'

type Quota = NonNullable<CatalogState['quota']>

/** What the store takes, how much of it is left, and what stays free for the merchant's other apps. */
export function ImportQuota({ quota }: { quota: Quota }) {
  const nowMs = useNow(1_000)
  const parts = quotaParts(quota, nowMs)
  return (
    <div className={classes.block}>
      <h3>Request quota of the store</h3>
      {parts.length > 0 && <Meter label="Request quota" parts={parts} />}
      <p className={classes.small}>{quotaSentences(quota, nowMs).join(' ')}</p>
    </div>
  )
}
