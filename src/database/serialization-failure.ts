import pg from 'pg'

const serializationFailure = '40001'

/** Whether somebody else changed what a transaction of one moment was about to change: it may work when done again. */
export function isSerializationFailure(error: unknown): boolean {
  return error instanceof pg.DatabaseError && error.code === serializationFailure
}
