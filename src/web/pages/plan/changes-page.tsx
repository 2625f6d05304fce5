import { Button, Skeleton } from '@mantine/core'
import { IconListCheck } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { Output } from '../../../api/contract/route.ts'
import type { Routes } from '../../../api/contract/routes.ts'
import { HubProblem } from '../../client.ts'
import { count } from '../../format.ts'
import { Empty } from '../../parts/empty.tsx'
import { LinkButton } from '../../parts/link-button.tsx'
import { LoadMore } from '../../parts/load-more.tsx'
import { Page, Section } from '../../parts/page.tsx'
import { ProblemAlert } from '../../parts/problem.tsx'
import { useTitle } from '../../parts/title.ts'
import { When } from '../../parts/when.tsx'
import { plansQuery, toDoQuery } from '../../plan-queries.ts'
import { channelQuery } from '../../queries.ts'
import { NotFound } from '../not-found.tsx'
import classes from './plan.module.css'
import { PlanBadge } from './plan-badge.tsx'
import { PlanTable } from './plan-table.tsx'
import { useMakePlan } from './use-plan.ts'
import { amountWords, outcomeLine } from './words.ts'

const route = getRouteApi('/shell/channels/$channelId/changes/')

/** What waits to be sent to a store, and everything that was sent before. */
export function ChangesPage() {
  const { channelId } = route.useParams()
  const channel = useQuery(channelQuery(channelId))
  const toDo = useQuery(toDoQuery(channelId))
  useTitle('Changes to review', channel.data?.name)
  if (channel.error instanceof HubProblem && channel.error.code === 'not_found') {
    return <NotFound what="There is no such channel" />
  }
  return (
    <Page
      title="Changes to review"
      subtitle="What you edit in the hub is collected here. Nothing goes to the store before you have seen it and sent it."
      crumbs={[
        { text: 'All Channels', link: { to: '/channels' } },
        { text: channel.data?.name ?? '…', link: { to: '/channels/$channelId', params: { channelId } } },
      ]}
    >
      {toDo.data !== undefined && (
        <Waiting channelId={channelId} toDo={toDo.data} isConnected={channel.data?.connection != null} />
      )}
      {toDo.data === undefined && toDo.error === null && <Skeleton height={160} radius="lg" />}
      {toDo.data === undefined && toDo.error !== null && <ProblemAlert error={toDo.error} />}
      <History channelId={channelId} />
    </Page>
  )
}

type ToDo = Output<Routes['GET /api/channels/:channelId/to-do']>

interface Props {
  readonly channelId: string
  readonly toDo: ToDo
  readonly isConnected: boolean
}

function Waiting({ channelId, toDo, isConnected }: Props) {
  const make = useMakePlan(channelId)
  const { plan, changes, unplanned } = toDo
  const isSending = plan?.state === 'applying'
  const isCurrent = plan !== null && (isSending || unplanned === 0)
  const review = plan !== null && (
    <LinkButton
      to="/channels/$channelId/changes/$planId"
      params={{ channelId, planId: plan.id }}
      variant={isCurrent ? 'filled' : 'default'}
    >
      {isSending ? 'Follow the sending' : 'Review them'}
    </LinkButton>
  )
  const compute = !isSending && isConnected && (
    <Button
      variant={isCurrent && changes > 0 ? 'default' : 'filled'}
      loading={make.isPending}
      onClick={() => make.mutate()}
    >
      {plan === null ? 'Compute the changes' : 'Compute them anew'}
    </Button>
  )
  if (changes === 0 && !isSending) {
    return (
      <Section title="Nothing to send">
        <Empty
          drawing={<IconListCheck size={36} stroke={1.4} aria-hidden />}
          title="The store shows what is wanted"
          actions={
            isConnected ? (
              compute
            ) : (
              <LinkButton to="/channels/$channelId/settings/api-connection" params={{ channelId }}>
                Connect the store
              </LinkButton>
            )
          }
        >
          As soon as you edit a product in the hub, what would change in the store stands here, field by field.
        </Empty>
        {make.error !== null && <ProblemAlert error={make.error} />}
      </Section>
    )
  }
  return (
    <Section
      title={isSending ? 'Being sent' : 'To send'}
      actions={
        <div className={classes.buttons}>
          {compute}
          {review}
        </div>
      }
    >
      <div className={classes.report}>
        {plan !== null && (
          <p className={classes.open}>
            <PlanBadge plan={plan} />
            <span>
              {outcomeLine(plan)}{' '}
              <span className={classes.muted}>
                computed <When at={plan.madeAt} />
              </span>
            </span>
          </p>
        )}
        {!isSending && <p>{amountWords(toDo)} wait to be sent to the store.</p>}
        {plan !== null && unplanned > 0 && (
          <p>
            {count(unplanned, 'difference')} came since the changes were computed: compute them anew to have all of it.
          </p>
        )}
        <ul className={classes.fields} aria-label="What waits, by field">
          {toDo.fields.map(({ level, field, label, changes: amount }) => (
            <li key={`${level} ${field}`} className={classes.plainField}>
              {label}
              {level === 'variant' && ' of variants'}
              <span className={classes.amount}>{amount.toLocaleString()}</span>
            </li>
          ))}
        </ul>
        {make.error !== null && <ProblemAlert error={make.error} />}
      </div>
    </Section>
  )
}

function History({ channelId }: { channelId: string }) {
  const plans = useInfiniteQuery(plansQuery(channelId))
  const rows = plans.data?.pages.flatMap(page => page.plans)
  if (rows === undefined) {
    return plans.error === null ? <Skeleton height={160} radius="lg" /> : <ProblemAlert error={plans.error} />
  }
  if (rows.length === 0) return null
  return (
    <Section title="History" note="Every time the changes were computed, and what became of them." flush>
      <PlanTable plans={rows} label="History" />
      <LoadMore query={plans} />
    </Section>
  )
}
