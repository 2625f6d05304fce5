import { Link } from '@tanstack/react-router'
import type { MatchReason } from '../../../api/contract/review.ts'
import classes from './review.module.css'
import type { ReviewSearch } from './search.ts'

export interface Reason {
  readonly reason: MatchReason
  readonly title: string
  readonly help: string
  readonly waiting: number
}

interface Props {
  readonly reasons: readonly Reason[]
  readonly search: ReviewSearch
}

/** Why matches wait, with how many of each. */
export function Reasons({ reasons, search }: Props) {
  const shown = reasons.filter(({ reason, waiting }) => waiting > 0 || reason === search.reason)
  const all = reasons.reduce((sum, { waiting }) => sum + waiting, 0)
  return (
    <nav aria-label="Reasons" className={classes.reasons}>
      <ul>
        <li>
          <ReasonLink search={{ ...search, reason: undefined }} isChosen={search.reason === undefined}>
            <span>All</span> <span className={classes.amount}>{all.toLocaleString()}</span>
          </ReasonLink>
        </li>
        {shown.map(({ reason, title, waiting }) => (
          <li key={reason}>
            <ReasonLink search={{ ...search, reason }} isChosen={search.reason === reason}>
              <span>{title}</span> <span className={classes.amount}>{waiting.toLocaleString()}</span>
            </ReasonLink>
          </li>
        ))}
      </ul>
    </nav>
  )
}

interface LinkProps {
  readonly search: ReviewSearch
  readonly isChosen: boolean
  readonly children: React.ReactNode
}

function ReasonLink({ search, isChosen, children }: LinkProps) {
  return (
    <Link
      to="/review"
      search={search}
      replace
      className={classes.reason}
      activeProps={{}}
      aria-current={isChosen ? 'true' : undefined}
      data-chosen={isChosen || undefined}
    >
      {children}
    </Link>
  )
}
