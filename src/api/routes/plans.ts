import { cancelPlan, changeBrakes, leaveOutOfPlan, passBrakes } from '../../actions/change-plan.ts'
import { makePlan } from '../../actions/make-plan.ts'
import {
  type ChangeFilter,
  readBrakes,
  readChangeCounts,
  readChanges,
  readObstacles,
  readPlan,
  readPlans,
  readStates,
  readToDo,
  readWaiting,
  type StoredPlan,
} from '../../actions/read-plans.ts'
import type { Tools } from '../../actions/tools.ts'
import { usualBrakes } from '../../domain/brakes.ts'
import { HubError } from '../../runtime/errors.ts'
import type { Plan, planRoutes } from '../contract/plans.ts'
import { given } from '../given.ts'
import type { HandlersOf, Member } from '../handlers.ts'
import { readPlace, usualLimit, writePlace } from '../places.ts'
import { labelOf, viewChange, viewListedPlan, viewPlan, viewToDo } from '../plan-view.ts'

type AskedFilter = { readonly [K in Exclude<keyof ChangeFilter, 'edited'>]?: ChangeFilter[K] | undefined } & {
  readonly edited?: 'true' | 'false' | undefined
}

/** A filter as it stands in an address, where a flag is a text. */
export function changeFilterOf({ edited, ...rest }: AskedFilter): ChangeFilter {
  return given({ ...rest, edited: edited === undefined ? undefined : edited === 'true' })
}

/** A plan as it is shown on its own. */
export async function viewOnePlan({ actor, db }: Member, plan: StoredPlan): Promise<Plan> {
  return viewPlan(plan, await readChangeCounts(actor, db, plan.id, {}), {
    obstacles: await readObstacles(actor, db, plan),
    waiting: await readWaiting(actor, db, plan),
  })
}

export function planHandlers({ tools }: { tools: Tools }): HandlersOf<typeof planRoutes> {
  const view = viewOnePlan
  return {
    'POST /api/channels/:channelId/plans': async ({ actor, db, params }) =>
      view({ actor, db }, await makePlan(actor, db, tools, { channelId: params.channelId })),

    'GET /api/plans': async ({ actor, db, query }) => {
      const { limit = usualLimit, channelId, state } = query
      const [at, id] = readPlace(query.after, ['milliseconds', 'text']) ?? []
      const plans = await readPlans(actor, db, {
        limit,
        ...given({ channelId, state }),
        ...(id !== undefined && { after: { madeAt: new Date(Number(at)), id } }),
      })
      const last = plans.at(-1)
      const next =
        last === undefined || plans.length < limit ? null : writePlace([String(last.madeAt.getTime()), last.id])
      const states = await readStates(
        actor,
        db,
        plans.map(({ id }) => id),
      )
      return { plans: plans.map(plan => viewListedPlan(plan, states.get(plan.id) ?? {})), next }
    },

    'GET /api/channels/:channelId/to-do': async ({ actor, db, params }) => {
      const toDo = await readToDo(actor, db, params.channelId)
      const id = toDo.plan?.id ?? ''
      return viewToDo(toDo, (await readStates(actor, db, [id])).get(id) ?? {})
    },

    'GET /api/plans/:planId': async ({ actor, db, params }) =>
      view({ actor, db }, await readPlan(actor, db, params.planId)),

    'GET /api/plans/:planId/changes': async ({ actor, db, params, query }) => {
      const { limit = usualLimit, after: place, order, ...filter } = query
      const [after = '0'] = readPlace(place, ['count']) ?? []
      const ask = { filter: changeFilterOf(filter), limit, after: Number(after), ...given({ order }) }
      const changes = await readChanges(actor, db, params.planId, ask)
      const last = changes.at(-1)
      const next = last === undefined || changes.length < limit ? null : writePlace([String(last.seq)])
      return { changes: changes.map(viewChange), next }
    },

    'GET /api/plans/:planId/changes-count': async ({ actor, db, params, query }) => {
      const groups = await readChangeCounts(actor, db, params.planId, changeFilterOf(query))
      return {
        count: groups.reduce((sum, { count }) => sum + count, 0),
        groups: groups.map(group => ({ ...group, label: labelOf(group.level, group.field) })),
      }
    },

    'POST /api/plans/:planId/leave-out': async ({ actor, db, params, body }) => {
      const { ids, filter, putBack = false } = body
      if ((ids === undefined) === (filter === undefined)) {
        throw new HubError('input_invalid', 'Say which changes are meant.', {
          fields: { ids: 'Give either the ids of some changes, or a filter for all that it finds.' },
        })
      }
      const choice = ids === undefined ? { filter: changeFilterOf(filter ?? {}) } : { seqs: ids.map(Number) }
      const { changed, plan } = await leaveOutOfPlan(actor, db, tools, { planId: params.planId, choice, putBack })
      return { changed, plan: await view({ actor, db }, plan) }
    },

    'POST /api/plans/:planId/pass': async ({ actor, db, params, body }) =>
      view({ actor, db }, await passBrakes(actor, db, tools, { planId: params.planId, brakes: body.brakes })),

    'POST /api/plans/:planId/cancel': async ({ actor, db, params }) =>
      view({ actor, db }, await cancelPlan(actor, db, tools, params.planId)),

    'GET /api/channels/:channelId/brakes': async ({ actor, db, params }) => ({
      ...(await readBrakes(actor, db, params.channelId)),
      usual: usualBrakes,
    }),

    'PUT /api/channels/:channelId/brakes': ({ actor, db, params, body }) =>
      changeBrakes(actor, db, tools, { channelId: params.channelId, limits: body }),
  }
}
