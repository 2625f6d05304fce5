import type { ChannelDetail } from '../../../api/contract/channels.ts'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/page.tsx'
import { EditedNotice } from '../drift/edited-mark.tsx'
import { HubDrawing } from '../hub-drawing.tsx'
import { ChangesStrip } from './changes-strip.tsx'
import { CheckStrip } from './check-strip.tsx'
import { ImportPanel } from './import-panel.tsx'
import { MissingPermissions } from './missing-permissions.tsx'
import { ShippingZones } from './shipping-zones.tsx'
import { StoreFacts } from './store-facts.tsx'
import { Storefronts } from './storefronts.tsx'

export function ChannelBody({ channel }: { channel: ChannelDetail }) {
  const params = { channelId: channel.id }
  const { profile } = channel
  if (channel.connection === null) {
    return (
      <Section title="Not connected">
        <Empty
          drawing={<HubDrawing />}
          title="Connect this channel to its store"
          actions={
            <LinkButton to="/channels/$channelId/settings/api-connection" params={params}>
              Connect the store
            </LinkButton>
          }
        >
          Make an API account in {channel.kindTitle} and bring its Store Hash, Client ID and Access Token. Connecting
          only reads; nothing is written to your store.
        </Empty>
      </Section>
    )
  }
  return (
    <>
      {channel.attention !== null && (
        <Notice
          tone="attention"
          action={
            <LinkButton to="/channels/$channelId/settings/api-connection" params={params} size="compact-md">
              Mend the connection
            </LinkButton>
          }
        >
          {channel.attention}
        </Notice>
      )}
      {channel.state === 'paused' && (
        <Notice tone="plain">This channel is paused: the hub makes no request to the store by itself.</Notice>
      )}
      <ChangesStrip channelId={channel.id} />
      <EditedNotice channelId={channel.id} />
      <CheckStrip channel={channel} />
      <ImportPanel channel={channel} />
      <MissingPermissions channel={channel} />
      {profile === null ? (
        <Section title="Store">
          <p>The store has not answered yet. What it says of itself stands here as soon as it does.</p>
        </Section>
      ) : (
        <>
          <StoreFacts store={profile.store} readAt={profile.readAt} />
          <Storefronts storefronts={profile.storefronts} />
          <ShippingZones zones={profile.shippingZones} />
        </>
      )}
    </>
  )
}
