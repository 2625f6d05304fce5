import { Button, NativeSelect, NumberInput, SegmentedControl, TextInput } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { useState } from 'react'
import type { ChannelLive, LivePart } from '../../../api/contract/live.ts'
import type { Sending, SendingAt, SendingOfPart, SendingRule } from '../../../api/contract/sending.ts'
import { call } from '../../client.ts'
import { count } from '../../format.ts'
import { LeaveGuard } from '../../parts/leave-guard.tsx'
import { partWords } from '../../parts/live/words.ts'
import { tellDone, tellFailure } from '../../parts/undo.tsx'
import { keepSending } from '../../sending-queries.ts'
import classes from './sending-section.module.css'
import { SendingState } from './sending-state.tsx'
import { ruleWords, type When, whenOf, whenWords } from './sending-words.ts'

const usualMinutes = 60
const minutesMost = 10_080
const usualTime = '07:00'

interface Draft {
  readonly mode: SendingRule['mode']
  readonly when: When
  readonly minutes: number | string
  readonly time: string
}

function draftOf({ mode, at }: SendingRule): Draft {
  const every = at !== 'once' && 'everyMinutes' in at ? at.everyMinutes : usualMinutes
  const daily = at !== 'once' && 'dailyAt' in at ? at.dailyAt : usualTime
  return { mode, when: whenOf(at), minutes: every, time: daily }
}

/** Null where the draft is not whole. */
function ruleOf({ mode, when, minutes, time }: Draft): SendingRule | null {
  if (when === 'once') return { mode, at: 'once' }
  if (when === 'daily') return /^\d\d:\d\d$/.test(time) ? { mode, at: { dailyAt: time } } : null
  const whole = typeof minutes === 'number' && Number.isInteger(minutes) && minutes >= 1 && minutes <= minutesMost
  return whole ? { mode, at: { everyMinutes: minutes } } : null
}

const isSame = (a: SendingAt, b: SendingAt) => JSON.stringify(a) === JSON.stringify(b)

interface Props {
  readonly part: LivePart
  readonly of: SendingOfPart
  readonly sending: Sending
  readonly channel: ChannelLive
}

/** How the changes of one part get to the store, with what holds them. */
export function SendingPart({ part, of, sending, channel }: Props) {
  const { channelId, timeZone } = sending
  const [draft, setDraft] = useState(() => draftOf(of))
  const change = (with_: Partial<Draft>) => setDraft(before => ({ ...before, ...with_ }))
  const rule = ruleOf(draft)
  const isDirty = rule === null || rule.mode !== of.mode || !isSame(rule.at, of.at)
  const isOn = channel.parts.some(each => each.part === part && each.on)
  const { title } = partWords[part]
  const save = useMutation({
    mutationFn: (to: SendingRule) =>
      call('PUT /api/channels/:channelId/sending', { params: { channelId }, body: { [part]: to } }),
    onSuccess: (answer, to) => {
      keepSending(answer)
      const before: SendingRule = { mode: of.mode, at: of.at }
      const undo = to.mode === before.mode && isSame(to.at, before.at) ? undefined : () => save.mutate(before)
      tellDone(`${title}: ${ruleWords(to, timeZone)}`, undo, 'sending')
    },
    onError: tellFailure,
  })
  return (
    <fieldset className={classes.part}>
      <legend className={classes.title}>{title}</legend>
      <div className={classes.choice}>
        <SegmentedControl
          aria-label={`How changes of ${title.toLowerCase()} are sent`}
          value={draft.mode}
          onChange={value => change({ mode: value as Draft['mode'] })}
          data={[
            { value: 'ask', label: 'Ask me' },
            { value: 'by_itself', label: 'Send by itself' },
          ]}
        />
        <NativeSelect
          aria-label={`When changes of ${title.toLowerCase()} are ${draft.mode === 'ask' ? 'planned' : 'sent'}`}
          value={draft.when}
          onChange={event => change({ when: event.currentTarget.value as When })}
          data={(['once', 'every', 'daily'] as const).map(value => ({ value, label: whenWords[draft.mode][value] }))}
        />
        {draft.when === 'every' && (
          <NumberInput
            className={classes.short ?? ''}
            aria-label="Minutes"
            suffix=" minutes"
            min={1}
            max={minutesMost}
            allowDecimal={false}
            allowNegative={false}
            value={draft.minutes}
            error={rule === null}
            onChange={minutes => change({ minutes })}
          />
        )}
        {draft.when === 'daily' && (
          <TextInput
            className={classes.short ?? ''}
            aria-label={`Time of day, ${timeZone} time`}
            type="time"
            required
            value={draft.time}
            error={rule === null}
            onChange={event => change({ time: event.currentTarget.value.slice(0, 5) })}
          />
        )}
      </div>
      <p className={classes.comes}>
        {rule === null
          ? draft.when === 'every'
            ? `Give a number of minutes from 1 to ${minutesMost.toLocaleString('en')}.`
            : 'Give a time of day.'
          : ruleWords(rule, timeZone)}
        {draft.when === 'daily' && sending.timeZoneOf === 'none' && ' The store has not told its time zone.'}
      </p>
      {isDirty && (
        <div className={classes.save}>
          {rule?.mode === 'by_itself' && of.mode === 'ask' && of.toDo > 0 && (
            <p className={classes.mind}>
              {count(of.toDo, 'change')} {of.toDo === 1 ? 'waits' : 'wait'}, and will be sent too, unless you left
              {of.toDo === 1 ? ' it' : ' them'} out or a warning holds {of.toDo === 1 ? 'it' : 'them'}.
            </p>
          )}
          <Button
            size="compact-md"
            loading={save.isPending}
            disabled={rule === null}
            onClick={() => rule !== null && save.mutate(rule)}
          >
            Save
          </Button>
          <Button size="compact-md" variant="default" disabled={save.isPending} onClick={() => setDraft(draftOf(of))}>
            Cancel
          </Button>
        </div>
      )}
      <SendingState of={of} channelId={channelId} isOn={isOn} more={sending.more} />
      <LeaveGuard isDirty={isDirty} />
    </fieldset>
  )
}
