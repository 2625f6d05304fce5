import type { EditField } from '../../../api/contract/edits.ts'
import type { Input } from '../../../api/contract/route.ts'
import type { Routes } from '../../../api/contract/routes.ts'
import { isAlike } from '../../parts/edit/values.ts'
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

/**
 * The draft of a field in which `value` was typed, where `now` is what is kept of it; nothing where that is the same. What
 * it was when somebody began to type stays known, so that he hears of it where somebody else is quicker.
 */
export function draftOf(field: EditField, value: unknown, now: unknown, before: Draft | undefined): Draft | undefined {
  return isAlike(field, value, now) ? undefined : { to: { value }, was: before === undefined ? now : before.was }
}

/** Whether somebody else has changed a field since a draft of it was begun. */
export function isOvertaken(field: EditField, draft: Draft | undefined, now: unknown): boolean {
  return draft !== undefined && !isAlike(field, now, draft.was)
}

/** What its control shows of a field. */
export function shownOf(draft: Draft | undefined, now: unknown, master: unknown): unknown {
  if (draft === undefined) return now
  return draft.to === 'reset' ? master : draft.to.value
}

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
    const edits = Object.entries(own).map(([field, draft]) => editOf(field, draft))
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

function editOf(field: string, { to }: Draft): EditBody['edits'][number] {
  return to === 'reset' ? { do: 'reset', field } : { do: 'set', field, value: to.value }
}

function chunks<One>(list: readonly One[], most: number): One[][] {
  const parts: One[][] = []
  for (let at = 0; at < list.length; at += most) parts.push(list.slice(at, at + most))
  return parts
}

/** The drafts without those that a request has saved; what was typed while it was under way stays. */
export function withoutSaved(drafts: Drafts, body: EditBody): Drafts {
  let left = drafts
  for (const id of body.ids ?? []) {
    const row = rowKey(body.level ?? 'product', id)
    for (const edit of body.edits) {
      const draft = left[row]?.[edit.field]
      const isSaved = draft !== undefined && JSON.stringify(editOf(edit.field, draft)) === JSON.stringify(edit)
      if (isSaved) left = withDraft(left, row, edit.field, undefined)
    }
  }
  return left
}

export type FieldsByKey = ReadonlyMap<string, EditField>

/** How fields are edited, by level and key. */
export function fieldsByKey(fields: readonly EditField[], level: Level): FieldsByKey {
  return new Map(fields.filter(one => one.level === level).map(one => [one.field, one]))
}
