import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { HubProblem } from '../../client.ts'
import { Page } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { useTitle } from '../../parts/title.ts'
import { channelQuery } from '../../queries.ts'
import { NotFound } from '../not-found.tsx'
import { EditedList } from './edited-list.tsx'
import { LookStrip } from './look-strip.tsx'
import { type DriftAsk, driftAsk } from './search.ts'

const route = getRouteApi('/shell/channels/$channelId/edited')

/** What somebody changed in the store of a channel after the hub wrote it, and what becomes of that. */
export function EditedPage() {
  const { channelId } = route.useParams()
  const channel = useQuery(channelQuery(channelId))
  useTitle('Edited in the store', channel.data?.name)
  const navigate = route.useNavigate()
  const raw = route.useSearch()
  const ask = useMemo(() => driftAsk({ ...raw }), [raw])
  const change = useCallback(
    (part: DriftAsk, replace = false) =>
      void navigate({ search: old => ({ ...driftAsk({ ...old }), ...part }), replace, resetScroll: false }),
    [navigate],
  )
  if (channel.error instanceof HubProblem && channel.error.code === 'not_found') {
    return <NotFound what="There is no such channel" />
  }
  return (
    <Page
      title="Edited in the store"
      crumbs={[
        { text: 'All Channels', link: { to: '/channels' } },
        { text: channel.data?.name ?? '…', link: { to: '/channels/$channelId', params: { channelId } } },
      ]}
      subtitle="What somebody changed in the store after the hub wrote it, or last agreed with it. Nothing writes over it, and nothing follows it, until you decide."
    >
      {channel.data === undefined && channel.error !== null && <ProblemAlert error={channel.error} />}
      {channel.data !== undefined && <LookStrip channel={channel.data} />}
      {channel.data !== undefined && (
        <EditedList
          key={channelId}
          channel={channel.data}
          currency={channel.data.profile?.store?.currency ?? null}
          ask={ask}
          onChange={change}
        />
      )}
    </Page>
  )
}
