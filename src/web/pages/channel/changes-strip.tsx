import { useQuery } from '@tanstack/react-query'
import { LinkButton } from '../../parts/link-button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { toDoQuery } from '../../plan-queries.ts'
import { amountWords, outcomeLine } from '../plan/words.ts'

/** What waits to be sent to the store, or is being sent, where there is anything. */
export function ChangesStrip({ channelId }: { channelId: string }) {
  const toDo = useQuery(toDoQuery(channelId)).data
  if (toDo === undefined) return null
  const sent = toDo.plan?.state === 'applying' ? toDo.plan : null
  if (sent === null && toDo.changes === 0) return null
  return (
    <Notice
      tone="plain"
      action={
        <LinkButton to="/channels/$channelId/changes" params={{ channelId }} size="compact-md" variant="default">
          {sent === null ? 'Changes to review' : 'Follow the sending'}
        </LinkButton>
      }
    >
      {sent === null ? `${amountWords(toDo)} wait to be sent to the store.` : `Sending: ${outcomeLine(sent)}.`}
    </Notice>
  )
}
