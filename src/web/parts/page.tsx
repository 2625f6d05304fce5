import { Link, type LinkProps } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import classes from './page.module.css'

interface Crumb {
  readonly text: string
  readonly link: LinkProps
}

interface Props {
  readonly title: ReactNode
  readonly crumbs?: readonly Crumb[]
  /** Stands beside the title. */
  readonly badge?: ReactNode
  readonly subtitle?: ReactNode
  readonly actions?: ReactNode
  /** Takes all the width that there is, for tables with many columns. */
  readonly wide?: boolean
  readonly children: ReactNode
}

/** The frame of every page inside the shell: where you are, what it is called, what can be done, then the content. */
export function Page({ title, crumbs, badge, subtitle, actions, wide = false, children }: Props) {
  return (
    <div className={classes.page} data-wide={wide || undefined}>
      <header className={classes.header}>
        {crumbs !== undefined && (
          <nav aria-label="Where you are">
            <ol className={classes.crumbs}>
              {crumbs.map(crumb => (
                <li key={crumb.text}>
                  <Link {...crumb.link}>
                    <bdi>{crumb.text}</bdi>
                  </Link>
                </li>
              ))}
            </ol>
          </nav>
        )}
        <div className={classes.line}>
          <div className={classes.left}>
            <div className={classes.names}>
              <h1 className={classes.title}>
                <bdi>{title}</bdi>
              </h1>
              {badge}
            </div>
            {subtitle !== undefined && <div className={classes.subtitle}>{subtitle}</div>}
          </div>
          {actions !== undefined && <div className={classes.actions}>{actions}</div>}
        </div>
      </header>
      {children}
    </div>
  )
}

interface SectionProps {
  readonly title: string
  readonly note?: ReactNode
  readonly actions?: ReactNode
  /** Without inner space, for tables that reach the edges. */
  readonly flush?: boolean
  readonly children: ReactNode
}

/** One framed part of a page under a heading of its own. */
export function Section({ title, note, actions, flush = false, children }: SectionProps) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.sectionHead}>
        <div className={classes.sectionNames}>
          <h2 className={classes.sectionTitle}>{title}</h2>
          {note !== undefined && <div className={classes.sectionNote}>{note}</div>}
        </div>
        {actions}
      </div>
      <div className={flush ? undefined : classes.sectionBody}>{children}</div>
    </section>
  )
}
