import { NativeSelect, Skeleton } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { Empty } from '../../parts/empty.tsx'
import { LoadMore } from '../../parts/load-more.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { useTitle } from '../../parts/title.ts'
import { plansQuery } from '../../plan-queries.ts'
import { channelsQuery } from '../../queries.ts'
import { runsQuery } from '../../run-queries.ts'
import { PlanTable } from '../plan/plan-table.tsx'
import { RunTable } from './run-table.tsx'

const route = getRouteApi('/shell/activity/')

/** All imports, the newest first. */
export function ActivityPage() {
  useTitle('Activity')
  const { channel } = route.useSearch()
  const runs = useInfiniteQuery(runsQuery(channel))
  const rows = runs.data?.pages.flatMap(page => page.runs)
  return (
    <Page
      title="Activity"
      subtitle="What the hub did with your stores: every import with an account of every row, and everything that was sent."
      actions={<ChannelFilter channelId={channel} />}
    >
      {rows === undefined && runs.error === null && <Skeleton height={240} radius="lg" />}
      {rows === undefined && runs.error !== null && <ProblemAlert error={runs.error} />}
      {rows?.length === 0 && (
        <Section title="No imports yet">
          <Empty drawing={<IconHistory size={40} stroke={1.2} aria-hidden />} title="Nothing happened yet">
            As soon as a channel is connected, the hub imports its catalog. Every import is listed here, with what came
            and what did not.
          </Empty>
        </Section>
      )}
      <Sent channelId={channel} />
      {rows !== undefined && rows.length > 0 && (
        <Section title="Imports" flush>
          <RunTable runs={rows} />
          <LoadMore query={runs} />
        </Section>
      )}
    </Page>
  )
}

/** What was computed to be sent, and what became of it. */
function Sent({ channelId }: { channelId: string | undefined }) {
  const plans = useInfiniteQuery(plansQuery(channelId))
  const rows = plans.data?.pages.flatMap(page => page.plans) ?? []
  if (plans.error !== null && rows.length === 0) return <ProblemAlert error={plans.error} />
  if (rows.length === 0) return null
  return (
    <Section title="Changes to review" flush>
      <PlanTable plans={rows} label="Changes to review" withChannel />
      <LoadMore query={plans} />
    </Section>
  )
}

/** Only where there are several channels, or one is chosen. */
function ChannelFilter({ channelId }: { channelId: string | undefined }) {
  const channels = useQuery(channelsQuery).data ?? []
  const navigate = useNavigate()
  if (channels.length < 2 && channelId === undefined) return null
  return (
    <NativeSelect
      aria-label="Channel"
      value={channelId ?? ''}
      data={[{ value: '', label: 'All channels' }, ...channels.map(({ id, name }) => ({ value: id, label: name }))]}
      onChange={event => {
        const channel = event.currentTarget.value
        void navigate({ to: '/activity', search: channel === '' ? {} : { channel }, replace: true })
      }}
    />
  )
}
