import {
  IconAlertTriangle,
  IconBan,
  IconCircleCheck,
  IconCircleMinus,
  IconCircleX,
  IconClock,
  IconQuestionMark,
  IconSend,
} from '@tabler/icons-react'
import type { Change } from '../../../api/contract/plans.ts'
import { StateBox } from '../../parts/grid/cells.tsx'
import classes from './change-table.module.css'
import { stateWords } from './words.ts'

const size = 14
const signs: Readonly<
  Record<Change['state'], { readonly tone: 'quiet' | 'gray' | 'amber' | 'red'; readonly Icon: typeof IconSend }>
> = {
  planned: { tone: 'quiet', Icon: IconSend },
  sending: { tone: 'gray', Icon: IconSend },
  applied: { tone: 'quiet', Icon: IconCircleCheck },
  rejected: { tone: 'red', Icon: IconCircleX },
  deferred: { tone: 'amber', Icon: IconClock },
  unknown: { tone: 'amber', Icon: IconQuestionMark },
  superseded: { tone: 'amber', Icon: IconAlertTriangle },
  left_out: { tone: 'gray', Icon: IconCircleMinus },
  cancelled: { tone: 'gray', Icon: IconBan },
}

/** What became of a change, why, and what to do. */
export function ChangeState({ change, isReady }: { change: Change; isReady: boolean }) {
  const { state, reason, fix, edited } = change
  const { tone, Icon } = signs[state]
  const isFault = isReady && state === 'rejected'
  return (
    <div className={classes.state}>
      <StateBox tone={tone} icon={<Icon size={size} aria-hidden />} title={stateWords[state].help}>
        {isFault ? 'Can’t be sent' : stateWords[state].title}
      </StateBox>
      {reason !== null && (
        <p className={classes.reason} dir="ltr">
          {reason}
        </p>
      )}
      {fix !== null && (
        <p className={classes.fix} dir="ltr">
          {fix}
        </p>
      )}
      {edited && isReady && state === 'planned' && (
        <p className={classes.reason}>Edited in the store: that edit would be written over.</p>
      )}
    </div>
  )
}
