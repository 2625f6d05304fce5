import { type InfiniteData, infiniteQueryOptions, queryOptions } from '@tanstack/react-query'
import type { CatalogState } from '../api/contract/catalog.ts'
import type { HubEvent } from '../api/contract/events.ts'
import type { RowOutcome, Run } from '../api/contract/runs.ts'
import { call } from './client.ts'
import { queryClient } from './queries.ts'

/** What the pages read of imports, and how pushed progress gets into it. */

const runsAtOnce = 50
const rowsAtOnce = 100
/** Counts and quota are not pushed: while a run goes on they are read again when they are older than this. */
const stateAgeMostMs = 10_000

export const catalogQuery = (channelId: string) =>
  queryOptions({
    queryKey: ['catalog', channelId],
    queryFn: () => call('GET /api/channels/:channelId/catalog', { params: { channelId } }),
  })

export const runQuery = (runId: string) =>
  queryOptions({ queryKey: ['run', runId], queryFn: () => call('GET /api/runs/:runId', { params: { runId } }) })

export const runsQuery = (channelId: string | undefined) =>
  infiniteQueryOptions({
    queryKey: ['runs', { channelId }],
    queryFn: ({ pageParam }) => call('GET /api/runs', { query: { channelId, limit: runsAtOnce, after: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
  })

export const runRowsQuery = (runId: string, outcome: RowOutcome | undefined) =>
  infiniteQueryOptions({
    queryKey: ['run', runId, 'rows', { outcome }],
    queryFn: ({ pageParam }) =>
      call('GET /api/runs/:runId/rows', { params: { runId }, query: { outcome, limit: rowsAtOnce, after: pageParam } }),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next ?? undefined,
  })

/** Puts a fresh answer about an import where every page reads it. */
export function keepCatalog(state: CatalogState): void {
  queryClient.setQueryData(catalogQuery(state.channelId).queryKey, state)
}

/** A run was started, asked to stop, ended: what is on the screen about it is read again. */
export function runChanged({ id, channelId }: Pick<Run, 'id' | 'channelId'>): void {
  void queryClient.invalidateQueries({ queryKey: catalogQuery(channelId).queryKey })
  void queryClient.invalidateQueries({ queryKey: ['run', id] })
  void queryClient.invalidateQueries({ queryKey: ['runs'] })
}

export function catalogChanged(): void {
  void queryClient.invalidateQueries({ queryKey: ['catalog'] })
}

/** Progress goes straight onto the screen, without asking the hub. */
export function takeProgress(event: Extract<HubEvent, { type: 'run_progress' }>): void {
  const step = (run: Run): Run =>
    run.id === event.runId && run.finishedAt === null ? { ...run, state: event.state, progress: event.progress } : run
  queryClient.setQueryData(runQuery(event.runId).queryKey, run => run && step(run))
  queryClient.setQueriesData<InfiniteData<{ runs: Run[]; next: string | null }>>(
    { queryKey: ['runs'] },
    list => list && { ...list, pages: list.pages.map(page => ({ ...page, runs: page.runs.map(step) })) },
  )
  takeIntoState(event.channelId, event.runId, step)
}

function takeIntoState(channelId: string, runId: string, step: (run: Run) => Run): void {
  const { queryKey } = catalogQuery(channelId)
  const readAtMs = queryClient.getQueryState(queryKey)?.dataUpdatedAt ?? 0
  const state = queryClient.getQueryData(queryKey)
  if (state === undefined) return
  const isKnown = state.activeRun?.id === runId
  if (isKnown && state.activeRun !== null) {
    // Not as new as an answer of the hub: the counts and the quota in it keep their age.
    queryClient.setQueryData(queryKey, { ...state, activeRun: step(state.activeRun) }, { updatedAt: readAtMs })
  }
  const isOld = Date.now() - readAtMs > stateAgeMostMs
  if (!isKnown || isOld) void queryClient.invalidateQueries({ queryKey }, { cancelRefetch: false })
}
