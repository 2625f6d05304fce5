import type { z } from 'zod'
import type { ChangeCount, SendObstacle, StoredChange, StoredPlan, ToDo, WaitingPart } from '../actions/read-plans.ts'
import { type FieldDefinition, productFields, variantFields } from '../domain/fields.ts'
import type { Fields } from '../domain/layers.ts'
import {
  type ChangeContent,
  type ChangeLevel,
  type ChangeState,
  isOfLevel,
  type Level,
  partOf,
  partsOfChange,
} from '../domain/plan.ts'
import { removalsOf } from '../domain/removals.ts'
import { viewActor } from './actor-view.ts'
import type { change, changeContent, ListedPlan, Plan, planRoutes } from './contract/plans.ts'

type States = Readonly<Partial<Record<ChangeState, number>>>

function definitionOf(level: ChangeLevel, field: string): FieldDefinition | undefined {
  if (!isOfLevel(level)) return undefined
  const fields: Readonly<Record<string, FieldDefinition>> = level === 'product' ? productFields : variantFields
  return fields[field]
}

const wholeLabels: Readonly<Record<Exclude<ChangeLevel, Level>, string>> = {
  brand: 'New brand',
  category: 'New category',
  new_product: 'New product',
  new_variant: 'New variant',
  removed_product: 'Deleted product',
  removed_variant: 'Deleted variant',
}

/** What the screen calls a field. */
export function labelOf(level: ChangeLevel, field: string): string {
  if (!isOfLevel(level)) return wholeLabels[level]
  return definitionOf(level, field)?.label ?? field
}

/** A plan as a list shows it. */
export function viewListedPlan(stored: StoredPlan, states: States): ListedPlan {
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
    undoable: stored.undoable,
    undoneAt: stored.undoneAt?.toISOString() ?? null,
    undoes: stored.undoes,
    ...{ changes, products, variants, seconds, faults, edited },
    fields: summary.fields.map(each => ({ ...each, label: labelOf(each.level, each.field) })),
    requests: { writes, reads, writesMade: stored.writes, readsMade: stored.reads },
    brakes: summary.brakes.map(tripped => {
      const pass = passed.find(each => each.brake === tripped.brake)
      return { ...tripped, passed: pass === undefined ? null : { by: viewActor(pass.actor), at: pass.at } }
    }),
    removals: removalsOf(summary.fields),
    states,
  }
}

/** A plan with what its changes have come to, and what keeps it from being sent. */
export function viewPlan(
  stored: StoredPlan,
  counts: readonly ChangeCount[],
  { obstacles, waiting }: { obstacles: readonly SendObstacle[]; waiting: readonly WaitingPart[] },
): Plan {
  const states: Partial<Record<ChangeState, number>> = {}
  for (const { state, count } of counts) states[state] = (states[state] ?? 0) + count
  const listed = viewListedPlan(stored, states)
  const waits = waiting.map(({ part, sentence }) => {
    const own = listed.fields.filter(each => partsOfChange(each).includes(part))
    return { part, sentence, changes: own.reduce((sum, { changes }) => sum + changes, 0) }
  })
  return { ...listed, obstacles: [...obstacles], waits }
}

/** What waits to be sent of a channel. */
export function viewToDo(
  toDo: ToDo & { readonly plan: StoredPlan | null; readonly unplanned: number },
  states: States,
): z.input<(typeof planRoutes)['GET /api/channels/:channelId/to-do']['response']> {
  const { products, variants, plan, unplanned } = toDo
  const fields = toDo.fields.map(each => ({
    ...each,
    label: labelOf(each.level, each.field),
    part: partOf(each.level, each.field),
  }))
  const changes = fields.reduce((sum, each) => sum + each.changes, 0)
  return { changes, products, variants, fields, plan: plan && viewListedPlan(plan, states), unplanned }
}

export function viewChange({
  seq,
  settledAt,
  priceNow: _,
  requests: _own,
  lostImages: _lost,
  content,
  ...rest
}: StoredChange): z.input<typeof change> {
  return {
    id: String(seq),
    ...rest,
    content: content && viewContent(content),
    label: labelOf(rest.level, rest.field),
    kind: definitionOf(rest.level, rest.field)?.kind ?? 'text',
    settledAt: rest.state === 'planned' ? null : (settledAt?.toISOString() ?? null),
  }
}

function viewContent({ fields, variants }: ChangeContent): z.input<typeof changeContent> {
  return {
    fields: viewFields('product', fields),
    variants: variants.map(({ fields: own, optionValues }) => ({
      sku: typeof own.sku === 'string' ? own.sku : '',
      optionValues,
      fields: viewFields('variant', own),
    })),
  }
}

function viewFields(level: Level, fields: Fields) {
  return Object.entries(fields).flatMap(([field, fieldValue]) => {
    const definition = definitionOf(level, field)
    if (definition === undefined || fieldValue === undefined) return []
    return [{ field, label: definition.label, kind: definition.kind, value: fieldValue }]
  })
}
