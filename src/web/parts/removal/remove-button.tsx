import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconTrash } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './removal.module.css'
import { type Channel, RemoveDialog } from './remove-dialog.tsx'
import type { ToRemove } from './use-removal.ts'

interface Props {
  readonly channel: Channel
  readonly what: ToRemove
  /** What it is called, where it is one. */
  readonly name?: string
  readonly size?: 'compact-sm'
  readonly onDone?: () => void
  readonly children: ReactNode
}

/** Leads to having something deleted in a store; nothing happens before more was said and clicked. */
export function RemoveButton({ channel, what, name, size, onDone, children }: Props) {
  const [isOpen, dialog] = useDisclosure(false)
  return (
    <>
      <Button
        variant={size === undefined ? 'default' : 'subtle'}
        color="red"
        classNames={{ root: classes.button ?? '', label: classes.label ?? '' }}
        leftSection={<IconTrash size={size === undefined ? 16 : 14} aria-hidden />}
        onClick={dialog.open}
        {...(size === undefined ? {} : { size })}
      >
        {/* One element: the label lays out each of its own apart. */}
        <span>{children}</span>
      </Button>
      {isOpen && (
        <RemoveDialog
          channel={channel}
          what={what}
          {...(name === undefined ? {} : { name })}
          onClose={dialog.close}
          onDone={() => {
            dialog.close()
            onDone?.()
          }}
        />
      )}
    </>
  )
}
