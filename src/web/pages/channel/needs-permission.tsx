import { IconLock } from '@tabler/icons-react'
import classes from './channel.module.css'

interface Props {
  readonly what: string
  readonly scope: string
  readonly plural?: boolean
}

/** Instead of an empty table: the store has something to tell, but not to this API account. */
export function NeedsPermission({ what, scope, plural = true }: Props) {
  return (
    <p className={classes.needs}>
      <IconLock size={16} aria-hidden />
      <span>
        {what} {plural ? 'need' : 'needs'} the <strong>{scope}</strong> permission (read-only).
      </span>
    </p>
  )
}
