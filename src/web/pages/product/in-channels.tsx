import { IconExternalLink, IconEye, IconEyeOff, IconPlugX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { ProductDetail } from '../../../api/contract/catalog.ts'
import { StateBox } from '../../parts/grid/cells.tsx'
import { Section } from '../../parts/page.tsx'
import { When } from '../../parts/when.tsx'
import { fieldOf } from './fields.ts'
import { NotThere } from './not-there.tsx'
import type { Place } from './place.ts'
import classes from './product.module.css'
import { RemoveListing } from './remove-listing.tsx'

type Side = ProductDetail['channels'][number]

const choiceWords = {
  keep_off: 'It is kept off this channel.',
  archive: 'It was archived.',
  make_again: 'It is to be made again later.',
} as const

interface Props {
  readonly product: ProductDetail
  readonly place: Place
}

/** Each channel: how its store shows the product and when it was seen there last, or that it is not there yet. */
export function InChannels({ product, place }: Props) {
  const channelId = place === 'master' ? undefined : place.channelId
  const visible = fieldOf(product.fields, 'visible')
  if (product.channels.length + product.absent.length === 0) {
    return (
      <Section title="Channels">
        <p className={classes.muted}>There is no channel yet.</p>
      </Section>
    )
  }
  return (
    <Section title="Channels">
      <ul className={classes.channels}>
        {product.channels.map(side => (
          <li key={`${side.channelId} ${side.remoteId}`}>
            <div className={classes.channelName}>
              {side.channelId !== channelId ? (
                <Link
                  to="/channels/$channelId/products/$remoteId"
                  params={{ channelId: side.channelId, remoteId: side.remoteId }}
                >
                  <bdi>{side.channelName}</bdi>
                </Link>
              ) : (
                <bdi>{side.channelName}</bdi>
              )}
              <Shown side={side} isVisible={visibleOn(side.channelId)} />
            </div>
            <InStore side={side} />
            {product.id !== null && side.goneAt === null && <RemoveListing side={side} name={product.name} />}
          </li>
        ))}
        {product.absent.map(side => (
          <NotThere key={side.channelId} product={product} side={side} />
        ))}
      </ul>
    </Section>
  )

  function visibleOn(channelId: string): boolean {
    return visible?.channels.find(each => each.channelId === channelId)?.value !== false
  }
}

function Shown({ side, isVisible }: { side: Side; isVisible: boolean }) {
  if (side.goneAt !== null) {
    return (
      <StateBox tone="red" icon={<IconPlugX size={14} aria-hidden />}>
        Gone from the store
      </StateBox>
    )
  }
  const Eye = isVisible ? IconEye : IconEyeOff
  return (
    <StateBox tone={isVisible ? 'quiet' : 'gray'} icon={<Eye size={14} aria-hidden />}>
      {isVisible ? 'Visible' : 'Hidden'}
    </StateBox>
  )
}

function InStore({ side }: { side: Side }) {
  return (
    <div className={classes.inStore}>
      {side.goneAt === null ? (
        <span>
          Seen <When at={side.observedAt} />
        </span>
      ) : (
        <span>
          Gone from the store since <When at={side.goneAt} />.{' '}
          {side.goneChoice === null ? 'Nobody has decided what becomes of it.' : choiceWords[side.goneChoice]}{' '}
          {side.goneChoice === null && (
            <Link to="/channels/$channelId/products" params={{ channelId: side.channelId }} search={{ state: 'gone' }}>
              Decide
            </Link>
          )}
        </span>
      )}
      {side.detailsAt === null && <span>Options and modifiers not read yet</span>}
      {side.adminUrl !== null && side.goneAt === null && (
        <a href={side.adminUrl} target="_blank" rel="noreferrer" className={classes.outside}>
          Open in the store’s control panel
          <IconExternalLink size={14} aria-hidden />
        </a>
      )}
    </div>
  )
}
