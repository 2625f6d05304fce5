import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconHandStop } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { ChannelLive, Live } from '../../../api/contract/live.ts'
import { clockTime, exactTime } from '../../format.ts'
import { liveQuery } from '../../live-queries.ts'
import classes from './live.module.css'
import { ResumeAllDialog, ResumeChannelDialog } from './resume-dialogs.tsx'

/** Says on every page that nothing is written, for as long as somebody wants it so. */
export function StoppedBanner() {
  const live = useQuery(liveQuery).data
  const stopped = live?.channels.filter(channel => channel.stopped !== null) ?? []
  const [only, another] = stopped
  return (
    <div role="status" aria-live="polite">
      {live !== undefined && live.allStopped !== null && <AllStopped live={live} stop={live.allStopped} />}
      {live?.allStopped === null && only !== undefined && another === undefined && <OneStopped channel={only} />}
      {live?.allStopped === null && another !== undefined && <SomeStopped channels={stopped} />}
    </div>
  )
}

function AllStopped({ live, stop }: { live: Live; stop: NonNullable<Live['allStopped']> }) {
  const [resuming, dialog] = useDisclosure(false)
  return (
    <Banner onResume={dialog.open}>
      <strong>All writing to stores is stopped</strong>, since <Since at={stop.at} /> by <bdi>{stop.by}</bdi>. What
      waits is kept, and reading goes on.
      {resuming && <ResumeAllDialog live={live} onClose={dialog.close} />}
    </Banner>
  )
}

function OneStopped({ channel }: { channel: ChannelLive }) {
  const [resuming, dialog] = useDisclosure(false)
  const { stopped, channelName } = channel
  if (stopped === null) return null
  return (
    <Banner onResume={dialog.open}>
      <strong>
        All writing to <bdi>{channelName}</bdi> is stopped
      </strong>
      , since <Since at={stopped.at} /> by <bdi>{stopped.by}</bdi>. What waits is kept, and reading goes on.
      {resuming && <ResumeChannelDialog channel={channel} onClose={dialog.close} />}
    </Banner>
  )
}

function SomeStopped({ channels }: { channels: readonly ChannelLive[] }) {
  return (
    <Banner>
      <strong>All writing to {channels.length} stores is stopped:</strong>{' '}
      {channels.map(({ channelId, channelName }, at) => (
        <span key={channelId}>
          {at > 0 && ', '}
          <Link to="/channels/$channelId/settings/going-live" params={{ channelId }}>
            <bdi>{channelName}</bdi>
          </Link>
        </span>
      ))}
    </Banner>
  )
}

/** A time that stands still: what is read out when it appears is read out again whenever it changes. */
function Since({ at }: { at: string }) {
  return (
    <time dateTime={at} title={exactTime(at)}>
      {clockTime(at)}
    </time>
  )
}

function Banner({ onResume, children }: { onResume?: () => void; children: ReactNode }) {
  return (
    <div className={classes.banner}>
      <IconHandStop size={18} aria-hidden />
      <div className={classes.words}>{children}</div>
      {onResume !== undefined && (
        <Button variant="default" size="compact-sm" onClick={onResume}>
          Resume writing
        </Button>
      )}
    </div>
  )
}
