import type { ReactNode } from 'react'
import { Logo } from './logo.tsx'
import { OfflineBanner } from './offline.tsx'
import classes from './outside.module.css'

interface Props {
  readonly title: string
  readonly lead: ReactNode
  readonly children: ReactNode
}

/** The frame of the pages for somebody who is not signed in. */
export function Outside({ title, lead, children }: Props) {
  return (
    <>
      <OfflineBanner />
      <main className={classes.main}>
        <div className={classes.box}>
          <Logo />
          <div>
            <h1 className={classes.title}>{title}</h1>
            <p className={classes.lead}>{lead}</p>
          </div>
          {children}
        </div>
      </main>
    </>
  )
}
