import { Button, Modal } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import classes from './form.module.css'

interface Props {
  readonly isDirty: boolean
}

/** Asks before what was typed would be lost. */
export function LeaveGuard({ isDirty }: Props) {
  const blocker = useBlocker({
    shouldBlockFn: ({ current, next }) => isDirty && current.pathname !== next.pathname,
    enableBeforeUnload: () => isDirty,
    disabled: !isDirty,
    withResolver: true,
  })
  if (blocker.status !== 'blocked') return null
  return (
    <Modal opened onClose={blocker.reset} title="Leave without saving?" size={440}>
      <div className={classes.form}>
        <p>What you typed on this page is not saved yet.</p>
        <div className={classes.buttonsEnd}>
          <Button variant="default" onClick={blocker.proceed}>
            Leave without saving
          </Button>
          <Button data-autofocus onClick={blocker.reset}>
            Stay here
          </Button>
        </div>
      </div>
    </Modal>
  )
}
