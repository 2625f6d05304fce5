import { Link } from '@tanstack/react-router'
import type { ProductDetail } from '../../../api/contract/catalog.ts'
import classes from './level-tabs.module.css'
import type { Place } from './place.ts'

interface Props {
  readonly product: ProductDetail
  readonly place: Place
  readonly search: { readonly edit?: 'yes' | undefined }
}

/** Whose values the page is about: the master's, which all channels share, or those of one channel. */
export function LevelTabs({ product: { id, channels }, place, search }: Props) {
  if (id === null || channels.length === 0) return null
  return (
    <nav className={classes.tabs} aria-label="Whose values">
      <Link
        to="/inventory/products/$productId"
        params={{ productId: id }}
        search={search}
        aria-current={place === 'master' ? 'page' : undefined}
      >
        All channels
      </Link>
      {channels.map(({ channelId, remoteId, channelName }) => {
        const isHere = place !== 'master' && place.channelId === channelId && place.remoteId === remoteId
        const isTwice = channels.filter(other => other.channelId === channelId).length > 1
        return (
          <Link
            key={`${channelId} ${remoteId}`}
            to="/channels/$channelId/products/$remoteId"
            params={{ channelId, remoteId }}
            search={search}
            aria-current={isHere ? 'page' : undefined}
          >
            <bdi>{channelName}</bdi>
            {isTwice && ` (${remoteId})`}
          </Link>
        )
      })}
    </nav>
  )
}
