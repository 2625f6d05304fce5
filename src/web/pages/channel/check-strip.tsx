import { Link } from '@tanstack/react-router'
import type { ChannelDetail } from '../../../api/contract/channels.ts'
import { count } from '../../format.ts'
import { shownCheck, useLiveCheck } from '../../live-checks.ts'
import { VerdictIcon } from '../../parts/doctor/verdict-icon.tsx'
import { tally } from '../../parts/doctor/words.ts'
import { When } from '../../parts/when.tsx'
import classes from './channel.module.css'

/** The last check in one line, and the way to its rows. */
export function CheckStrip({ channel }: { channel: ChannelDetail }) {
  const check = shownCheck(channel.lastCheck, useLiveCheck(channel.id))
  if (check === null) return null
  return (
    <div className={classes.strip} role="status">
      {check.running ? (
        <span>Checking… {count(check.rows.length, 'answer')} so far</span>
      ) : (
        <>
          {tally(check.rows).map(part => (
            <span key={part.verdict} className={classes.part}>
              <VerdictIcon verdict={part.verdict} size={15} />
              {part.words}
            </span>
          ))}
          {check.finishedAt !== null && (
            <span className={classes.muted}>
              Checked <When at={check.finishedAt} />
            </span>
          )}
        </>
      )}
      <Link to="/channels/$channelId/settings/api-connection" params={{ channelId: channel.id }}>
        See what was checked
      </Link>
    </div>
  )
}
