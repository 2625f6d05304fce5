import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconHandStop } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { liveQuery } from '../../live-queries.ts'
import { ResumeAllDialog } from './resume-dialogs.tsx'
import { useStopAll } from './use-stop.ts'
import { partsOn } from './words.ts'

/** Stands on every page while the hub may write to a store: one click and it may not. */
export function StopButton() {
  const live = useQuery(liveQuery).data
  const stop = useStopAll()
  const [resuming, dialog] = useDisclosure(false)
  if (live === undefined) return null
  if (live.allStopped !== null) {
    return (
      <>
        <Button
          variant="filled"
          color="red"
          fullWidth
          aria-haspopup="dialog"
          leftSection={<IconHandStop size={16} aria-hidden />}
          onClick={dialog.open}
        >
          Writing is stopped
        </Button>
        {resuming && <ResumeAllDialog live={live} onClose={dialog.close} />}
      </>
    )
  }
  if (!live.channels.some(channel => channel.stopped === null && partsOn(channel) !== '')) return null
  return (
    <Button
      variant="outline"
      color="red"
      fullWidth
      leftSection={<IconHandStop size={16} aria-hidden />}
      loading={stop.isPending}
      onClick={() => stop.mutate()}
    >
      Stop all writing
    </Button>
  )
}
