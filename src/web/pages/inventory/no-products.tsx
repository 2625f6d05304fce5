import { IconPackageImport } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Section } from '../../parts/page.tsx'
import { channelsQuery } from '../../queries.ts'

/** The master catalog is empty: it is made from what the stores have. */
export function NoProducts() {
  const channels = useQuery(channelsQuery).data ?? []
  const only = channels.length === 1 ? channels[0] : undefined
  return (
    <Section title="No products yet">
      <Empty
        drawing={<IconPackageImport size={36} stroke={1.4} aria-hidden />}
        title="Your catalog comes from your stores"
        actions={
          only === undefined ? (
            <LinkButton to="/channels">{channels.length === 0 ? 'Connect a store' : 'Choose a channel'}</LinkButton>
          ) : (
            <LinkButton to="/channels/$channelId" params={{ channelId: only.id }}>
              Go to <bdi>{only.name}</bdi>
            </LinkButton>
          )
        }
      >
        Import a store on its channel’s page: every product of it stands here then, once, ready for every other channel.
      </Empty>
    </Section>
  )
}
