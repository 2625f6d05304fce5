import { Link } from '@tanstack/react-router'
import type { ListedPlan } from '../../../api/contract/plans.ts'
import { Bar } from '../../parts/run/bar.tsx'
import table from '../../parts/table.module.css'
import { When } from '../../parts/when.tsx'
import classes from './plan.module.css'
import { PlanBadge } from './plan-badge.tsx'
import { amountWords, outcomeLine, settledOf, standOf } from './words.ts'

interface Props {
  readonly plans: readonly ListedPlan[]
  readonly label: string
  /** Where the plans are of several channels. */
  readonly withChannel?: boolean
}

/** Plans, with who made each, when, and what became of it. */
export function PlanTable({ plans, label, withChannel = false }: Props) {
  const columns = ['Changes', 'State', 'What became of it', 'Computed', 'Sent']
  return (
    <table className={table.table} aria-label={label}>
      <thead>
        <tr>
          {columns.map(column => (
            <th key={column} scope="col">
              {column}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {plans.map(plan => (
          <PlanRow key={plan.id} plan={plan} withChannel={withChannel} />
        ))}
      </tbody>
    </table>
  )
}

function PlanRow({ plan, withChannel }: { plan: ListedPlan; withChannel: boolean }) {
  const { id: planId, channelId, channelName, changes, state, undoes, undoneAt } = plan
  const isSending = standOf(plan).stand === 'sending'
  const amount = changes === 0 ? 'No changes' : amountWords(plan)
  return (
    <tr className={table.clickable}>
      <th scope="row" data-label="Changes">
        <div>
          <Link to="/channels/$channelId/changes/$planId" params={{ channelId, planId }} className={table.rowLink}>
            <bdi>{withChannel ? channelName : amount}</bdi>
          </Link>
          {withChannel && <div className={classes.minor}>{amount}</div>}
          {undoes !== null && <div className={classes.minor}>Takes back what was sent before</div>}
          {undoneAt !== null && <div className={classes.minor}>Undone</div>}
        </div>
      </th>
      <td data-label="State">
        <PlanBadge plan={plan} />
      </td>
      <td data-label="What became of it">
        <div>
          {state === 'ready' || state === 'outdated' ? (
            <span className={table.muted}>Not sent</span>
          ) : (
            outcomeLine(plan)
          )}
          {isSending && (
            <div className={classes.rowBar}>
              <Bar fraction={changes === 0 ? null : settledOf(plan) / changes} label={`Send to ${channelName}`} />
            </div>
          )}
        </div>
      </td>
      <td data-label="Computed">
        <div>
          <When at={plan.madeAt} />
          <div className={classes.minor}>
            by <bdi>{plan.madeBy}</bdi>
          </div>
        </div>
      </td>
      <td data-label="Sent">
        <div>
          {plan.startedAt === null ? <span className={table.muted}>Not sent</span> : <When at={plan.startedAt} />}
        </div>
      </td>
    </tr>
  )
}
