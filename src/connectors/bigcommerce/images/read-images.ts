import type { ImageShelf } from '../../../connector/image-shelf.ts'
import type { FieldValue } from '../../../domain/fields.ts'
import { imageOf } from '../catalog/product.ts'
import { isRawRow, type RawRow } from '../catalog/read-fields.ts'
import type { Answer } from '../client/answer.ts'
import { listOf } from '../client/loose.ts'
import type { StoreApi } from '../client/request.ts'
import { type Identities, inOrder, type ShownImage, type WantedImage } from './steps.ts'

/** The images of a product at one moment. */
export interface ShownImages {
  readonly shown: readonly ShownImage[]
  /** As the field has them; null for none. */
  readonly value: FieldValue | null
}

export interface ImagesNow extends ShownImages {
  readonly identities: Identities
}

/** Documented: the most of a page, and of a product. */
const pageMost = 250
const pagesMost = 5

/** All images of a product in the order in which they are shown, or the answer for which they can't be read. */
export async function readImages(
  api: Pick<StoreApi, 'get'>,
  listingId: string,
  signal?: AbortSignal,
): Promise<{ readonly images: ShownImages } | { readonly answer: Answer }> {
  const rows: RawRow[] = []
  for (let page = 1; page <= pagesMost; page += 1) {
    const path = `/v3/catalog/products/${encodeURIComponent(listingId)}/images?limit=${pageMost}&page=${page}`
    const answer = await api.get(path, signal === undefined ? {} : { signal })
    const list = answer.kind === 'ok' ? listOf(answer.json) : answer.status === 204 ? [] : null
    if (list === null) return { answer }
    rows.push(...list.filter(isRawRow))
    if (list.length < pageMost) break
  }
  const byId = new Map(rows.map(row => [shownImage(row)?.remoteId, row]))
  const shown = inOrder(rows.map(shownImage).filter(image => image !== null))
  const value = shown.flatMap(({ remoteId }) => {
    const row = byId.get(remoteId)
    return row === undefined ? [] : [imageOf(row)]
  })
  return { images: { shown, value: value.length === 0 ? null : value } }
}

/** An image as the store tells of it; null without an id. */
export function shownImage(row: RawRow): ShownImage | null {
  const image = imageOf(row)
  if (typeof image !== 'object' || image.remoteId === '') return null
  return {
    remoteId: String(image.remoteId),
    url: String(image.url),
    description: String(image.description),
    sortOrder: Number(image.sortOrder),
    isThumbnail: image.isThumbnail === true,
    fileName: typeof row.image_file === 'string' ? row.image_file : '',
  }
}

/** What is known of the images of a product, and of the addresses that are wanted of other products or stores. */
export async function identitiesOf(
  shelf: ImageShelf,
  listingId: string,
  wanted: readonly WantedImage[],
): Promise<Identities> {
  const known = await shelf.known(listingId)
  const urls = wanted.map(({ url }) => url).filter(url => url !== '' && !known.some(image => image.url === url))
  return { known, filesAt: urls.length === 0 ? new Map() : await shelf.filesAt(urls) }
}
