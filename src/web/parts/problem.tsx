import { Alert } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { HubProblem, HubSilent } from '../client.ts'
import { useHubReachable } from '../reachability.ts'
import classes from './problem.module.css'

export interface ProblemWords {
  readonly title: string
  readonly hint: string | undefined
  readonly requestId: string | undefined
}

/** Any failure, in words for the person at the screen. */
export function wordsOf(error: unknown): ProblemWords {
  if (error instanceof HubProblem) return { title: error.title, hint: error.hint, requestId: error.requestId }
  if (error instanceof HubSilent) {
    return {
      title: 'The hub does not answer.',
      hint: 'See that it is running on its machine. This page goes on by itself as soon as it answers.',
      requestId: undefined,
    }
  }
  return {
    title: 'Something in this page broke.',
    hint: 'Reload the page. Nothing that was saved is lost.',
    requestId: undefined,
  }
}

const hubIsBack: ProblemWords = {
  title: 'The hub did not answer, but does again.',
  hint: 'Try once more.',
  requestId: undefined,
}

interface Props {
  readonly error: unknown
  /** What the person can press to go on. */
  readonly children?: ReactNode
}

/** A failure of the whole page or form: what happened, what to do, and what to quote when asking for help. */
export function ProblemAlert({ error, children }: Props) {
  const isOver = useHubReachable() && error instanceof HubSilent
  const { title, hint, requestId } = isOver ? hubIsBack : wordsOf(error)
  return (
    <Alert
      role="alert"
      className={classes.alert}
      icon={<IconAlertTriangle size={18} aria-hidden />}
      title={title}
      variant="default"
    >
      {hint !== undefined && <p>{hint}</p>}
      {children !== undefined && <div className={classes.actions}>{children}</div>}
      {requestId !== undefined && (
        <p className={classes.request}>
          Request <code>{requestId}</code>
        </p>
      )}
    </Alert>
  )
}
