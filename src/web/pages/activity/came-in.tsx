import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Run } from '../../../api/contract/runs.ts'
import { count } from '../../format.ts'
import { productAsk } from '../../list-address.ts'
import { Section } from '../../parts/page.tsx'
import { catalogQuery } from '../../run-queries.ts'
import classes from './activity.module.css'
import { skuFaultWords } from './words.ts'

/** What an import brought into the master catalog, and what of it wants a look. */
export function CameIn({ run: { account, channelId } }: { run: Run }) {
  if (account === null) return null
  const { newProducts, newVariants, changed, joined, waiting, gone, variantsGone, returned } = account
  const faults = Object.entries(account.skuFaults).filter(([, amount]) => amount > 0)
  const lines: readonly (readonly [key: string, amount: number, words: ReactNode])[] = [
    ['products', newProducts, count(newProducts, 'new product')],
    ['variants', newVariants, count(newVariants, 'new variant')],
    ['changed', changed, `${count(changed, 'known product')} showed something else than before`],
    ['joined', joined, `${count(joined, 'variant')} joined to one that was there already`],
    [
      'waiting',
      waiting,
      <>
        {count(waiting, 'variant')} put on the review list
        <Waiting channelId={channelId} />
      </>,
    ],
    ...faults.map(
      ([fault, amount]) =>
        [
          fault,
          amount,
          <>
            {count(amount, 'variant')} {skuFaultWords[fault] ?? `with a SKU fault (${fault})`},{' '}
            <Link to="/inventory/products" search={productAsk({ skuFault: fault, channel: channelId })}>
              see which
            </Link>
          </>,
        ] as const,
    ),
    ['gone', gone, `${count(gone, 'product is', 'products are')} gone from the store`],
    ['variantsGone', variantsGone, `${count(variantsGone, 'variant is', 'variants are')} gone from the store`],
    ['returned', returned, `${count(returned, 'product is', 'products are')} there again`],
  ]
  const shown = lines.filter(([, amount]) => amount > 0)
  return (
    <Section title="In the master catalog">
      {shown.length === 0 ? (
        <p className={classes.muted}>Nothing new: the master catalog has all of it already.</p>
      ) : (
        <ul className={classes.lines}>
          {shown.map(([key, , words]) => (
            <li key={key}>{words}</li>
          ))}
        </ul>
      )}
    </Section>
  )
}

/** What of the channel waits now, in all: some of it may be of earlier imports, and some may be decided since. */
function Waiting({ channelId }: { channelId: string }) {
  const waiting = useQuery(catalogQuery(channelId)).data?.counts.waiting
  if (waiting === undefined) return null
  if (waiting === 0) return '; nothing waits there any more'
  return (
    <>
      , where {count(waiting, 'waits', 'wait')} in all:{' '}
      <Link to="/review" search={{ channel: channelId }}>
        decide
      </Link>
    </>
  )
}
