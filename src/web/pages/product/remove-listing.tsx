import type { ProductDetail } from '../../../api/contract/catalog.ts'
import { RemoveButton } from '../../parts/removal/remove-button.tsx'
import { ToGo } from '../../parts/removal/to-go.tsx'
import { useIsToGo } from '../../parts/removal/use-removal.ts'

interface Props {
  readonly side: ProductDetail['channels'][number]
  readonly name: string
}

/** Has the product deleted from one channel; where that was asked for already, takes it back. */
export function RemoveListing({ side: { channelId, channelName, remoteId }, name }: Props) {
  const isToGo = useIsToGo(channelId, remoteId, null)
  const what = { products: [remoteId] }
  if (isToGo) {
    return <ToGo channelId={channelId} what={what} words="To be deleted" keep={`Keep it on ${channelName}`} />
  }
  return (
    <RemoveButton channel={{ id: channelId, name: channelName }} what={what} name={name} size="compact-sm">
      Delete from <bdi>{channelName}</bdi>
    </RemoveButton>
  )
}
