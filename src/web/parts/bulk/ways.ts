import type { EditField } from '../../../api/contract/edits.ts'
import { textOf } from '../edit/values.ts'
import type { Edit } from './target.ts'

export type Way = EditField['ways'][number]

export const wayWords: Readonly<Record<Way, string>> = {
  set: 'Set to',
  clear: 'Clear',
  add: 'Add an amount, or take one away',
  percent: 'Raise or lower by percent',
  replace: 'Find and replace',
  include: 'Add to what is there',
  exclude: 'Take away from what is there',
  reset: 'Back to the master’s value',
}

/** What was entered, for whatever way; those of the other ways are kept. */
export interface Entered {
  readonly value: unknown
  readonly amount: string
  readonly percent: string
  readonly ending: string
  readonly find: string
  readonly with: string
}

export const nothingEntered: Entered = { value: undefined, amount: '', percent: '', ending: '', find: '', with: '' }

/** The edit that was entered; null while something is missing. */
export function editOf(field: EditField, way: Way, entered: Entered): Edit | null {
  const { value, amount, percent, ending, find } = entered
  const own = { field: field.field }
  switch (way) {
    case 'set':
      return isEntered(value) ? { do: 'set', ...own, value } : null
    case 'clear':
    case 'reset':
      return { do: way, ...own }
    case 'add':
      return amount.trim() === '' ? null : { do: 'add', ...own, amount: amount.trim() }
    case 'percent':
      return percent.trim() === ''
        ? null
        : { do: 'percent', ...own, percent: percent.trim(), ...(ending === '' ? {} : { ending }) }
    case 'replace':
      return find === '' ? null : { do: 'replace', ...own, find, with: entered.with }
    default:
      return isEntered(value) ? { do: way, ...own, value } : null
  }
}

function isEntered(value: unknown): boolean {
  if (typeof value === 'boolean') return true
  return Array.isArray(value) ? value.length > 0 : textOf(value).trim() !== ''
}
