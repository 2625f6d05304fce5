import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ChannelLive } from '../../../api/contract/live.ts'
import { Section } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { sendingQuery } from '../../sending-queries.ts'
import { SendingPart } from './sending-part.tsx'
import classes from './sending-section.module.css'

/** How what is edited gets to the store, part by part. */
export function SendingSection({ channel }: { channel: ChannelLive }) {
  const { channelId } = channel
  const { data: sending, error } = useQuery(sendingQuery(channelId))
  return (
    <Section
      title="How changes are sent"
      note="What the hub sends by itself it sends as any other plan: it reads the products right before, can be undone, and stands under Activity. What trips a warning waits for you, and what was edited in the store is never written over."
    >
      <div className={classes.parts}>
        {sending !== undefined &&
          channel.parts.flatMap(({ part }) => {
            const of = sending[part]
            // A form of its own for each rule that is kept: somebody else may change it meanwhile.
            return of === undefined
              ? []
              : [<SendingPart key={`${part} ${of.since}`} part={part} of={of} sending={sending} channel={channel} />]
          })}
        {sending === undefined && error === null && <Skeleton height={220} radius="lg" />}
        {sending === undefined && error !== null && <ProblemAlert error={error} />}
      </div>
    </Section>
  )
}
