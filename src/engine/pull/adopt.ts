import { catalogParts, moveCatalog, removedCatalogs } from '../../database/channel-catalog.ts'
import type { PullStep } from './checkpoint.ts'
import type { PullWork } from './work.ts'

/** Ten million rows; they become fewer each time. */
const roundsMost = 5_000

/**
 * Takes over what the hub has of this store from channels that were removed, so that nothing is doubled where a store
 * is taken out and connected again. Part by part, so that it can be left at any moment and goes on with the next import.
 */
export async function adoptRemoved(work: PullWork, next: PullStep): Promise<void> {
  const { db, claim, stop } = work.options
  for (const from of await removedCatalogs(db, claim.channelId)) {
    work.enter('adopting')
    for (const part of catalogParts) {
      for (let round = 1, moved = 1; moved > 0 && round <= roundsMost; round += 1) {
        stop.signal.throwIfAborted()
        await work.commit(async tx => {
          moved = await moveCatalog(tx, part, { from, to: claim.channelId })
          return {}
        })
      }
    }
  }
  await work.commit(async () => ({ step: next }))
}
