import pg from 'pg'
import { isUniqueViolation } from './unique-violation.ts'

/** A row that comes twice, data exceptions, violated constraints, and limits such as the size of an index entry. */
const dataClasses = /^(?:21|22|23|54)/

/** The database's words where it refused some data; null for every other failure. */
export function dataRefusal(error: unknown): string | null {
  return error instanceof pg.DatabaseError && dataClasses.test(error.code ?? '') ? error.message : null
}

/**
 * The last one is a wait for a lock that took too long: part of an import that is written ahead waits for the part before
 * it, which the database does not see, so that it cannot tell that nobody goes on.
 */
const collisions = new Set(['40001', '40P01', '55P03'])

/** Two transactions stood in each other's way, or took the same SKU; tried again, this one goes through. */
export function isCollision(error: unknown): boolean {
  return (
    (error instanceof pg.DatabaseError && collisions.has(error.code ?? '')) || isUniqueViolation(error, 'variant_sku')
  )
}

const triesMost = 5

/** Does a whole transaction, and does it anew where another one of the catalog stood in its way. */
export async function despiteCollisions<T>(transaction: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await transaction()
    } catch (error) {
      if (tries >= triesMost || !isCollision(error)) throw error
    }
  }
}
