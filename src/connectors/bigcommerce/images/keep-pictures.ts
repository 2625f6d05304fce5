import type { ImageShelf } from '../../../connector/image-shelf.ts'

export interface PictureTools {
  readonly shelf: ImageShelf
  /** The bytes of a picture as the store shows it; null where they can't be had. */
  readonly picture: (url: string, signal?: AbortSignal) => Promise<Uint8Array | null>
}

/**
 * Keeps the bytes of images of a product that are about to go, as far as they aren't kept already. False: one can't be
 * had, and nobody let that pass.
 */
export async function keepPictures(
  { shelf, picture }: PictureTools,
  listingId: string,
  images: readonly { readonly remoteId: string; readonly url: string }[],
  signal?: AbortSignal,
): Promise<boolean> {
  if (images.length === 0) return true
  const known = new Map((await shelf.known(listingId)).map(({ remoteId, source }) => [remoteId, source]))
  for (const image of images) {
    const source = known.get(image.remoteId)
    if (source !== undefined && (await shelf.has(source))) continue
    const bytes = await picture(image.url, signal)
    const isKept = bytes !== null && (await shelf.keep(listingId, image, bytes))
    if (!isKept && !shelf.mayLose) return false
  }
  return true
}
