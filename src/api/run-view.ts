import type { z } from 'zod'
import type { StoredRun, StoredRunRow } from '../actions/runs.ts'
import { viewActor } from './actor-view.ts'
import type { run, runRow } from './contract/runs.ts'

/** A run as the API shows it. */
export function viewRun(stored: StoredRun): z.input<typeof run> {
  const isActive = ['queued', 'running', 'waiting'].includes(stored.state)
  return {
    id: stored.id,
    channelId: stored.channelId,
    channelName: stored.channelName,
    kind: 'pull',
    mode: stored.mode,
    state: stored.state,
    startedBy: viewActor(stored.actor),
    createdAt: stored.createdAt.toISOString(),
    startedAt: stored.startedAt?.toISOString() ?? null,
    finishedAt: stored.finishedAt?.toISOString() ?? null,
    cancelling: isActive && stored.cancelAskedAt !== null,
    problem: stored.problem,
    triesAgainAt: stored.state === 'waiting' ? stored.dueAt.toISOString() : null,
    progress: stored.progress,
    account: stored.account,
  }
}

export function viewRunRow({ seq, ...row }: StoredRunRow): z.input<typeof runRow> {
  return { id: String(seq), ...row }
}
