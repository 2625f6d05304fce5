import { Skeleton } from '@mantine/core'
import { useMutation, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { ChannelLive, LivePart } from '../../../api/contract/live.ts'
import type { Change, ListedPlan } from '../../../api/contract/plans.ts'
import { call } from '../../client.ts'
import { count } from '../../format.ts'
import { Confirm } from '../../parts/confirm.tsx'
import { partWords } from '../../parts/live/words.ts'
import { ProblemAlert } from '../../parts/problem.tsx'
import { keepPlan } from '../../plan-queries.ts'
import { channelQuery } from '../../queries.ts'
import { valueWords } from '../plan/change-value.tsx'
import live from './going-live.module.css'

interface Props {
  readonly channel: ChannelLive
  readonly part: LivePart
  readonly onSwitchOn: (part: LivePart) => Promise<unknown>
  readonly onClose: () => void
}

/** Shows what the first write of a part would change in the store, before it may be written at all. */
export function SwitchOnDialog({ channel, part, onSwitchOn, onClose }: Props) {
  const { channelId, channelName } = channel
  const name = partWords[part].title.toLowerCase()
  const first = useQuery({
    queryKey: ['first-write', channelId, part],
    queryFn: () => readFirstWrite(channelId, part),
    staleTime: 0,
    gcTime: 0,
  })
  const switchOn = useMutation({ mutationFn: () => onSwitchOn(part), onSuccess: onClose })
  return (
    <Confirm
      title={`Switch on ${name}?`}
      confirm="Switch on"
      mutation={{ ...switchOn, mutate: () => switchOn.mutate() }}
      onClose={onClose}
    >
      <div className={live.first}>
        <p>
          From then on the hub may write {name} to <bdi>{channelName}</bdi>. Switching it on sends nothing by itself.
        </p>
        {first.data === undefined && first.error === null && <Skeleton height={72} radius="md" />}
        {first.error !== null && <ProblemAlert error={first.error} />}
        {first.data !== undefined && <FirstWriteView first={first.data} channelId={channelId} part={part} />}
      </div>
    </Confirm>
  )
}

interface FirstWrite {
  readonly plan: ListedPlan | null
  readonly amount: number
  /** The first few. */
  readonly changes: readonly Change[]
  readonly unplanned: number
}

const shownMost = 5

/** From the changes that are open to be reviewed, so that nothing that somebody left out of them is lost, or from new ones. */
async function readFirstWrite(channelId: string, part: LivePart): Promise<FirstWrite> {
  const toDo = await call('GET /api/channels/:channelId/to-do', { params: { channelId } })
  const nothing = { plan: null, amount: 0, changes: [], unplanned: 0 }
  if (toDo.plan === null && toDo.changes === 0) return nothing
  const plan = toDo.plan ?? (await makePlan(channelId))
  const amount = plan.fields.reduce((sum, each) => sum + (each.part === part ? each.changes : 0), 0)
  if (amount === 0) return { ...nothing, plan, unplanned: toDo.plan === null ? 0 : toDo.unplanned }
  const query = { part, state: 'planned', limit: shownMost } as const
  const { changes } = await call('GET /api/plans/:planId/changes', { params: { planId: plan.id }, query })
  return { plan, amount, changes, unplanned: toDo.plan === null ? 0 : toDo.unplanned }
}

async function makePlan(channelId: string): Promise<ListedPlan> {
  const plan = await call('POST /api/channels/:channelId/plans', { params: { channelId } })
  keepPlan(plan)
  return plan
}

function FirstWriteView({ first, channelId, part }: { first: FirstWrite; channelId: string; part: LivePart }) {
  const { plan, amount, changes, unplanned } = first
  const currency = useQuery(channelQuery(channelId)).data?.profile?.store?.currency ?? null
  const more = amount - changes.length
  return (
    <>
      <p>
        <strong>What the first write would change:</strong>{' '}
        {amount === 0 ? 'nothing. The store shows what is wanted.' : `${count(amount, 'change')}.`}
      </p>
      {changes.length > 0 && (
        <ul className={live.changes} aria-label="What the first write would change">
          {changes.map(({ id, name, label, kind, before, after }) => (
            <li key={id}>
              <bdi>{name}</bdi>
              <span>
                {label}: <bdi>{shortOf(valueWords(kind, before, currency))}</bdi>
                <span aria-hidden="true"> → </span>
                <span className="cw-sr"> becomes </span>
                <strong>
                  <bdi>{shortOf(valueWords(kind, after, currency))}</bdi>
                </strong>
              </span>
            </li>
          ))}
          {more > 0 && <li>and {count(more, 'other')}</li>}
        </ul>
      )}
      {unplanned > 0 && <p>{count(unplanned, 'more difference')} came since these changes were computed.</p>}
      {plan !== null && amount > 0 && (
        <p>
          <Link to="/channels/$channelId/changes/$planId" params={{ channelId, planId: plan.id }} search={{ part }}>
            See them among the changes to review
          </Link>
        </p>
      )}
    </>
  )
}

const shortMost = 60

function shortOf(words: string): string {
  return words.length > shortMost ? `${words.slice(0, shortMost).toWellFormed()}…` : words
}
