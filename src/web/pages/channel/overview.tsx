import { Button, Skeleton } from '@mantine/core'
import { IconPlayerPause, IconPlayerPlay, IconRefresh, IconSettings } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ChannelDetail } from '../../../api/contract/channels.ts'
import { HubProblem } from '../../client.ts'
import { useLiveCheck } from '../../live-checks.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { Page } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { SandboxTag } from '../../parts/sandbox-tag.tsx'
import { StateBadge } from '../../parts/state.tsx'
import { useTitle } from '../../parts/title.ts'
import { channelQuery } from '../../queries.ts'
import { NotFound } from '../not-found.tsx'
import { useRunCheck } from '../settings/use-save-connection.ts'
import { usePause } from '../use-pause.ts'
import { ChannelBody } from './channel-body.tsx'

const route = getRouteApi('/shell/channels/$channelId/')
const crumbs = [{ text: 'All Channels', link: { to: '/channels' } }] as const

/** The channel's own page: its state, what to do, and what the store says of itself. */
export function ChannelPage() {
  const { channelId } = route.useParams()
  const channel = useQuery(channelQuery(channelId))
  useTitle(channel.data?.name)
  if (channel.data !== undefined) return <Channel key={channelId} channel={channel.data} />
  if (channel.error instanceof HubProblem && channel.error.code === 'not_found') {
    return <NotFound what="There is no such channel" />
  }
  return (
    <Page title="Channel" crumbs={crumbs}>
      {channel.error === null ? <Skeleton height={280} radius="lg" /> : <ProblemAlert error={channel.error} />}
    </Page>
  )
}

function Channel({ channel }: { channel: ChannelDetail }) {
  const params = { channelId: channel.id }
  const pause = usePause(channel)
  const run = useRunCheck(channel.id)
  const isChecking = useLiveCheck(channel.id)?.running === true || run.isPending
  const isPaused = channel.state === 'paused'
  return (
    <Page
      title={channel.name}
      crumbs={crumbs}
      badge={<StateBadge state={channel.state} />}
      subtitle={
        <>
          {channel.kindTitle}
          {channel.store !== null && (
            <>
              {' · '}
              <bdi>{channel.store.name}</bdi> · {channel.store.domain}
            </>
          )}{' '}
          {channel.sandbox && <SandboxTag />}
        </>
      }
      actions={
        <>
          {channel.connection !== null && (
            <>
              <Button
                variant="default"
                leftSection={<IconRefresh size={16} aria-hidden />}
                loading={isChecking}
                onClick={() => run.mutate()}
              >
                Check connection
              </Button>
              <Button
                variant="default"
                leftSection={
                  isPaused ? <IconPlayerPlay size={16} aria-hidden /> : <IconPlayerPause size={16} aria-hidden />
                }
                loading={pause.isPending}
                onClick={() => pause.mutate({ paused: !isPaused })}
              >
                {isPaused ? 'Resume' : 'Pause'}
              </Button>
            </>
          )}
          <LinkButton
            to="/channels/$channelId/settings/general"
            params={params}
            variant="default"
            leftSection={<IconSettings size={16} aria-hidden />}
          >
            Channel settings
          </LinkButton>
        </>
      }
    >
      {run.error !== null && <ProblemAlert error={run.error} />}
      <ChannelBody channel={channel} />
    </Page>
  )
}
