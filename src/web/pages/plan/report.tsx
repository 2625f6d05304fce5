import { Button } from '@mantine/core'
import type { Plan } from '../../../api/contract/plans.ts'
import { count } from '../../format.ts'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { When } from '../../parts/when.tsx'
import { Outcomes } from './outcomes.tsx'
import classes from './plan.module.css'
import { useRetry } from './use-plan.ts'
import { reportLine, standOf } from './words.ts'

/** What became of the changes, once nothing more is sent of them. */
export function Report({ plan }: { plan: Plan }) {
  const { state, startedAt, finishedAt, problem } = plan
  const isGood = standOf(plan).stand === 'sent'
  if (startedAt === null) {
    return <Notice tone="plain">These changes were discarded. Nothing of them was sent.</Notice>
  }
  return (
    <Section title="What became of it">
      <div className={classes.report}>
        <Notice tone={isGood ? 'good' : state === 'cancelled' ? 'plain' : 'attention'} live>
          {state === 'cancelled' && <strong>It was stopped before its end. </strong>}
          {reportLine(plan)} {problem}{' '}
          {finishedAt !== null && (
            <span className={classes.muted}>
              Ended <When at={finishedAt} />.
            </span>
          )}
        </Notice>
        <Outcomes plan={plan} />
        <Again plan={plan} />
      </div>
    </Section>
  )
}

/** What was not written is still wanted: once it is mended, it is sent with the next changes. */
function Again({ plan }: { plan: Plan }) {
  const retry = useRetry(plan)
  const { rejected = 0, superseded = 0, cancelled = 0, unknown = 0 } = plan.states
  const rest = rejected + superseded + cancelled + unknown
  if (rest === 0) return null
  return (
    <>
      <div className={classes.again}>
        <p>
          {rejected > 0
            ? `The store refused ${count(rejected, 'change')}: below stands why, and what to do. Mend ${rejected === 1 ? 'it' : 'them'}, then retry: only ${rejected === 1 ? 'this one is' : 'these are'} planned again.`
            : 'What was not sent and is still wanted goes with the next changes.'}
        </p>
        <Button variant="default" loading={retry.isPending} onClick={() => retry.mutate()}>
          {rejected > 0 ? 'Retry' : 'Compute what is left'}
        </Button>
      </div>
      {retry.error !== null && <ProblemAlert error={retry.error} />}
    </>
  )
}
