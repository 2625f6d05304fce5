import { Link } from '@tanstack/react-router'
import type { ChannelDetail } from '../../../api/contract/channels.ts'
import { missingPermissions } from '../../parts/doctor/words.ts'
import { Section } from '../../parts/page.tsx'
import classes from './channel.module.css'

/** What every missing permission would unlock. */
export function MissingPermissions({ channel }: { channel: ChannelDetail }) {
  const missing = missingPermissions(channel.lastCheck?.rows ?? [])
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
        {missing.map(({ name, level, unlocks }) => (
          <li key={name}>
            <strong>
              {name} <span className={classes.level}>{level}</span>
            </strong>
            <span className={classes.muted}>{unlocks.join(' ')}</span>
          </li>
        ))}
      </ul>
    </Section>
  )
}
