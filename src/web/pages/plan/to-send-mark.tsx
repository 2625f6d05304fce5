import { IconSend } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { count } from '../../format.ts'
import { toDoQuery } from '../../plan-queries.ts'
import classes from '../drift/drift.module.css'

/** On the card of a channel: how much waits to be sent to its store, with the way to it. */
export function ToSendMark({ channelId }: { channelId: string }) {
  const changes = useQuery(toDoQuery(channelId)).data?.changes ?? 0
  if (changes === 0) return null
  return (
    <p className={classes.mark}>
      <IconSend size={15} aria-hidden />
      <Link to="/channels/$channelId/changes" params={{ channelId }}>
        {count(changes, 'change')} to review
      </Link>
    </p>
  )
}
