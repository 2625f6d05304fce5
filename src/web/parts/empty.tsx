import type { ReactNode } from 'react'
import classes from './empty.module.css'

interface Props {
  readonly drawing?: ReactNode
  readonly title: string
  readonly children: ReactNode
  readonly actions?: ReactNode
}

/** Stands where nothing is yet, and says what will be there and how it comes. */
export function Empty({ drawing, title, children, actions }: Props) {
  return (
    <div className={classes.empty}>
      {drawing}
      <h2 className={classes.title}>{title}</h2>
      <div className={classes.text}>{children}</div>
      {actions !== undefined && <div className={classes.actions}>{actions}</div>}
    </div>
  )
}
