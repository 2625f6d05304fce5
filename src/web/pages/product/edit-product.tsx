import { Button, Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ProductDetail } from '../../../api/contract/catalog.ts'
import { editFieldsQuery } from '../../edit-queries.ts'
import { count } from '../../format.ts'
import classes from '../../parts/edit/edit.module.css'
import { ReviewAndSend } from '../../parts/edit/review-and-send.tsx'
import { LeaveGuard } from '../../parts/leave-guard.tsx'
import { Notice } from '../../parts/notice.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { fieldsByKey, rowKey } from './drafts.ts'
import { EditGroups } from './edit-groups.tsx'
import { EditVariants } from './edit-variants.tsx'
import { type Place, placeIn } from './place.ts'
import type { Sides } from './sides.ts'
import { useDrafts } from './use-drafts.ts'
import { waitingOf } from './waiting.ts'

interface Props {
  readonly product: ProductDetail
  readonly place: Place
  readonly sides: Sides
  /** Back to looking only. */
  readonly onEnd: () => void
}

/** All of a product as controls, for all channels or for one; nothing is changed before it is saved. */
export function EditProduct({ product, place, sides, onEnd }: Props) {
  const channelId = place === 'master' ? undefined : place.channelId
  const fields = useQuery(editFieldsQuery(channelId))
  const { drafts, faults, onDraft, discard, save, count: changed } = useDrafts(place)
  if (fields.data === undefined) {
    return fields.error === null ? <Skeleton height={360} radius="lg" /> : <ProblemAlert error={fields.error} />
  }
  const id = place === 'master' ? (product.id ?? '') : place.remoteId
  const row = rowKey('product', id)
  const at = placeIn(product, place)
  const faulty = Object.values(faults).reduce((sum, own) => sum + Object.keys(own).length, 0)
  const general = Object.values(faults).flatMap(own => own[''] ?? [])
  const shared = { sides, onDraft }
  return (
    <>
      <Notice tone="plain">{placeWords(place, sides)}</Notice>
      <EditGroups
        {...shared}
        rows={product.fields}
        fields={fieldsByKey(fields.data, 'product')}
        at={at}
        rowKey={row}
        drafts={drafts[row]}
        faults={faults[row]}
      />
      <EditVariants
        {...shared}
        variants={product.variants}
        productFields={product.fields}
        fields={fieldsByKey(fields.data, 'variant')}
        place={place}
        drafts={drafts}
        faults={faults}
      />
      <section className={classes.bar} aria-label="Changes of this page">
        <div role="status">
          {save.error !== null && <ProblemAlert error={save.error} />}
          {general.map(sentence => (
            <p key={sentence} className={classes.error}>
              {sentence}
            </p>
          ))}
          <Stand changed={changed} faulty={faulty} waiting={[...waitingOf(product).values()].reduce(sum, 0)} />
        </div>
        <div className={classes.barButtons}>
          {changed > 0 ? (
            <>
              <Button variant="default" disabled={save.isPending} onClick={discard}>
                Discard
              </Button>
              <Button loading={save.isPending} onClick={() => save.mutate()}>
                Save
              </Button>
            </>
          ) : (
            <>
              <Button variant="default" onClick={onEnd}>
                Done
              </Button>
              <ReviewAndSend channels={channelsIn(product, sides)} />
            </>
          )}
        </div>
      </section>
      <LeaveGuard isDirty={changed > 0} />
    </>
  )
}

const sum = (all: number, one: number) => all + one

/** The channels for which something of the product is still to be sent. */
export function channelsIn(product: ProductDetail, sides: Sides) {
  const toMake = product.absent.filter(({ wanted }) => wanted)
  const names = new Map([
    ...[...waitingOf(product).keys()].map(channelId => [channelId, sides.nameOf(channelId)] as const),
    ...toMake.map(({ channelId, channelName }) => [channelId, channelName] as const),
  ])
  return [...names].map(([channelId, name]) => ({ channelId, name }))
}

function placeWords(place: Place, sides: Sides) {
  if (place === 'master') {
    return (
      <>
        <strong>For all channels.</strong> What you change here is shown by every channel that has no value of its own.
        Nothing is sent to a store before you review it.
      </>
    )
  }
  return (
    <>
      <strong>
        For <bdi>{sides.nameOf(place.channelId)}</bdi> alone.
      </strong>{' '}
      What you change here becomes this channel’s own value; no other channel moves. Nothing is sent to the store before
      you review it.
    </>
  )
}

function Stand({ changed, faulty, waiting }: { changed: number; faulty: number; waiting: number }) {
  if (faulty > 0) {
    return (
      <strong className={classes.error}>
        Nothing was saved: {count(faulty, 'value needs', 'values need')} another look.
      </strong>
    )
  }
  if (changed > 0) return <strong>{count(changed, 'change')} not saved yet</strong>
  if (waiting > 0) return <span>{count(waiting, 'value is', 'values are')} still to be sent.</span>
  return <span>Nothing changed</span>
}
