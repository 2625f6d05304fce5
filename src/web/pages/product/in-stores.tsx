import type { FieldRow } from '../../../api/contract/catalog.ts'
import { count } from '../../format.ts'
import { isSet } from './fields.ts'
import classes from './product.module.css'
import type { Sides } from './sides.ts'
import { Value } from './value.tsx'

/** What each store shows. Stores that show just what the master says are told of quietly, together. */
export function InStores({ field, sides }: { field: FieldRow; sides: Sides }) {
  const { master, channels } = field
  const loud = channels.filter(
    ({ value, differs, waits, edited }) => differs || waits || edited || (!isSet(master) && isSet(value)),
  )
  const isNamed = sides.channels.length > 1
  return (
    <ul className={classes.inStores}>
      {loud.map(({ channelId, value, differs, waits, edited, willBe }) => (
        <li key={channelId}>
          <span>
            {isNamed && <bdi className={classes.muted}>{sides.nameOf(channelId)}: </bdi>}
            <Value field={field} value={value} currency={sides.currencyOf(channelId)} />
          </span>
          {edited ? (
            <span className={classes.differs}>edited in the store</span>
          ) : (
            differs && !waits && <span className={classes.differs}>differs on this channel</span>
          )}
          {(waits || edited) && (
            <span>
              <span className={classes.muted}>will be </span>
              <Value field={field} value={willBe} currency={sides.currencyOf(channelId)} />
            </span>
          )}
        </li>
      ))}
      {loud.length < channels.length && isSet(master) && (
        <li className={classes.muted}>{sameWords(channels.length - loud.length, channels.length)}</li>
      )}
      {loud.length === 0 && !isSet(master) && <li className={classes.muted}>none</li>}
      {channels.length === 0 && isSet(master) && <li className={classes.muted}>on no channel</li>}
    </ul>
  )
}

function sameWords(same: number, all: number): string {
  if (all === 1) return 'The same'
  if (same === all) return all === 2 ? 'The same on both channels' : `The same on all ${all} channels`
  return `The same on ${count(same, 'other channel')}`
}
