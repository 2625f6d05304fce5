import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { count } from '../../format.ts'
import { ofTotal } from '../../parts/run/words.ts'
import { catalogQuery } from '../../run-queries.ts'

interface Props {
  readonly channelId: string
  /** Whether the store was connected on this page just now: then the end of its first import is told, too. */
  readonly justSaved: boolean
}

/** After connecting the catalog comes by itself: says so, and where to follow it. */
export function ImportLine({ channelId, justSaved }: Props) {
  const state = useQuery(catalogQuery(channelId)).data
  if (state === undefined) return null
  const { activeRun, counts } = state
  if (activeRun === null && (!justSaved || counts.products === 0)) return null
  return (
    <p>
      {activeRun === null
        ? `${count(counts.products, 'product')} imported. `
        : `Its catalog is being imported: ${ofTotal(activeRun.progress.products, 'product')} so far. `}
      <Link to="/channels/$channelId" params={{ channelId }}>
        {activeRun === null ? 'See the channel' : 'Follow the import'}
      </Link>
    </p>
  )
}
