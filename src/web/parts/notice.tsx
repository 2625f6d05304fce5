import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import classes from './notice.module.css'

const icons = { good: IconCircleCheck, attention: IconAlertTriangle, plain: IconInfoCircle }

interface Props {
  readonly tone: keyof typeof icons
  readonly children: ReactNode
  readonly action?: ReactNode
  /** Read out when it appears. */
  readonly live?: boolean
}

/** One quiet line that tells how things stand. */
export function Notice({ tone, children, action, live = false }: Props) {
  const Icon = icons[tone]
  return (
    <div className={classes.notice} data-tone={tone} {...(live ? { role: 'status' } : {})}>
      <div className={classes.words}>
        <Icon size={18} aria-hidden className={classes.icon} />
        <div className={classes.text}>{children}</div>
      </div>
      {action !== undefined && <div className={classes.action}>{action}</div>}
    </div>
  )
}
