import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { CatalogState } from '../../api/contract/catalog.ts'
import type { Run } from '../../api/contract/runs.ts'
import { count } from '../format.ts'
import { Bar } from '../parts/run/bar.tsx'
import { useNow } from '../parts/run/use-now.ts'
import { fractionOf, headline, isUnfinished, ofTotal, timeLeft } from '../parts/run/words.ts'
import { When } from '../parts/when.tsx'
import { catalogQuery } from '../run-queries.ts'
import classes from './channel-card.module.css'
import { type Decision, decisionsOf } from './decisions.ts'

/** On the dashboard: the import of a channel that goes on, what is there, and what waits for a decision. */
export function ChannelImport({ channelId }: { channelId: string }) {
  const state = useQuery(catalogQuery(channelId)).data
  if (state === undefined) return null
  const decisions = decisionsOf(state)
  return (
    <>
      {state.activeRun === null ? <AtRest state={state} /> : <Active run={state.activeRun} />}
      {decisions.length > 0 && (
        <ul className={classes.decisions} aria-label="To decide">
          {decisions.map(decision => (
            <li key={decision.kind}>
              <DecisionLink channelId={channelId} decision={decision} state={state} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function AtRest({ state }: { state: CatalogState }) {
  const { counts, readAt, lastRun } = state
  // The first one stands among what is to decide.
  const isStopped = lastRun?.state === 'cancelled' && !isUnfinished(state)
  if (counts.products === 0 && readAt.complete === null) return null
  return (
    <p className={classes.check}>
      {count(counts.products, 'product')}
      {readAt.products !== null && (
        <>
          , looked for changes <When at={readAt.products} />
        </>
      )}
      {isStopped && '. The last import was stopped before its end.'}
    </p>
  )
}

function Active({ run }: { run: Run }) {
  const nowMs = useNow(5_000)
  const { products, endsAt } = run.progress
  return (
    <div className={classes.active}>
      <p>
        {headline(run)}: {ofTotal(products, 'product')}
        {run.state === 'running' && endsAt !== null && (
          <span className={classes.check}>, {timeLeft(endsAt, nowMs)}</span>
        )}
      </p>
      <Bar fraction={fractionOf(run.progress)} label="Import from store" isStill={run.state === 'waiting'} />
    </div>
  )
}

interface DecisionProps {
  readonly channelId: string
  readonly decision: Decision
  readonly state: CatalogState
}

function DecisionLink({ channelId, decision: { kind, words }, state }: DecisionProps) {
  if (kind === 'waiting') {
    return (
      <Link to="/review" search={{ channel: channelId }}>
        {words}
      </Link>
    )
  }
  if (kind === 'failed' && state.lastRun !== null) {
    return (
      <Link to="/activity/$runId" params={{ runId: state.lastRun.id }}>
        {words}
      </Link>
    )
  }
  return (
    <Link to="/channels/$channelId" params={{ channelId }}>
      {words}
    </Link>
  )
}
