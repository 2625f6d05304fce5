import {
  IconAlertTriangle,
  IconCircleCheck,
  IconCircleMinus,
  IconCircleX,
  IconClock,
  IconLoader2,
} from '@tabler/icons-react'
import type { Run } from '../../../api/contract/runs.ts'
import classes from './run.module.css'
import { refusedRows, stateWords } from './words.ts'

const icons = {
  queued: IconClock,
  running: IconLoader2,
  waiting: IconClock,
  done: IconCircleCheck,
  cancelled: IconCircleMinus,
  failed: IconCircleX,
}

/** The state of an import as a small sign with its word. Done with rows that need a look is not plain done. */
export function RunBadge({ run }: { run: Pick<Run, 'state' | 'account'> }) {
  const hasFaults = run.state === 'done' && run.account !== null && needsLook(run.account)
  const Icon = hasFaults ? IconAlertTriangle : icons[run.state]
  return (
    <span className={classes.badge} data-state={hasFaults ? 'look' : run.state}>
      <Icon size={14} stroke={2} aria-hidden />
      {hasFaults ? 'Done, to look at' : stateWords[run.state]}
    </span>
  )
}

function needsLook(account: NonNullable<Run['account']>): boolean {
  return refusedRows(account) > 0 || account.unexplained !== 0 || account.held > 0
}
