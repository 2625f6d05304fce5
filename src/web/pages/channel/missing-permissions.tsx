import { Link } from '@tanstack/react-router'
import type { ChannelDetail } from '../../../api/contract/channels.ts'
import { Section } from '../../parts/page.tsx'
import classes from './channel.module.css'

/** What every missing permission would unlock. */
export function MissingPermissions({ channel }: { channel: ChannelDetail }) {
  const missing = (channel.lastCheck?.rows ?? []).filter(row => row.verdict === 'missing' && row.scope !== null)
  if (missing.length === 0) return null
  return (
    <Section
      title={missing.length === 1 ? 'One permission is missing' : `${missing.length} permissions are missing`}
      note="The channel works without them. Each one would unlock more."
      actions={
        <Link to="/channels/$channelId/settings/api-connection" params={{ channelId: channel.id }}>
          How to get them
        </Link>
      }
    >
      <ul className={classes.missing}>
        {missing.map(row => (
          <li key={row.key}>
            <strong>
              {row.scope?.name ?? row.title} <span className={classes.level}>{row.scope?.level}</span>
            </strong>
            <span className={classes.muted}>{row.unlocks ?? row.found}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
