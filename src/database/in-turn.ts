import type { RawBuilder } from 'kysely'
import { breathe } from '../runtime/clock.ts'
import type { WorkspaceTx } from './connect.ts'

/** Runs statements one after the other. While the database works on one, the next is put together. */
export async function runInTurn(tx: WorkspaceTx, statements: Iterable<RawBuilder<unknown>>): Promise<void> {
  let running: Promise<unknown> = Promise.resolve()
  for (const statement of statements) {
    await running
    running = statement.execute(tx.kysely)
    // It is told when it is awaited, also where putting the next one together throws first.
    running.catch(() => {})
    await breathe()
  }
  await running
}
