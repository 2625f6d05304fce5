import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { count } from '../../format.ts'
import { ReviewAndSend } from '../../parts/edit/review-and-send.tsx'
import formClasses from '../../parts/form.module.css'
import { Notice } from '../../parts/notice.tsx'
import classes from '../../parts/removal/removal.module.css'
import { useKeep } from '../../parts/removal/use-removal.ts'
import { When } from '../../parts/when.tsx'
import { removalsQuery, type Waiting } from '../../removal-queries.ts'

/** Says what waits to be deleted in the store, leads to where it is sent, and keeps what should stay after all. */
export function RemovalsWaiting({ channelId }: { channelId: string }) {
  const found = useQuery(removalsQuery(channelId)).data
  if (found === undefined || found.removals.length === 0) return null
  const { removals, next } = found
  return (
    <Notice tone="attention" action={<ReviewAndSend channels={[{ channelId, name: '' }]} />}>
      <strong>{amountOf(removals, next !== null)} to be deleted in the store.</strong> Nothing is deleted before you
      have looked at the changes and typed “delete”.
      <details className={formClasses.aside}>
        <summary>Which, and keep some of them</summary>
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard */}
        <ul className={classes.waiting} tabIndex={0} aria-label="Waits to be deleted">
          {removals.map(one => (
            <Row key={`${one.listingId} ${one.offerId}`} channelId={channelId} one={one} />
          ))}
          {next !== null && <li className={classes.minor}>and more</li>}
        </ul>
      </details>
    </Notice>
  )
}

function amountOf(removals: readonly Waiting[], hasMore: boolean): string {
  if (hasMore) return `Over ${count(removals.length, 'product and variant waits', 'products and variants wait')}`
  const products = removals.filter(({ offerId }) => offerId === null).length
  const variants = removals.length - products
  const words = [products > 0 && count(products, 'product'), variants > 0 && count(variants, 'variant')]
  return `${words.filter(Boolean).join(' and ')} ${removals.length === 1 ? 'waits' : 'wait'}`
}

function Row({ channelId, one }: { channelId: string; one: Waiting }) {
  const { listingId, offerId, name, sku, askedAt, by, reason, fix } = one
  const keep = useKeep(channelId)
  const shown = name.trim() === '' ? 'Without a name' : name
  return (
    <li>
      <div className={classes.what}>
        <bdi>{shown}</bdi> {sku !== '' && <bdi className={classes.minor}>{sku}</bdi>}
        <div className={classes.minor}>
          {offerId === null ? 'Product' : 'Variant'}, asked for by <bdi>{by}</bdi> <When at={askedAt} />
          {reason !== null && (
            <>
              . Can’t be deleted: {reason} {fix}
            </>
          )}
        </div>
      </div>
      <Button
        variant="default"
        size="compact-xs"
        loading={keep.isPending}
        aria-label={`Keep ${shown}`}
        onClick={() =>
          keep.mutate(offerId === null ? { products: [listingId] } : { variants: [{ listingId, offerId }] })
        }
      >
        Keep
      </Button>
    </li>
  )
}
