import type { Product } from '../../../api/contract/catalog.ts'
import classes from './inventory.module.css'

interface Props {
  readonly on: Product['channels']
  readonly nameOf: (channelId: string) => string
}

const shownMost = 2

/** The channels that a product is on; one that it is gone from is struck through. */
export function ChannelChips({ on, nameOf }: Props) {
  if (on.length === 0) return <span className={classes.muted}>On no channel</span>
  const shown = on.slice(0, shownMost)
  const rest = on.slice(shown.length)
  return (
    <ul className={classes.chips}>
      {shown.map(({ channelId, remoteId, gone }) => (
        <li key={`${channelId} ${remoteId}`} className={classes.chip} data-gone={gone || undefined}>
          <bdi title={nameOf(channelId)}>{nameOf(channelId)}</bdi>
          {gone && <span className="cw-sr"> (gone from the store)</span>}
        </li>
      ))}
      {rest.length > 0 && (
        <li className={classes.chip} title={rest.map(({ channelId }) => nameOf(channelId)).join(', ')}>
          {`${rest.length} more`}
        </li>
      )}
    </ul>
  )
}
