import { Button, Skeleton, Switch } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useMutation, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { useState } from 'react'
import type { ChannelLive, LivePart } from '../../../api/contract/live.ts'
import { call } from '../../client.ts'
import { keepChannelLive, liveQuery } from '../../live-queries.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { ResumeChannelDialog } from '../../parts/live/resume-dialogs.tsx'
import { useStopChannel } from '../../parts/live/use-stop.ts'
import { partsOn, partWords } from '../../parts/live/words.ts'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { tellDone, tellFailure } from '../../parts/undo.tsx'
import { When } from '../../parts/when.tsx'
import live from './going-live.module.css'
import { SendingSection } from './sending-section.tsx'
import classes from './settings.module.css'
import { SwitchOnDialog } from './switch-on.tsx'

const route = getRouteApi('/shell/channels/$channelId/settings/going-live')

/** What the hub may write to this store. */
export function GoingLivePage() {
  const { channelId } = route.useParams()
  const state = useQuery(liveQuery)
  const channel = state.data?.channels.find(each => each.channelId === channelId)
  return (
    <div className={classes.narrow}>
      {channel !== undefined && (
        <>
          <PartsSection channel={channel} />
          <SendingSection channel={channel} />
          <StopSection channel={channel} />
        </>
      )}
      {channel === undefined && state.error === null && <Skeleton height={320} radius="lg" />}
      {channel === undefined && state.error !== null && <ProblemAlert error={state.error} />}
    </div>
  )
}

interface Wish {
  readonly part: LivePart
  readonly on: boolean
  /** Whether this takes back a step, so that no way back from it is offered again. */
  readonly isUndo?: boolean
}

function PartsSection({ channel }: { channel: ChannelLive }) {
  const { channelId, channelName } = channel
  const [asked, setAsked] = useState<LivePart | null>(null)
  const change = useMutation({
    mutationFn: ({ part, on }: Wish) =>
      call('PATCH /api/channels/:channelId/live', {
        params: { channelId },
        body: on ? { on: [part] } : { off: [part] },
      }),
    onSuccess: (answer, { part, on, isUndo }) => {
      keepChannelLive(answer)
      const words = `${partWords[part].title} of ${channelName}: switched ${on ? 'on' : 'off'}.`
      tellDone(words, isUndo === true ? undefined : () => change.mutate({ part, on: !on, isUndo: true }), 'live')
    },
    onError: tellFailure,
  })
  return (
    <Section
      title="Going live"
      note="What is off is only read: nothing in this hub can change it in the store. What you edit is collected under Changes to review, which shows every change, and goes to the store when you send it; or by itself, where you say so below."
    >
      <div className={live.parts}>
        {!channel.connected && (
          <Notice
            tone="plain"
            action={
              <LinkButton
                to="/channels/$channelId/settings/api-connection"
                params={{ channelId }}
                size="compact-md"
                variant="default"
              >
                Connect the store
              </LinkButton>
            }
          >
            This channel can go live once it is connected to its store.
          </Notice>
        )}
        {channel.parts.map(({ part, on, since, by }) => (
          <div key={part} className={live.part}>
            <Switch
              size="md"
              className={live.switch ?? ''}
              label={partWords[part].title}
              aria-describedby={`covers-${part}`}
              checked={on}
              disabled={!(channel.connected || on) || change.isPending}
              onChange={event => (event.currentTarget.checked ? setAsked(part) : change.mutate({ part, on: false }))}
            />
            <p id={`covers-${part}`} className={live.covers}>
              {partWords[part].covers}
            </p>
            <p className={live.since}>
              {since === null ? (
                'Off: only read'
              ) : (
                <>
                  On since <When at={since} />, by <bdi>{by}</bdi>
                </>
              )}
            </p>
          </div>
        ))}
        <p className={live.aside}>Orders and stock cannot be written yet: they stay as they are in the store.</p>
      </div>
      {asked !== null && (
        <SwitchOnDialog
          channel={channel}
          part={asked}
          onSwitchOn={part => change.mutateAsync({ part, on: true })}
          onClose={() => setAsked(null)}
        />
      )}
    </Section>
  )
}

function StopSection({ channel }: { channel: ChannelLive }) {
  const stop = useStopChannel(channel)
  const [resuming, dialog] = useDisclosure(false)
  const { stopped, allStopped } = channel
  const nothingIsOn = partsOn(channel) === ''
  return (
    <Section title={stopped === null ? 'Stop all writing' : 'All writing to this store is stopped'}>
      <div className={classes.row}>
        <p>
          {stopped === null && nothingIsOn && 'Nothing of this store is live, so there is nothing to stop.'}
          {stopped === null &&
            !nothingIsOn &&
            'Holds before the next request, also in the middle of a plan. What waits is kept, and reading goes on.'}
          {stopped !== null && (
            <>
              Since <When at={stopped.at} />, by <bdi>{stopped.by}</bdi>. What waits is kept, and reading goes on.
            </>
          )}
          {allStopped !== null && ' At present all writing to all stores is stopped as well.'}
        </p>
        {stopped === null ? (
          <Button
            variant="outline"
            color="red"
            loading={stop.isPending}
            onClick={() => stop.mutate()}
            disabled={nothingIsOn}
          >
            Stop writing to this store
          </Button>
        ) : (
          <Button variant="default" onClick={dialog.open}>
            Resume writing
          </Button>
        )}
      </div>
      {resuming && <ResumeChannelDialog channel={channel} onClose={dialog.close} />}
    </Section>
  )
}
