import pg from 'pg'
import { isUniqueViolation } from './unique-violation.ts'

/** Data exceptions, violated constraints, and limits such as the size of an index entry. */
const dataClasses = /^(?:22|23|54)/

/** The database's words where it refused some data; null for every other failure. */
export function dataRefusal(error: unknown): string | null {
  return error instanceof pg.DatabaseError && dataClasses.test(error.code ?? '') ? error.message : null
}

const collisions = new Set(['40001', '40P01'])

/** Two transactions stood in each other's way, or took the same SKU; tried again, this one goes through. */
export function isCollision(error: unknown): boolean {
  if (!(error instanceof pg.DatabaseError)) return false
  return collisions.has(error.code ?? '') || isUniqueViolation(error, 'variant_sku')
}
