import { lazyRouteComponent } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { Waiting } from './pages/page-states.tsx'
import { whenHubAnswers } from './reachability.ts'

const loadedAnewAt = 'cartwright:loaded-anew-at'
/** Files that are missing again so soon are not there: then the page says so. */
const onceInMs = 10_000

/**
 * A page whose files come with the first visit to it, or with the pointer over its link. Where they don't come the hub is
 * silent, or was updated and serves others: whoever visits the page waits until the hub answers, and has the dashboard
 * load itself anew there. A link that was only pointed at changes nothing on the page that is open.
 */
export const lazyPage: typeof lazyRouteComponent = (load, name) =>
  lazyRouteComponent(() => load().catch(error => instead(error, name ?? 'default')), name)

async function instead(error: unknown, name: PropertyKey): Promise<never> {
  await whenHubAnswers()
  return { [name]: () => <LoadAnew error={error} /> } as never
}

function LoadAnew({ error }: { error: unknown }) {
  const [isAgain] = useState(() => Date.now() - Number(sessionStorage.getItem(loadedAnewAt)) < onceInMs)
  useEffect(() => {
    sessionStorage.setItem(loadedAnewAt, String(Date.now()))
    window.location.reload()
  }, [])
  if (isAgain) throw error
  return <Waiting />
}
