import type { ImageShelf, KeptPicture } from '../../../connector/image-shelf.ts'
import { mediaTypes } from '../../../domain/pictures.ts'
import { isRawRow } from '../catalog/read-fields.ts'
import type { Answer } from '../client/answer.ts'
import type { StoreApi, WriteNeeds } from '../client/request.ts'
import { formWith } from './form.ts'
import { shownImage } from './read-images.ts'
import type { ImageToAdd } from './steps.ts'

interface AddTools {
  readonly api: StoreApi
  readonly shelf: ImageShelf
  readonly send: (request: () => Promise<Answer>) => Promise<Answer>
  readonly needs: WriteNeeds
}

type Added =
  | { readonly kind: 'added'; readonly remoteId: string }
  /** Its bytes are kept no longer, and its address is none that a store could copy it from. */
  | { readonly kind: 'no_picture' }
  | { readonly kind: 'failed'; readonly answer: Answer }

/** Documented: the longest address that a store copies a picture from. */
const addressCharactersMost = 255

/**
 * Adds one image. The attempt is written before the request leaves, and what became of it after its answer; where that is
 * lost, the next look finds out.
 */
export async function addImage(
  { api, shelf, send, needs }: AddTools,
  listingId: string,
  image: ImageToAdd,
  idsBefore: readonly string[],
): Promise<Added> {
  const picture = await shelf.picture(image.source)
  if (picture === null && !isCopied(image.source)) return { kind: 'no_picture' }
  await shelf.begin(listingId, { source: image.source, idsBefore })
  const path = `/v3/catalog/products/${encodeURIComponent(listingId)}/images`
  const answer = await send(() => {
    if (picture === null) return api.post(path, addressJson(image), needs)
    const { body, type } = formWith(textsOf(image), 'image_file', {
      ...{ name: fileNameOf(image.source, picture), type: mediaTypes[picture.kind], bytes: picture.bytes },
    })
    return api.post(path, body, { ...needs, type })
  })
  const row = answer.kind === 'ok' && isRawRow(answer.json) ? answer.json.data : null
  const shown = isRawRow(row) ? shownImage(row) : null
  if (shown !== null) {
    await shelf.added(listingId, { remoteId: shown.remoteId, source: image.source, url: shown.url })
    return { kind: 'added', remoteId: shown.remoteId }
  }
  if (answer.kind === 'other_status') await shelf.notAdded(listingId, image.source)
  return { kind: 'failed', answer }
}

const isCopied = (source: string) => /^https?:\/\//.test(source) && source.length <= addressCharactersMost

function textsOf({ description, sortOrder, isThumbnail }: ImageToAdd): Record<string, string> {
  return {
    ...(description !== '' && { description }),
    sort_order: String(sortOrder),
    ...(isThumbnail && { is_thumbnail: 'true' }),
  }
}

function addressJson({ source, description, sortOrder, isThumbnail }: ImageToAdd): string {
  return JSON.stringify({
    ...{ image_url: source, sort_order: sortOrder },
    ...(description !== '' && { description }),
    ...(isThumbnail && { is_thumbnail: true }),
  })
}

const tokenLength = 12

/**
 * A store shows of the name of a file that was sent enough to know it again: "o/381/product-image__98178.png". Of an
 * address there is none.
 */
export function fileNameToken(source: string): string {
  return isCopied(source) ? '\0' : source.slice(0, tokenLength)
}

/** Shoppers and search engines see it, so it begins as the merchant called it. */
function fileNameOf(source: string, { name, kind }: KeptPicture): string {
  const words = name
    .replace(/\.[^.]*$/, '')
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 60)
  return `${words === '' ? 'picture' : words}-${fileNameToken(source)}.${kind}`
}
