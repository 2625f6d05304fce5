import { IconPencilExclamation } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { driftCountsQuery } from '../../drift-queries.ts'
import { amountOf } from '../../format.ts'
import { LinkButton } from '../../parts/link-button.tsx'
import { Notice } from '../../parts/notice.tsx'
import classes from './drift.module.css'

/** On the card of a channel: how much was edited in its store and waits for a decision. */
export function EditedMark({ channelId }: { channelId: string }) {
  const edits = useQuery(driftCountsQuery).data?.get(channelId)
  if (edits === undefined || edits.count === 0) return null
  return (
    <p className={classes.mark}>
      <IconPencilExclamation size={15} aria-hidden />
      <Link to="/channels/$channelId/edited" params={{ channelId }}>
        {amountOf(edits)} edited in the store
      </Link>
    </p>
  )
}

/** The same on the channel's own page. */
export function EditedNotice({ channelId }: { channelId: string }) {
  const edits = useQuery(driftCountsQuery).data?.get(channelId)
  if (edits === undefined || edits.count === 0) return null
  return (
    <Notice
      tone="plain"
      action={
        <LinkButton to="/channels/$channelId/edited" params={{ channelId }} variant="default" size="compact-md">
          Decide
        </LinkButton>
      }
    >
      <strong>
        {amountOf(edits)} {edits.count === 1 ? 'field was' : 'fields were'} edited in the store.
      </strong>{' '}
      Nothing writes over {edits.count === 1 ? 'it' : 'them'} before you decide.
    </Notice>
  )
}
