import type { EditField } from '../../../api/contract/edits.ts'
import type { Input } from '../../../api/contract/route.ts'
import type { Routes } from '../../../api/contract/routes.ts'
import type { Level, Place } from './place.ts'

export type EditBody = Input<Routes['POST /api/edits']>['body']

/** What a person wants a field to be, until it is saved. */
export interface Draft {
  readonly to: { readonly value: unknown } | 'reset'
  /** What it was when he began, so that a change by somebody else is seen. */
  readonly was: unknown
}

/** By field. */
export type RowDrafts = Readonly<Record<string, Draft>>
export type RowFaults = Readonly<Record<string, string>>

/** By row: see `rowKey`. */
export type Drafts = Readonly<Record<string, RowDrafts>>
export type Faults = Readonly<Record<string, RowFaults>>

export const rowKey = (level: Level, id: string) => `${level} ${id}`

export function withDraft(drafts: Drafts, row: string, field: string, draft: Draft | undefined): Drafts {
  const { [field]: _, ...others } = drafts[row] ?? {}
  const own = draft === undefined ? others : { ...others, [field]: draft }
  const { [row]: __, ...rest } = drafts
  return Object.keys(own).length === 0 ? rest : { ...rest, [row]: own }
}

export function withoutFault(faults: Faults, row: string, field: string): Faults {
  const own = faults[row]
  if (own === undefined || !(field in own)) return faults
  const { [field]: _, ...others } = own
  return { ...faults, [row]: others }
}

export function countDrafts(drafts: Drafts): number {
  return Object.values(drafts).reduce((sum, own) => sum + Object.keys(own).length, 0)
}

const idsMost = 1_000
const editsMost = 50

/** The requests that save drafts. Rows of which the same becomes are saved together. */
export function bodiesOf(drafts: Drafts, place: Place): EditBody[] {
  const alike = new Map<string, { level: Level; edits: EditBody['edits']; ids: string[] }>()
  for (const [row, own] of Object.entries(drafts)) {
    const [level = 'product', id = ''] = row.split(/ (.*)/s) as [Level, string]
    const edits = Object.entries(own).map(([field, { to }]) =>
      to === 'reset' ? { do: 'reset' as const, field } : { do: 'set' as const, field, value: to.value },
    )
    const key = JSON.stringify([level, edits])
    const known = alike.get(key)
    if (known === undefined) alike.set(key, { level, edits, ids: [id] })
    else known.ids.push(id)
  }
  return [...alike.values()].flatMap(({ level, edits, ids }) =>
    chunks(ids, idsMost).flatMap(some =>
      chunks(edits, editsMost).map(part => ({
        level,
        ids: some,
        edits: part,
        show: 0,
        ...(place === 'master' ? {} : { channelId: place.channelId }),
      })),
    ),
  )
}

function chunks<One>(list: readonly One[], most: number): One[][] {
  const parts: One[][] = []
  for (let at = 0; at < list.length; at += most) parts.push(list.slice(at, at + most))
  return parts
}

/** The drafts without those that a request has saved. */
export function withoutSaved(drafts: Drafts, body: EditBody): Drafts {
  let left = drafts
  for (const id of body.ids ?? []) {
    for (const { field } of body.edits) left = withDraft(left, rowKey(body.level ?? 'product', id), field, undefined)
  }
  return left
}

export type FieldsByKey = ReadonlyMap<string, EditField>

/** How fields are edited, by level and key. */
export function fieldsByKey(fields: readonly EditField[], level: Level): FieldsByKey {
  return new Map(fields.filter(one => one.level === level).map(one => [one.field, one]))
}
