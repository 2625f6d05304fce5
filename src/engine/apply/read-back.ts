import { changesInDoubt } from '../../database/changes-to-send.ts'
import { isOfItem } from '../../database/plan-changes.ts'
import type { Fields } from '../../domain/layers.ts'
import { type ChangeLevel, isRemoval } from '../../domain/plan.ts'
import { settleSeen } from './apply-window.ts'
import { fieldWritesOf, itemIdOf, type PlacedChange } from './batches.ts'
import { canGoOn, readBack, shownOf } from './check.ts'
import { readBackNames } from './make-names.ts'
import { readBackProducts } from './make-products.ts'
import { readBackVariants } from './make-variants.ts'
import { Naming } from './naming.ts'
import { readShown } from './read-shown.ts'
import { readBackRemovals } from './remove.ts'
import type { ApplyWork } from './work.ts'

const atATime = 2_500

/**
 * Finds out what became of the changes that were sent and of which nobody knows more: an answer was lost, or whoever sent
 * them was killed. Nothing else is sent before. Gives back how many the store shows as if nothing had been sent.
 */
export async function readBackDoubts(work: ApplyWork): Promise<number> {
  const { db, claim } = work.options
  let again = 0
  for (;;) {
    const changes = await changesInDoubt(db, claim.planId, atATime)
    if (changes.length === 0) return again
    const ofLevel = (isMeant: (level: ChangeLevel) => boolean) => changes.filter(({ level }) => isMeant(level))
    await readBackNames(
      work,
      ofLevel(level => level === 'brand' || level === 'category'),
    )
    await readBackProducts(
      work,
      ofLevel(level => level === 'new_product'),
    )
    await readBackVariants(
      work,
      ofLevel(level => level === 'new_variant'),
    )
    await readBackRemovals(work, ofLevel(isRemoval))
    again += await readBackSome(work, changes.filter(isOfItem))
  }
}

async function readBackSome(work: ApplyWork, changes: readonly PlacedChange[]): Promise<number> {
  const { writer } = work.options
  if (changes.length === 0) return 0
  const naming = await Naming.of(work, changes)
  const products = await readShown(
    work,
    changes.map(({ listingId }) => listingId),
    naming,
  )
  const seen = [...Map.groupBy(changes, change => `${change.level} ${itemIdOf(change)}`).values()].flatMap(ofItem => {
    const [first] = ofItem
    const shown: Fields | null = first === undefined ? null : shownOf(first, products)
    const outcomes =
      first === undefined || shown === null ? {} : writer.outcomesOf(first.level, fieldWritesOf(ofItem), shown)
    return ofItem.map(change => ({
      ...{ change, shown },
      result: readBack(change, shown, outcomes[change.field], canGoOn(writer)),
    }))
  })
  await work.commit(tx => settleSeen(tx, work, seen))
  return seen.filter(({ result }) => result.state === 'planned').length
}
