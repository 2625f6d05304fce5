import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import type { Plan } from '../../../api/contract/plans.ts'
import { Section } from '../../parts/page.tsx'
import { tellFailure } from '../../parts/undo.tsx'
import { changeCountQuery } from '../../plan-queries.ts'
import type { RowTools } from './change-row.tsx'
import { ChangeTable } from './change-table.tsx'
import { Find } from './find.tsx'
import classes from './plan.module.css'
import { type ChangeAsk, changeAsk, isFiltered, queryIn } from './search.ts'
import { type LeaveOut, useLeaveOut } from './use-plan.ts'

interface Props {
  readonly plan: Plan
  readonly ask: ChangeAsk
  readonly currency: string | null
}

/** Every change of the plan, with the ways to find some of them and to leave them out. */
export function Changes({ plan, ask: raw, currency }: Props) {
  const ask = useMemo(() => changeAsk(raw), [raw])
  const query = useMemo(() => queryIn(ask), [ask])
  const by = ask.by ?? 'product'
  const change = useChangeAsk(plan)
  const counted = useQuery(changeCountQuery(plan.id, query)).data
  const leave = useLeaveOut(plan)
  const { mutate, isPending } = leave
  const onLeaveOut = useCallback((body: LeaveOut) => mutate(body, { onError: tellFailure }), [mutate])
  const tools: RowTools = useMemo(
    () => ({ plan, by, currency, isBusy: isPending, onLeaveOut }),
    [plan, by, currency, isPending, onLeaveOut],
  )
  if (Object.values(plan.states).every(amount => amount === 0)) return null
  const clear = () => change({ by: ask.by }, false)
  return (
    <div id="changes" className={classes.anchor}>
      <Section title="Changes" flush>
        <Find plan={plan} ask={ask} counted={counted} onChange={change} onClear={clear}>
          <BulkLeaveOut plan={plan} ask={ask} counted={counted} isBusy={isPending} onLeaveOut={onLeaveOut} />
        </Find>
        <ChangeTable
          query={query}
          tools={tools}
          empty={
            <div className={classes.none}>
              <p>{isFiltered(ask) ? 'No change is like this.' : 'There are no changes.'}</p>
              {isFiltered(ask) && (
                <Button variant="default" size="compact-md" onClick={clear}>
                  Clear filters
                </Button>
              )}
            </div>
          }
        />
      </Section>
    </div>
  )
}

function useChangeAsk({ id: planId, channelId }: Plan) {
  const navigate = useNavigate()
  return useCallback(
    (search: ChangeAsk, replace: boolean) =>
      void navigate({
        to: '/channels/$channelId/changes/$planId',
        params: { channelId, planId },
        search,
        replace,
        resetScroll: false,
      }),
    [navigate, channelId, planId],
  )
}

interface BulkProps {
  readonly plan: Plan
  readonly ask: ChangeAsk
  readonly counted: { readonly groups: readonly { readonly state: string; readonly count: number }[] } | undefined
  readonly isBusy: boolean
  readonly onLeaveOut: (body: LeaveOut) => void
}

/** All that was found, at once. */
function BulkLeaveOut({ plan, ask, counted, isBusy, onLeaveOut }: BulkProps) {
  if (plan.state !== 'ready' || !isFiltered(ask) || counted === undefined) return null
  const { state: _, ...filter } = queryIn(ask)
  const amountOf = (state: string) =>
    counted.groups.reduce((sum, group) => sum + (group.state === state ? group.count : 0), 0)
  const [planned, leftOut] = [amountOf('planned'), amountOf('left_out')]
  return (
    <>
      {planned > 0 && (
        <Button variant="default" disabled={isBusy} onClick={() => onLeaveOut({ filter })}>
          {planned === 1 ? 'Leave it out' : `Leave all ${planned.toLocaleString()} out`}
        </Button>
      )}
      {leftOut > 0 && (
        <Button variant="default" disabled={isBusy} onClick={() => onLeaveOut({ filter, putBack: true })}>
          {leftOut === 1 ? 'Put it back' : `Put all ${leftOut.toLocaleString()} back`}
        </Button>
      )}
    </>
  )
}
