import { Skeleton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { Plan } from '../../../api/contract/plans.ts'
import { HubProblem } from '../../client.ts'
import { Page } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { useTitle } from '../../parts/title.ts'
import { When } from '../../parts/when.tsx'
import { planQuery } from '../../plan-queries.ts'
import { channelQuery } from '../../queries.ts'
import { NotFound } from '../not-found.tsx'
import { Brakes } from './brakes.tsx'
import { Changes } from './changes.tsx'
import { Figures } from './figures.tsx'
import { PlanActions } from './plan-actions.tsx'
import { PlanBadge } from './plan-badge.tsx'
import { PlanNotices } from './plan-notices.tsx'
import { Removals } from './removals.tsx'
import { Report } from './report.tsx'
import { Sending } from './sending.tsx'
import '../../parts/grid/kit.css'

const route = getRouteApi('/shell/channels/$channelId/changes/$planId')

/** Changes to review: everything that would be written to a store, and what became of it. */
export function PlanPage() {
  const { channelId, planId } = route.useParams()
  const plan = useQuery(planQuery(planId))
  useTitle('Changes to review', plan.data?.channelName)
  if (plan.data !== undefined && plan.data.channelId === channelId) return <PlanBody key={planId} plan={plan.data} />
  if (plan.data !== undefined || (plan.error instanceof HubProblem && plan.error.code === 'not_found')) {
    return <NotFound what="There are no such changes" />
  }
  return (
    <Page title="Changes to review" crumbs={crumbsOf(channelId, undefined)}>
      {plan.error === null ? <Skeleton height={280} radius="lg" /> : <ProblemAlert error={plan.error} />}
    </Page>
  )
}

function crumbsOf(channelId: string, channelName: string | undefined) {
  const params = { channelId }
  return [
    { text: 'All Channels', link: { to: '/channels' } },
    { text: channelName ?? '…', link: { to: '/channels/$channelId', params } },
    { text: 'Changes', link: { to: '/channels/$channelId/changes', params } },
  ] as const
}

function PlanBody({ plan }: { plan: Plan }) {
  const { channelId, state } = plan
  const ask = route.useSearch()
  // What was done with a channel stays listed when the channel is removed.
  const channel = useQuery(channelQuery(channelId))
  const currency = channel.data?.profile?.store?.currency ?? null
  return (
    <Page
      wide
      title="Changes to review"
      crumbs={crumbsOf(channelId, plan.channelName)}
      badge={<PlanBadge plan={plan} />}
      subtitle={
        <>
          Computed by <bdi>{plan.madeBy}</bdi> <When at={plan.madeAt} />
          {plan.startedAt !== null && (
            <>
              {' · '}sent <When at={plan.startedAt} />
            </>
          )}
          {plan.undoneAt !== null && (
            <>
              {' · '}undone <When at={plan.undoneAt} />
            </>
          )}
          {plan.undoes !== null && (
            <>
              {' · '}
              <Link to="/channels/$channelId/changes/$planId" params={{ channelId, planId: plan.undoes }}>
                undoes what was sent before
              </Link>
            </>
          )}
        </>
      }
      actions={<PlanActions plan={plan} ask={ask} currency={currency} isThere={channel.error === null} />}
    >
      <PlanNotices plan={plan} />
      {state === 'applying' && <Sending plan={plan} />}
      {(state === 'applied' || state === 'cancelled') && <Report plan={plan} />}
      <Figures plan={plan} />
      {state === 'ready' && <Brakes plan={plan} currency={currency} />}
      {state === 'ready' && <Removals plan={plan} />}
      <Changes plan={plan} ask={ask} currency={currency} />
    </Page>
  )
}
