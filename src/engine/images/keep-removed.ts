import type { ImageShelf } from '../../connector/image-shelf.ts'
import { imagesToDo } from '../../database/channel-images.ts'
import type { WorkspaceDb } from '../../database/connect.ts'
import { imageKey } from '../../domain/edit-images.ts'
import type { FieldPart, FieldValue } from '../../domain/fields.ts'
import type { Clock } from '../../runtime/clock.ts'

interface KeepOptions {
  readonly db: WorkspaceDb
  readonly channelId: string
  readonly shelf: ImageShelf
  readonly picture: (url: string) => Promise<Uint8Array | null>
  readonly clock: Clock
}

/** Somebody waits for the plan: what is not fetched by then is fetched right before it is sent. */
const picturesMost = 100
const timeMostMs = 15_000

/**
 * Fetches the pictures of images that the next plan would remove, as long as the store has them. Gives back how many of
 * each product, or of a variant that is to go by itself, can't be had, so that the plan can say so.
 */
export async function keepRemoved({ db, channelId, shelf, picture, clock }: KeepOptions): Promise<Map<string, number>> {
  const lost = new Map<string, number>()
  const beganAt = clock.now().getTime()
  let asked = 0
  for (const { listingId, offerId, observed, desired } of await imagesToDo(db, channelId)) {
    const item = offerId === null ? listingId : `variant ${offerId}`
    const removed = removedImages(observed, desired)
    if (removed.length === 0) continue
    const known = new Map((await shelf.known(listingId)).map(({ remoteId, source }) => [remoteId, source]))
    for (const { remoteId, url } of removed) {
      const source = known.get(remoteId)
      if (source !== undefined && (await shelf.has(source))) continue
      if (asked >= picturesMost || clock.now().getTime() - beganAt > timeMostMs) return lost
      asked += 1
      const bytes = await picture(url)
      const isKept = bytes !== null && (await shelf.keep(listingId, { remoteId, url }, bytes))
      if (!isKept) lost.set(item, (lost.get(item) ?? 0) + 1)
    }
  }
  return lost
}

/** Those of the store's images that are to be shown no longer. */
function removedImages(observed: FieldValue | null, desired: FieldValue | null) {
  const stays = new Set(partsOf(desired).flatMap(part => [imageKey(part), part.remoteId]))
  return partsOf(observed).flatMap(part => {
    const { remoteId, url } = part
    if (typeof remoteId !== 'string' || typeof url !== 'string') return []
    return stays.has(url) || stays.has(remoteId) ? [] : [{ remoteId, url }]
  })
}

function partsOf(value: FieldValue | null): Exclude<FieldPart, string>[] {
  return typeof value === 'object' && value !== null ? value.filter(part => typeof part === 'object') : []
}
