import { Skeleton } from '@mantine/core'
import { useQueries, useQuery } from '@tanstack/react-query'
import type { Channel } from '../../api/contract/channels.ts'
import { count } from '../format.ts'
import { Page } from '../parts/page.tsx'
import { ProblemAlert } from '../parts/problem.tsx'
import { useTitle } from '../parts/title.ts'
import { toDoQuery } from '../plan-queries.ts'
import { channelsQuery, hubQuery } from '../queries.ts'
import { catalogQuery } from '../run-queries.ts'
import { ChannelCard } from './channel-card.tsx'
import classes from './dashboard.module.css'
import { decisionsOf } from './decisions.ts'
import { Welcome } from './welcome.tsx'

const harmOrder = { needs_attention: 0, not_connected: 1, stopped: 2, paused: 3, connected: 4, live: 4 } as const

/** What needs a person, and how each channel stands. */
export function DashboardPage() {
  useTitle('Dashboard')
  const channels = useQuery(channelsQuery)
  const undecided = useUndecided(channels.data ?? [])
  const toSend = useToSend(channels.data ?? [])
  const name = useQuery(hubQuery).data?.user?.name
  if (channels.data === undefined) {
    return (
      <Page title="Dashboard">
        {channels.error === null ? <CardSkeletons /> : <ProblemAlert error={channels.error} />}
      </Page>
    )
  }
  if (channels.data.length === 0) return <Welcome name={name} />
  const sorted = channels.data.toSorted((a, b) => harmOrder[a.state] - harmOrder[b.state])
  const waiting = sorted.filter(({ id, state }) => harmOrder[state] < 2 || undecided.has(id)).length
  return (
    <Page title="Dashboard" subtitle={subtitleOf(waiting, toSend)}>
      <ul className={classes.cards} aria-label="Channels">
        {sorted.map(channel => (
          <li key={channel.id}>
            <ChannelCard channel={channel} />
          </li>
        ))}
      </ul>
    </Page>
  )
}

function subtitleOf(waiting: number, toSend: number): string {
  const sending = `${count(toSend, 'change')} ${toSend === 1 ? 'waits' : 'wait'} to be sent.`
  if (waiting > 0) {
    const needing = `${count(waiting, 'channel needs', 'channels need')} you.`
    return toSend === 0 ? needing : `${needing} ${sending}`
  }
  return toSend === 0 ? 'Nothing needs you right now.' : sending
}

/** How many changes wait to be sent, of all channels. */
function useToSend(channels: readonly Channel[]): number {
  return useQueries({
    queries: channels.filter(({ state }) => state !== 'not_connected').map(({ id }) => toDoQuery(id)),
    combine: results => results.reduce((sum, { data }) => sum + (data?.changes ?? 0), 0),
  })
}

/** The channels whose import waits for a decision. */
function useUndecided(channels: readonly Channel[]): ReadonlySet<string> {
  return useQueries({
    queries: channels.filter(({ state }) => state !== 'not_connected').map(({ id }) => catalogQuery(id)),
    combine: results =>
      new Set(
        results.flatMap(({ data }) => (data !== undefined && decisionsOf(data).length > 0 ? [data.channelId] : [])),
      ),
  })
}

function CardSkeletons() {
  return (
    <div className={classes.cards} aria-busy="true">
      <Skeleton height={168} radius="lg" />
      <Skeleton height={168} radius="lg" />
    </div>
  )
}
