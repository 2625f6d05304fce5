import { Skeleton } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Outlet } from '@tanstack/react-router'
import { count } from '../format.ts'
import { Empty } from '../parts/empty.tsx'
import { LinkButton } from '../parts/link-button.tsx'
import { Page, Section } from '../parts/page.tsx'
import { ProblemAlert } from '../parts/problem.tsx'
import { useTitle } from '../parts/title.ts'
import { TrySandboxButton } from '../parts/try-sandbox.tsx'
import { channelsQuery } from '../queries.ts'
import { ChannelTable } from './channel-table.tsx'
import { HubDrawing } from './hub-drawing.tsx'

export function ChannelsPage() {
  useTitle('All Channels')
  const channels = useQuery(channelsQuery)
  const add = (
    <LinkButton to="/channels/add" leftSection={<IconPlus size={16} aria-hidden />}>
      Add channel
    </LinkButton>
  )
  const isEmpty = channels.data?.length === 0
  return (
    <Page
      title="All Channels"
      subtitle="A channel is one place you sell: a BigCommerce store is one channel."
      actions={isEmpty ? undefined : add}
    >
      {channels.data === undefined && channels.error === null && <Skeleton height={220} radius="lg" />}
      {channels.data === undefined && channels.error !== null && <ProblemAlert error={channels.error} />}
      {isEmpty && (
        <Section title="No channels yet">
          <Empty
            drawing={<HubDrawing />}
            title="Connect your first store"
            actions={
              <>
                {add}
                <TrySandboxButton />
              </>
            }
          >
            Add a channel for your own store. Or start with a sandbox store: it runs inside this hub, and nothing in it
            is real.
          </Empty>
        </Section>
      )}
      {channels.data !== undefined && !isEmpty && (
        <Section title={count(channels.data.length, 'channel')} flush>
          <ChannelTable channels={channels.data} />
        </Section>
      )}
      <Outlet />
    </Page>
  )
}
