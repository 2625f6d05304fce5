import { IconLink, IconLinkOff, IconLinkPlus, IconPlugX, IconTrash } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { VariantRow } from '../../../api/contract/catalog.ts'
import { StateBox } from '../../parts/grid/cells.tsx'
import { useIsToGo } from '../../parts/removal/use-removal.ts'

/** How a store's variant stands to the master catalog. */
export function MatchState({ side }: { side: VariantRow['channels'][number] }) {
  const isToGo = useIsToGo(side.channelId, side.listingId, side.remoteId)
  if (side.goneAt !== null) {
    return (
      <StateBox tone="red" icon={<IconPlugX size={14} aria-hidden />}>
        Gone from the store
      </StateBox>
    )
  }
  if (isToGo) {
    return (
      <StateBox tone="red" icon={<IconTrash size={14} aria-hidden />}>
        To be deleted
      </StateBox>
    )
  }
  if (side.match === 'waiting') {
    return (
      <Link to="/review">
        <StateBox tone="amber" icon={<IconLinkPlus size={14} aria-hidden />}>
          Not matched
        </StateBox>
      </Link>
    )
  }
  if (side.match === 'left_out') {
    return (
      <StateBox tone="gray" icon={<IconLinkOff size={14} aria-hidden />}>
        Left out
      </StateBox>
    )
  }
  return (
    <StateBox tone="quiet" icon={<IconLink size={14} aria-hidden />}>
      Matched
    </StateBox>
  )
}
