import type { WorkspaceDb } from '../database/connect.ts'
import { recordEvent } from '../database/events.ts'
import { chooseForGone as choose, notArchivedElsewhere } from '../database/listing-lists.ts'
import { productsOnNoChannel, setProductState } from '../database/product-lists.ts'
import { mustBeAllowed } from '../domain/access.ts'
import type { Actor } from '../domain/actor.ts'
import { newId } from '../runtime/ids.ts'
import { readChannel } from './read-channels.ts'
import type { Tools } from './tools.ts'

export type GoneChoice = 'keep_off' | 'archive' | 'make_again'

/**
 * Says what becomes of products that are gone from a store: keep them off this channel, archive the master product
 * (only where no other channel has it), or make them again with a later plan. Null takes the choice back.
 * Without ids, all that are undecided. Throws `not_found`.
 */
export async function chooseForGone(
  actor: Actor,
  db: WorkspaceDb,
  tools: Tools,
  input: { channelId: string; remoteIds?: readonly string[]; choice: GoneChoice | null },
): Promise<{ changed: number }> {
  mustBeAllowed(actor, 'catalog.manage')
  const { channelId, choice } = input
  await readChannel(actor, db, channelId)
  const at = tools.clock.now()
  const changed = await db.transaction(async tx => {
    const rows = await choose(tx, channelId, input)
    if (rows.length === 0) return 0
    const productsOf = (some: typeof rows) => [...new Set(some.map(row => row.productId).filter(id => id !== null))]
    // Missing on one channel never takes a product from another, and what one channel says brings none of another's back.
    if (choice === 'archive') await setProductState(tx, await productsOnNoChannel(tx, productsOf(rows)), 'archived', at)
    const wereArchived = productsOf(rows.filter(({ before }) => before === 'archive'))
    await setProductState(tx, await notArchivedElsewhere(tx, wereArchived), 'active', at)
    await recordEvent(tx, {
      id: newId('evt', tools.randomBytes),
      at,
      actor,
      verb: 'listing.gone_decided',
      channelId,
      about: { choice, remoteIds: rows.map(row => row.remoteId) },
    })
    return rows.length
  })
  tools.notices.publish(db.workspace, { type: 'catalog_changed' })
  return { changed }
}
