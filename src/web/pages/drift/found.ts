import type { Drift } from '../../../api/contract/drift.ts'
import type { DriftAsk } from './search.ts'
import type { FieldName, Found } from './words.ts'

/** Which of all fields with edits a filter finds: the price of a variant is another field than that of its product. */
export function fieldsFound<Field extends Pick<FieldName, 'level' | 'field'>>(
  fields: readonly Field[],
  { level, field }: DriftAsk,
): Field[] {
  return fields.filter(each => (field ?? each.field) === each.field && (level ?? each.level) === each.level)
}

/** How many edits these fields have, as far as they were counted. */
export function foundIn(fields: readonly Found[]): Found {
  return {
    count: fields.reduce((sum, each) => sum + each.count, 0),
    atLeast: fields.some(({ atLeast }) => atLeast),
  }
}

/** What is decided on: rows that were chosen, or a filter for all that it finds. */
export type Choice = { readonly rows: readonly Drift[] } | { readonly filter: DriftAsk }

/** The same as requests name it. */
export function choicesOf(what: Choice): readonly ({ ids: string[] } | { filter: DriftAsk })[] {
  return 'rows' in what ? inParts(what.rows.map(({ id }) => id)).map(ids => ({ ids })) : [{ filter: what.filter }]
}

/** As many as one request takes. */
const idsMost = 1_000

export function inParts(ids: readonly string[]): string[][] {
  return Array.from({ length: Math.ceil(ids.length / idsMost) }, (_, at) => ids.slice(at * idsMost, (at + 1) * idsMost))
}
