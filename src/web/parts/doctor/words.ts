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
      return 'Could not tell'
  }
}

/** A permission of which only the reading half is proven: the check never writes. */
export function isReadProvenOnly(row: CheckRow): boolean {
  return row.verdict === 'have' && row.scope?.write === 'unproven'
}

const summaryWords = [
  ['failed', 'failed'],
  ['missing', 'missing'],
  ['warning', 'to look at'],
  ['unproven', 'not proven'],
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

export interface MissingPermission {
  readonly name: string
  readonly level: string
  readonly unlocks: readonly string[]
}

/** Several rows may need one and the same permission: each permission once, with all that it would unlock. */
export function missingPermissions(rows: readonly CheckRow[]): MissingPermission[] {
  const found = new Map<string, { name: string; level: string; unlocks: string[] }>()
  for (const { verdict, scope, unlocks } of rows) {
    if (verdict !== 'missing' || scope === null) continue
    const entry = found.get(scope.name) ?? { name: scope.name, level: scope.level, unlocks: [] }
    if (unlocks !== null) entry.unlocks.push(unlocks)
    found.set(scope.name, entry)
  }
  return [...found.values()]
}

/** A remedy that several rows share is told once, above them. */
export function sharedFix(rows: readonly CheckRow[]): string | null {
  const fixes = rows.filter(row => row.verdict === 'missing').map(row => row.fix)
  const first = fixes[0] ?? null
  return fixes.length > 1 && fixes.every(fix => fix === first) ? first : null
}

export function needsLook(row: CheckRow): boolean {
  return row.verdict === 'failed' || row.verdict === 'missing' || row.verdict === 'warning'
}
