import { Button, Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './form.module.css'
import { ProblemAlert } from './problem.tsx'

interface Props {
  readonly title: string
  /** What the button says that does it. */
  readonly confirm: string
  /** What the button says that leaves all as it is. */
  readonly keep?: string
  readonly color?: string
  readonly mutation: { readonly mutate: () => void; readonly isPending: boolean; readonly error: Error | null }
  readonly onClose: () => void
  readonly children: ReactNode
}

/** Says exactly what will happen, and does it only after another click. */
export function Confirm({ title, confirm, keep = 'Cancel', color, mutation, onClose, children }: Props) {
  return (
    <Modal opened onClose={onClose} title={title} size={480}>
      <div className={classes.form}>
        <div>{children}</div>
        {mutation.error !== null && <ProblemAlert error={mutation.error} />}
        <div className={classes.buttonsEnd}>
          <Button variant="default" onClick={onClose}>
            {keep}
          </Button>
          <Button
            data-autofocus
            loading={mutation.isPending}
            onClick={() => mutation.mutate()}
            {...(color === undefined ? {} : { color })}
          >
            {confirm}
          </Button>
        </div>
      </div>
    </Modal>
  )
}
