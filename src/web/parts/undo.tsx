import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { wordsOf } from './problem.tsx'

const shownMs = 8_000

/** Tells what was done, with the way back where there is one. Of messages with one `slot` only the latest is shown. */
export function tellDone(message: string, undo?: () => void, slot?: string): void {
  if (slot !== undefined) notifications.hide(slot)
  const id = notifications.show({
    ...(slot === undefined ? {} : { id: slot }),
    message: (
      <div style={{ display: 'flex', alignItems: 'center', gap: 12, justifyContent: 'space-between' }}>
        <bdi>{message}</bdi>
        {undo !== undefined && (
          <Button
            variant="subtle"
            size="compact-sm"
            onClick={() => {
              notifications.hide(id)
              undo()
            }}
          >
            Undo
          </Button>
        )}
      </div>
    ),
    autoClose: shownMs,
    color: 'petrol',
    closeButtonProps: { 'aria-label': 'Close this message' },
  })
}

/** Tells that something that was pressed did not work out. */
export function tellFailure(error: unknown): void {
  const { title, hint } = wordsOf(error)
  notifications.show({
    title,
    message: hint ?? '',
    color: 'red',
    autoClose: false,
    closeButtonProps: { 'aria-label': 'Close this message' },
  })
}

/** Tells something that is neither done nor failed, and stays until it is read. */
export function tellPlain(title: string, message: string): void {
  notifications.show({
    title: <bdi>{title}</bdi>,
    message: <bdi>{message}</bdi>,
    color: 'yellow',
    autoClose: false,
    closeButtonProps: { 'aria-label': 'Close this message' },
  })
}
