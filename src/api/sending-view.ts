import type { Sending, SendingOfPart } from '../actions/read-sending.ts'
import { viewActor } from './actor-view.ts'
import type { SendingOfPart as PartView, Sending as View } from './contract/sending.ts'

export function viewSending({ parts, isZoneOfStore, ...rest }: Sending): View {
  const views = Object.fromEntries(parts.map(each => [each.part, viewPart(each)])) as Pick<View, 'data' | 'prices'>
  return { ...rest, timeZoneOf: isZoneOfStore ? 'store' : 'none', ...views }
}

function viewPart({ rule, since, nextAt, toDo, holds, last }: SendingOfPart): PartView {
  return {
    ...rule,
    since: since?.since.toISOString() ?? null,
    by: since === null ? null : viewActor(since.actor),
    nextAt: nextAt?.toISOString() ?? null,
    toDo: toDo.changes,
    kept: toDo.kept,
    holds: [...holds],
    last:
      last === null
        ? null
        : {
            planId: last.plan.id,
            madeAt: last.plan.madeAt.toISOString(),
            state: last.plan.state,
            states: last.states,
          },
  }
}
