import type { VariantRow } from '../../../api/contract/catalog.ts'
import classes from '../../parts/removal/removal.module.css'
import { RemoveButton } from '../../parts/removal/remove-button.tsx'
import { ToGo } from '../../parts/removal/to-go.tsx'
import { useIsToGo } from '../../parts/removal/use-removal.ts'
import type { Sides } from './sides.ts'
import { nameOf } from './variant-words.ts'

/** Has one variant deleted from a channel that has it; where that was asked for already, takes it back. */
export function RemoveOffers({ variant, sides }: { variant: VariantRow; sides: Sides }) {
  const there = variant.channels.filter(({ match, goneAt }) => match === 'matched' && goneAt === null)
  if (there.length === 0) return null
  return (
    <div className={classes.offers}>
      {there.map(side => (
        <RemoveOffer
          key={`${side.channelId} ${side.remoteId}`}
          side={side}
          name={nameOf(variant)}
          channelName={sides.nameOf(side.channelId)}
        />
      ))}
    </div>
  )
}

interface OfferProps {
  readonly side: VariantRow['channels'][number]
  readonly name: string
  readonly channelName: string
}

function RemoveOffer({ side: { channelId, listingId, remoteId }, name, channelName }: OfferProps) {
  const isToGo = useIsToGo(channelId, listingId, remoteId)
  const what = { variants: [{ listingId, offerId: remoteId }] }
  if (isToGo) {
    return (
      <ToGo
        channelId={channelId}
        what={what}
        words={`To be deleted from ${channelName}`}
        keep={`Keep ${name} on ${channelName}`}
      />
    )
  }
  return (
    <RemoveButton channel={{ id: channelId, name: channelName }} what={what} name={name} size="compact-sm">
      Delete this variant from <bdi>{channelName}</bdi>
    </RemoveButton>
  )
}
