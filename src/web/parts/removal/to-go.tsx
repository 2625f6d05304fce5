import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import { StateBox } from '../grid/cells.tsx'
import classes from './removal.module.css'
import { type ToRemove, useKeep } from './use-removal.ts'

interface Props {
  readonly channelId: string
  readonly what: ToRemove
  readonly words: string
  /** What keeping is called for those who do not see what stands around the button. */
  readonly keep: string
}

/** Says that something waits to be deleted in a store, and keeps it there on a click. */
export function ToGo({ channelId, what, words, keep }: Props) {
  const kept = useKeep(channelId)
  return (
    <div className={classes.toGo}>
      <StateBox tone="red" icon={<IconTrash size={14} aria-hidden />}>
        {words}
      </StateBox>
      <Button
        variant="default"
        size="compact-xs"
        loading={kept.isPending}
        aria-label={keep}
        onClick={() => kept.mutate(what)}
      >
        Keep
      </Button>
    </div>
  )
}
