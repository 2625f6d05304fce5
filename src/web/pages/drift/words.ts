import type { Drift, DriftDecision } from '../../../api/contract/drift.ts'
import { amountOf, count } from '../../format.ts'

/** The words for decisions about edits made in a store. */

export const decisionWords = {
  take: {
    button: 'Take',
    all: 'Take from the store',
    follows:
      'What the store shows is what this channel is meant to show. Where your catalog says something else, it becomes this channel’s own value: no other channel changes.',
  },
  overwrite: {
    button: 'Write over',
    all: 'Write over in the store',
    follows:
      'What the hub means becomes a change to review again. Nothing is sent now: you see it, old and new, before it goes to the store.',
  },
} as const satisfies Record<DriftDecision, unknown>

export const giveWords = {
  button: 'Give to the store',
  follows:
    'The store owns the field for good, for all products of this channel: the hub never writes it again, and follows what is edited there.',
} as const

/** What was done, for the message that offers Undo. */
export function doneWords(decision: DriftDecision, rows: readonly Drift[] | number): string {
  const what = typeof rows === 'number' ? count(rows, 'edit') : nameOf(rows)
  return decision === 'take' ? `Taken from the store: ${what}.` : `Now among the changes to review: ${what}.`
}

function nameOf(rows: readonly Drift[]): string {
  const [first] = rows
  return first !== undefined && rows.length === 1 ? `${first.label} of ${first.name}` : count(rows.length, 'edit')
}

/** How many there are, as far as they were counted. */
export interface Found {
  readonly count: number
  readonly atLeast: boolean
}

/** `12 edits`, `10,000+ edits`. */
export function editsOf(found: Found): string {
  return `${amountOf(found)} ${found.count === 1 ? 'edit' : 'edits'}`
}

export interface FieldName {
  readonly level: Drift['level']
  readonly field: string
  readonly label: string
}

export function keyOf({ level, field }: Pick<FieldName, 'level' | 'field'>): string {
  return `${level} ${field}`
}

/** Each field once. */
export function distinctFields(fields: readonly FieldName[]): FieldName[] {
  return [
    ...new Map(fields.map(({ level, field, label }) => [keyOf({ level, field }), { level, field, label }])).values(),
  ]
}

/** `Price of variants`. */
export function fieldWords({ level, label }: Pick<FieldName, 'level' | 'label'>): string {
  return `${label} of ${level}s`
}
