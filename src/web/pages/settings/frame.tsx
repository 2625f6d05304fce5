import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, Outlet } from '@tanstack/react-router'
import { HubProblem } from '../../client.ts'
import { Page } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { StateBadge } from '../../parts/state.tsx'
import { useTitle } from '../../parts/title.ts'
import { channelQuery } from '../../queries.ts'
import { NotFound } from '../not-found.tsx'
import classes from './settings.module.css'

const route = getRouteApi('/shell/channels/$channelId/settings')

/** Channel settings: the title, the tabs, and the tab that is open. */
export function SettingsFrame() {
  const { channelId } = route.useParams()
  const channel = useQuery(channelQuery(channelId))
  useTitle('Channel settings', channel.data?.name)
  if (channel.error instanceof HubProblem && channel.error.code === 'not_found') {
    return <NotFound what="There is no such channel" />
  }
  return (
    <Page
      title="Channel settings"
      crumbs={[
        { text: 'All Channels', link: { to: '/channels' } },
        { text: channel.data?.name ?? '…', link: { to: '/channels/$channelId', params: { channelId } } },
      ]}
      badge={channel.data === undefined ? undefined : <StateBadge state={channel.data.state} />}
    >
      <nav aria-label="Channel settings" className={classes.tabs}>
        <Link to="/channels/$channelId/settings/general" params={{ channelId }} className={classes.tab}>
          General
        </Link>
        <Link to="/channels/$channelId/settings/import" params={{ channelId }} className={classes.tab}>
          Import
        </Link>
        <Link to="/channels/$channelId/settings/field-owners" params={{ channelId }} className={classes.tab}>
          Field owners
        </Link>
        <Link to="/channels/$channelId/settings/brakes" params={{ channelId }} className={classes.tab}>
          Brakes
        </Link>
        <Link to="/channels/$channelId/settings/going-live" params={{ channelId }} className={classes.tab}>
          Going live
        </Link>
        <Link to="/channels/$channelId/settings/api-connection" params={{ channelId }} className={classes.tab}>
          API Connection
        </Link>
      </nav>
      {channel.data === undefined && channel.error === null && <Skeleton height={320} radius="lg" />}
      {channel.data === undefined && channel.error !== null && <ProblemAlert error={channel.error} />}
      {channel.data !== undefined && <Outlet key={channelId} />}
    </Page>
  )
}
