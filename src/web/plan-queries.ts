import { type InfiniteData, infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { HubEvent } from '../api/contract/events.ts'
import type { Change, ListedPlan, Plan } from '../api/contract/plans.ts'
import type { Input } from '../api/contract/route.ts'
import type { Routes } from '../api/contract/routes.ts'
import { call } from './client.ts'
import type { RowSource } from './parts/grid/row-source.ts'
import { queryClient } from './queries.ts'

/** What the pages read of plans, and how pushed progress gets into it. */

const plansAtOnce = 25
const changesAtATime = 100
/** A list that somebody reads should not jump with every request of a plan. */
const calmMs = 3_000

export type ChangeQuery = Omit<
  NonNullable<Input<Routes['GET /api/plans/:planId/changes']>['query']>,
  'limit' | 'after' | 'order'
>
export type ChangeOrder = 'product' | 'field'

export const toDoQuery = (channelId: string) =>
  queryOptions({
    queryKey: ['to-do', channelId],
    queryFn: () => call('GET /api/channels/:channelId/to-do', { params: { channelId } }),
  })

export const planQuery = (planId: string) =>
  queryOptions({ queryKey: ['plan', planId], queryFn: () => call('GET /api/plans/:planId', { params: { planId } }) })

export const plansQuery = (channelId: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['plans', { channelId }],
    queryFn: ({ pageParam }) => call('GET /api/plans', { query: { channelId, limit: plansAtOnce, after: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
  })

export function changeSource(planId: string, query: ChangeQuery, order: ChangeOrder): RowSource<Change> {
  return {
    key: ['plan', planId, 'changes', { ...query, order }],
    limit: changesAtATime,
    read: async after => {
      const { changes, next } = await call('GET /api/plans/:planId/changes', {
        params: { planId },
        query: { ...query, order, limit: changesAtATime, after: after ?? undefined },
      })
      return { rows: changes, next }
    },
  }
}

export const changeCountQuery = (planId: string, query: ChangeQuery) =>
  queryOptions({
    queryKey: ['plan', planId, 'count', query],
    queryFn: () => call('GET /api/plans/:planId/changes-count', { params: { planId }, query }),
  })

/** Puts a fresh answer about a plan where every page reads it; its changes are read again. */
export function keepPlan(plan: Plan): void {
  queryClient.setQueryData(planQuery(plan.id).queryKey, plan)
  for (const part of ['changes', 'count']) void queryClient.invalidateQueries({ queryKey: ['plan', plan.id, part] })
  plansChanged(plan.channelId)
}

/** A plan was made, changed, given up, sent or has ended. */
export function planChanged(planId: string, channelId: string): void {
  void queryClient.invalidateQueries({ queryKey: ['plan', planId] })
  plansChanged(channelId)
}

/** Somebody edited something, or it was seen in the store: there may be more or less to send. */
export function toDoChanged(): void {
  void queryClient.invalidateQueries({ queryKey: ['to-do'] })
}

/** What keeps plans from being sent may be another. */
export function obstaclesChanged(): void {
  void queryClient.invalidateQueries({ queryKey: ['plan'], predicate: ({ queryKey }) => queryKey.length === 2 })
}

function plansChanged(channelId: string): void {
  void queryClient.invalidateQueries({ queryKey: ['plans'] })
  void queryClient.invalidateQueries({ queryKey: toDoQuery(channelId).queryKey })
}

let readAtMs = 0

/** Progress goes straight onto the screen; the rows that are read follow every few seconds. */
export function takePlanProgress(event: Extract<HubEvent, { type: 'plan_progress' }>): void {
  const { planId, channelId, progress } = event
  const step = <P extends ListedPlan>(plan: P): P =>
    plan.id !== planId || plan.state !== 'applying'
      ? plan
      : {
          ...plan,
          states: progress.counts,
          requests: { ...plan.requests, writesMade: progress.writes, readsMade: progress.reads },
        }
  queryClient.setQueryData(planQuery(planId).queryKey, plan => plan && step(plan))
  queryClient.setQueriesData<InfiniteData<{ plans: ListedPlan[]; next: string | null }>>(
    { queryKey: ['plans'] },
    list => list && { ...list, pages: list.pages.map(page => ({ ...page, plans: page.plans.map(step) })) },
  )
  if (Date.now() - readAtMs < calmMs) return
  readAtMs = Date.now()
  for (const part of ['changes', 'count']) void queryClient.invalidateQueries({ queryKey: ['plan', planId, part] })
  void queryClient.invalidateQueries({ queryKey: toDoQuery(channelId).queryKey })
}
