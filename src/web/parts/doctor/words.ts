import type { CheckRow } from '../../../api/contract/channels.ts'

export type Verdict = CheckRow['verdict']

export const groups = [
  { key: 'connection', title: 'Connection' },
  { key: 'store', title: 'Store' },
  { key: 'access', title: 'Permissions' },
] as const

/** The verdict of a row in the words of the screen. */
export function verdictWords(row: CheckRow): string {
  switch (row.verdict) {
    case 'have':
      return 'Have'
    case 'missing':
      return 'Missing'
    case 'warning':
      return 'Warning'
    case 'failed':
      return 'Failed'
    case 'unproven':
      return row.scope?.write === 'unproven' ? 'Not provable without a write' : 'Could not tell'
  }
}

/** A permission of which only the reading half is proven. */
export function isReadProvenOnly(row: CheckRow): boolean {
  return row.verdict === 'have' && row.scope?.write === 'unproven'
}

const summaryWords = [
  ['failed', 'failed'],
  ['missing', 'missing'],
  ['warning', 'to look at'],
  ['unproven', 'not provable'],
  ['have', 'have'],
] as const satisfies readonly (readonly [Verdict, string])[]

export interface Tally {
  readonly verdict: Verdict
  readonly words: string
}

/** `2 missing`, `14 have`: worst first, nothing that is zero. */
export function tally(rows: readonly CheckRow[]): Tally[] {
  return summaryWords
    .map(([verdict, words]) => ({ verdict, amount: rows.filter(row => row.verdict === verdict).length, words }))
    .filter(({ amount }) => amount > 0)
    .map(({ verdict, amount, words }) => ({ verdict, words: `${amount} ${words}` }))
}

export function needsLook(row: CheckRow): boolean {
  return row.verdict === 'failed' || row.verdict === 'missing' || row.verdict === 'warning'
}
