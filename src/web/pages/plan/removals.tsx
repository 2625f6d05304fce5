import { Button } from '@mantine/core'
import { IconTrash } from '@tabler/icons-react'
import type { Plan } from '../../../api/contract/plans.ts'
import { count } from '../../format.ts'
import { Section } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { Filtered } from './figures.tsx'
import classes from './plan.module.css'
import { CannotReturn } from './send-typed.tsx'
import { useLeaveOut } from './use-plan.ts'
import { removalWords } from './words.ts'

/** What is deleted in the store, apart from all that an undo takes back. */
export function Removals({ plan }: { plan: Plan }) {
  const { removals } = plan
  const leave = useLeaveOut(plan)
  if (removals === null) return null
  const leaveOut = () => {
    for (const level of ['removed_product', 'removed_variant'] as const) leave.mutate({ filter: { level } })
  }
  return (
    <Section title="Deleted for good" note="It is sent last, and only once its word was typed.">
      <div className={classes.brake} data-tone="red">
        <IconTrash size={20} aria-hidden className={classes.brakeSign} />
        <div className={classes.brakeWords}>
          <h3>{removalWords(removals, true)}</h3>
          <CannotReturn removals={removals} />
          <p className={classes.brakeLink}>
            {removals.products > 0 && (
              <Filtered plan={plan} search={{ level: 'removed_product' }}>
                Show the {count(removals.products, 'product')}
              </Filtered>
            )}{' '}
            {removals.variants > 0 && (
              <Filtered plan={plan} search={{ level: 'removed_variant' }}>
                Show the {count(removals.variants, 'variant')}
              </Filtered>
            )}
          </p>
          {leave.error !== null && <ProblemAlert error={leave.error} />}
        </div>
        <div className={classes.brakeButtons}>
          <Button variant="default" loading={leave.isPending} onClick={leaveOut}>
            Delete nothing
          </Button>
        </div>
      </div>
    </Section>
  )
}
