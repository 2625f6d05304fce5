import pg from 'pg'

const uniqueViolation = '23505'

/** Whether the database refused a row because another one has the same key under this unique index. */
export function isUniqueViolation(error: unknown, index: string): boolean {
  return error instanceof pg.DatabaseError && error.code === uniqueViolation && error.constraint === index
}
