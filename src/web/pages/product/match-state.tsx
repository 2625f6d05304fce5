import { IconLink, IconLinkOff, IconLinkPlus, IconPlugX } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import type { VariantRow } from '../../../api/contract/catalog.ts'
import { StateBox } from '../../parts/grid/cells.tsx'

/** How a store's variant stands to the master catalog. */
export function MatchState({ side }: { side: VariantRow['channels'][number] }) {
  if (side.goneAt !== null) {
    return (
      <StateBox tone="red" icon={<IconPlugX size={14} aria-hidden />}>
        Gone from the store
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
