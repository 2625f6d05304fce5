import type { EditField } from '../../../api/contract/edits.ts'
import type { Input } from '../../../api/contract/route.ts'
import type { Routes } from '../../../api/contract/routes.ts'

export type EditBody = Input<Routes['POST /api/edits']>['body']
export type Edit = EditBody['edits'][number]

/** What many are edited by: chosen rows, or all that a filter finds. */
export interface BulkTarget {
  /** The channel whose own values are edited; without it the master is. */
  readonly channelId?: string
  readonly which:
    | { readonly ids: readonly string[] }
    | { readonly products: NonNullable<EditBody['products']> }
    | { readonly listings: NonNullable<EditBody['listings']> }
  readonly count: { readonly count: number; readonly atLeast: boolean }
}

/** The request that does one edit to all of them. */
export function bodyOf({ channelId, which }: BulkTarget, level: EditField['level'], edit: Edit): EditBody {
  const place = channelId === undefined ? {} : { channelId }
  if (!('ids' in which)) return { level, ...place, ...which, edits: [edit] }
  const ids = [...which.ids]
  return { level, ...place, ...(level === 'variant' ? { variantsOf: ids } : { ids }), edits: [edit] }
}
