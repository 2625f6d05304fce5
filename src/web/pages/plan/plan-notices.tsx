import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { Plan } from '../../../api/contract/plans.ts'
import { count } from '../../format.ts'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { Notice } from '../../parts/notice.tsx'
import { Section } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { toDoQuery } from '../../plan-queries.ts'
import { useMakePlan } from './use-plan.ts'

/** What to know before anything else: that these changes are no longer the newest, or that there is nothing to do. */
export function PlanNotices({ plan }: { plan: Plan }) {
  const { state, changes, faults, states } = plan
  if (state === 'outdated') return <Replaced plan={plan} />
  if (state !== 'ready') return null
  const isEmpty = changes + faults + (states.left_out ?? 0) === 0
  return (
    <>
      <Stale plan={plan} />
      {isEmpty && (
        <Section title="Nothing to send">
          <Empty title="The store shows what is wanted">
            Nothing would be written to <bdi>{plan.channelName}</bdi>. As soon as something is edited in the hub, it
            stands here before it is sent.
          </Empty>
        </Section>
      )}
    </>
  )
}

function Replaced({ plan: { channelId } }: { plan: Plan }) {
  const open = useQuery(toDoQuery(channelId)).data?.plan ?? null
  return (
    <Notice
      tone="attention"
      action={
        open === null ? (
          <LinkButton to="/channels/$channelId/changes" params={{ channelId }} size="compact-md" variant="default">
            All changes of this channel
          </LinkButton>
        ) : (
          <LinkButton
            to="/channels/$channelId/changes/$planId"
            params={{ channelId, planId: open.id }}
            size="compact-md"
            variant="default"
          >
            Show the newer ones
          </LinkButton>
        )
      }
    >
      Newer changes have taken the place of these, so they can’t be sent any more. They are kept as they were.
    </Notice>
  )
}

/** Somebody edited something after the changes were computed. */
function Stale({ plan: { id, channelId } }: { plan: Plan }) {
  const toDo = useQuery(toDoQuery(channelId)).data
  const make = useMakePlan(channelId)
  if (toDo === undefined || toDo.plan?.id !== id || toDo.unplanned === 0) return null
  const is = toDo.unplanned === 1 ? 'is' : 'are'
  return (
    <>
      <Notice
        tone="attention"
        live
        action={
          <Button variant="default" size="compact-md" loading={make.isPending} onClick={() => make.mutate()}>
            Compute them anew
          </Button>
        }
      >
        <strong>Something was edited since.</strong> {count(toDo.unplanned, 'difference')} {is} not in these changes;
        what became another since is not sent.
      </Notice>
      {make.error !== null && <ProblemAlert error={make.error} />}
    </>
  )
}
