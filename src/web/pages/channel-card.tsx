import { Link } from '@tanstack/react-router'
import type { Channel } from '../../api/contract/channels.ts'
import { count } from '../format.ts'
import { LinkButton } from '../parts/link-button.tsx'
import { SandboxTag } from '../parts/sandbox-tag.tsx'
import { StateBadge } from '../parts/state.tsx'
import { When } from '../parts/when.tsx'
import classes from './channel-card.module.css'
import { ChannelImport } from './channel-import.tsx'
import { EditedMark } from './drift/edited-mark.tsx'
import { ToSendMark } from './plan/to-send-mark.tsx'

/** One channel on the dashboard: its state, its store, and the one thing to do next. */
export function ChannelCard({ channel }: { channel: Channel }) {
  const params = { channelId: channel.id }
  return (
    <article className={classes.card} data-state={channel.state} aria-label={channel.name}>
      <div className={classes.head}>
        <h2 className={classes.name}>
          <Link to="/channels/$channelId" params={params} className={classes.link}>
            <bdi>{channel.name}</bdi>
          </Link>
        </h2>
        <StateBadge state={channel.state} />
      </div>
      {channel.store === null ? (
        <p className={classes.store}>{channel.kindTitle}</p>
      ) : (
        <p className={classes.store}>
          <bdi>{channel.store.name}</bdi> · {channel.store.domain} {channel.sandbox && <SandboxTag />}
        </p>
      )}
      <Findings channel={channel} />
      {channel.state !== 'not_connected' && <ChannelImport channelId={channel.id} />}
      <EditedMark channelId={channel.id} />
      {channel.state !== 'not_connected' && <ToSendMark channelId={channel.id} />}
      {channel.attention !== null && <p className={classes.attention}>{channel.attention}</p>}
      {channel.state === 'not_connected' && (
        <p className={classes.attention}>Its store is not connected yet. Three values from the store are enough.</p>
      )}
      {channel.state === 'needs_attention' && (
        <LinkButton to="/channels/$channelId/settings/api-connection" params={params} className={classes.button}>
          Mend the connection
        </LinkButton>
      )}
      {channel.state === 'not_connected' && (
        <LinkButton to="/channels/$channelId/settings/api-connection" params={params} className={classes.button}>
          Connect the store
        </LinkButton>
      )}
    </article>
  )
}

/** When it was checked last, and which permissions it lacks. */
function Findings({ channel: { checkedAt, missingPermissions, state } }: { channel: Channel }) {
  if (checkedAt === null) return null
  return (
    <>
      <p className={classes.check}>
        Checked <When at={checkedAt} />
      </p>
      {state !== 'needs_attention' && missingPermissions.length > 0 && (
        <p className={classes.check}>
          {count(missingPermissions.length, 'permission')} missing: {missingPermissions.join(', ')}
        </p>
      )}
    </>
  )
}
