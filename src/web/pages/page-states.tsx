import { Button, Skeleton } from '@mantine/core'
import { type ErrorComponentProps, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { HubSilent } from '../client.ts'
import { Mark } from '../parts/logo.tsx'
import { ProblemAlert } from '../parts/problem.tsx'
import { onHubReturn } from '../reachability.ts'
import classes from './page-states.module.css'

/** While a page is on its way. */
export function Waiting() {
  return (
    <div className={classes.waiting} aria-busy="true">
      <span className="cw-sr" role="status">
        Loading
      </span>
      <Skeleton height={28} width={220} radius="sm" />
      <Skeleton height={160} radius="lg" />
      <Skeleton height={220} radius="lg" />
    </div>
  )
}

/** A page that failed. It recovers by itself when only the hub was silent. */
export function Broken({ error, reset }: ErrorComponentProps) {
  const router = useRouter()
  const again = () => {
    reset()
    void router.invalidate()
  }
  useEffect(() =>
    onHubReturn(() => {
      reset()
      void router.invalidate()
    }),
  )
  return (
    <main className={classes.broken}>
      <Mark size={40} />
      <h1 className={classes.title}>
        {error instanceof HubSilent ? 'Waiting for the hub' : 'This page could not be shown'}
      </h1>
      <ProblemAlert error={error}>
        <Button variant="default" onClick={again}>
          Try again
        </Button>
      </ProblemAlert>
    </main>
  )
}
