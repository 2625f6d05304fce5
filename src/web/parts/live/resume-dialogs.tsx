import type { ChannelLive, Live } from '../../../api/contract/live.ts'
import { Confirm } from '../confirm.tsx'
import classes from './live.module.css'
import { useResumeAll, useResumeChannel } from './use-stop.ts'
import { partsOn } from './words.ts'

/** Says to which stores what may be written again, before it is. */
export function ResumeAllDialog({ live, onClose }: { live: Live; onClose: () => void }) {
  const resume = useResumeAll(onClose)
  const open = live.channels.filter(channel => channel.stopped === null && partsOn(channel) !== '')
  const still = live.channels.filter(channel => channel.stopped !== null && partsOn(channel) !== '')
  return (
    <Confirm title="Resume writing?" confirm="Resume writing" keep="Stay stopped" mutation={resume} onClose={onClose}>
      <div className={classes.said}>
        {open.length === 0 ? (
          <p>No store may be written to at present. What goes live from now on may be written again.</p>
        ) : (
          <>
            <p>What waits goes on where it stopped. The hub may write again to:</p>
            <ul className={classes.list}>
              {open.map(channel => (
                <li key={channel.channelId}>
                  <bdi>{channel.channelName}</bdi>: {partsOn(channel)}
                </li>
              ))}
            </ul>
          </>
        )}
        {still.length > 0 && (
          <p>
            Stopped by itself, and so it stays:{' '}
            {still.map(({ channelId, channelName }, at) => (
              <span key={channelId}>
                {at > 0 && ', '}
                <bdi>{channelName}</bdi>
              </span>
            ))}
            .
          </p>
        )}
      </div>
    </Confirm>
  )
}

/** The same for one channel. */
export function ResumeChannelDialog({ channel, onClose }: { channel: ChannelLive; onClose: () => void }) {
  const resume = useResumeChannel(channel, onClose)
  const parts = partsOn(channel)
  return (
    <Confirm title="Resume writing?" confirm="Resume writing" keep="Stay stopped" mutation={resume} onClose={onClose}>
      <p>
        {parts === '' ? (
          <>
            Nothing of <bdi>{channel.channelName}</bdi> is live at present, so nothing is written to it.
          </>
        ) : (
          <>
            What waits goes on where it stopped. The hub may write {parts} to <bdi>{channel.channelName}</bdi> again
            {channel.allStopped === null ? '.' : ', once writing to all stores is resumed too.'}
          </>
        )}
      </p>
    </Confirm>
  )
}
