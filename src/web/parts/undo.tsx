import { Button } from '@mantine/core'
import { notifications } from '@mantine/notifications'
import { wordsOf } from './problem.tsx'

const shownMs = 8_000

/** Tells what was done, with the way back where there is one. */
export function tellDone(message: string, undo?: () => void): void {
  const id = notifications.show({
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
