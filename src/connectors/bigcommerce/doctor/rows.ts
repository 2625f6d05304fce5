import type { CheckRow } from '../../../domain/check.ts'

/** A row's text parts, with everything that most rows don't have left out. */
type Row = Pick<CheckRow, 'key' | 'title' | 'verdict' | 'found'> & Partial<CheckRow>

export function connectionRow(row: Row): CheckRow {
  return { group: 'connection', unlocks: null, fix: null, scope: null, blocks: null, ...row }
}

export function storeRow(row: Row): CheckRow {
  return { ...connectionRow(row), group: 'store' }
}

export function accessRow(row: Row): CheckRow {
  return { ...connectionRow(row), group: 'access' }
}
