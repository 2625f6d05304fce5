import type { z } from 'zod'
import type { ChangeCount, StoredChange, StoredPlan } from '../actions/read-plans.ts'
import { type FieldDefinition, productFields, variantFields } from '../domain/fields.ts'
import type { ChangeState, Level } from '../domain/plan.ts'
import { viewActor } from './actor-view.ts'
import type { change, ListedPlan, Plan } from './contract/plans.ts'

/** What the screen calls a field. */
export function labelOf(level: Level, field: string): string {
  const fields: Readonly<Record<string, FieldDefinition>> = level === 'product' ? productFields : variantFields
  return fields[field]?.label ?? field
}

/** A plan as a list shows it. */
export function viewListedPlan(stored: StoredPlan): ListedPlan {
  const { summary, passed } = stored
  const { changes, products, variants, writes, reads, seconds, faults, edited } = summary
  return {
    id: stored.id,
    channelId: stored.channelId,
    channelName: stored.channelName,
    state: stored.state,
    madeAt: stored.madeAt.toISOString(),
    madeBy: viewActor(stored.actor),
    startedAt: stored.startedAt?.toISOString() ?? null,
    finishedAt: stored.finishedAt?.toISOString() ?? null,
    pausedAt: stored.pausedAt?.toISOString() ?? null,
    cancelling: stored.state === 'applying' && stored.cancelAskedAt !== null,
    problem: stored.problem,
    ...{ changes, products, variants, seconds, faults, edited },
    fields: summary.fields.map(each => ({ ...each, label: labelOf(each.level, each.field) })),
    requests: { writes, reads, writesMade: stored.writes, readsMade: stored.reads },
    brakes: summary.brakes.map(tripped => {
      const pass = passed.find(each => each.brake === tripped.brake)
      return { ...tripped, passed: pass === undefined ? null : { by: viewActor(pass.actor), at: pass.at } }
    }),
  }
}

/** A plan with what its changes have come to. */
export function viewPlan(stored: StoredPlan, counts: readonly ChangeCount[]): Plan {
  const states: Partial<Record<ChangeState, number>> = {}
  for (const { state, count } of counts) states[state] = (states[state] ?? 0) + count
  return { ...viewListedPlan(stored), states }
}

export function viewChange({ seq, settledAt, priceNow: _, ...rest }: StoredChange): z.input<typeof change> {
  return {
    id: String(seq),
    ...rest,
    label: labelOf(rest.level, rest.field),
    settledAt: settledAt?.toISOString() ?? null,
  }
}
