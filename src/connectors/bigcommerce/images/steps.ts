import type { KnownImage } from '../../../connector/image-shelf.ts'
import type { FieldValue } from '../../../domain/fields.ts'
import { placesOf } from './places.ts'

/** An image as the store has it now. */
export interface ShownImage {
  readonly remoteId: string
  readonly url: string
  readonly description: string
  readonly sortOrder: number
  readonly isThumbnail: boolean
  /** What the store calls its file, which has our name for it in it. */
  readonly fileName: string
}

/** One entry of the field, in the order in which they are to be shown. */
export interface WantedImage {
  /** Of an image that was uploaded to the hub. */
  readonly file: string | null
  /** Of one that a store has or had. */
  readonly remoteId: string | null
  readonly url: string
  readonly description: string
  readonly isThumbnail: boolean
}

export interface ImageSteps {
  readonly adds: readonly ImageToAdd[]
  readonly updates: readonly ImageUpdate[]
  readonly removes: readonly ShownImage[]
  /** What somebody else added meanwhile: it is left alone. */
  readonly foreign: readonly ShownImage[]
}

export interface ImageToAdd {
  /** The id of a file, or an address. */
  readonly source: string
  readonly description: string
  readonly sortOrder: number
  readonly isThumbnail: boolean
}

export interface ImageUpdate {
  readonly remoteId: string
  readonly description?: string
  readonly sortOrder?: number
  readonly isThumbnail?: true
}

export function wantedImages(value: FieldValue | null | undefined): WantedImage[] {
  if (typeof value !== 'object' || value === null) return []
  return value.flatMap(entry => {
    if (typeof entry !== 'object') return []
    const textOf = (name: string) => (typeof entry[name] === 'string' ? entry[name] : '')
    return [
      {
        file: textOf('file') || null,
        remoteId: textOf('remoteId') || null,
        url: textOf('url'),
        description: textOf('description'),
        isThumbnail: entry.isThumbnail === true,
      },
    ]
  })
}

/** What tells which image is which picture: what is known of the product’s images, and of addresses. */
export interface Identities {
  readonly known: readonly KnownImage[]
  readonly filesAt: ReadonlyMap<string, string>
}

/** Where the bytes of a wanted image come from: a file where one is known, else the address that it has. */
export function sourceOf({ file, remoteId, url }: WantedImage, { known, filesAt }: Identities): string {
  if (file !== null) return file
  const same = known.find(
    image => (remoteId !== null && image.remoteId === remoteId) || (url !== '' && image.url === url),
  )
  return same?.source ?? filesAt.get(url) ?? url
}

/** For each wanted image that which the store has of it: by address, by its id there, or as the same picture. */
export function matchImages(
  wanted: readonly WantedImage[],
  shown: readonly ShownImage[],
  identities: Identities,
): (ShownImage | null)[] {
  const sources = new Map(identities.known.map(({ remoteId, source }) => [remoteId, source]))
  const left = new Set(shown)
  const matches: (ShownImage | null)[] = wanted.map(() => null)
  const ways: ((one: WantedImage, image: ShownImage) => boolean)[] = [
    (one, image) => one.url !== '' && one.url === image.url,
    (one, image) => one.file === null && one.remoteId === image.remoteId,
    (one, image) => sources.get(image.remoteId) === sourceOf(one, identities),
  ]
  for (const isSame of ways) {
    for (const [at, one] of wanted.entries()) {
      if (matches[at] !== null) continue
      const match = [...left].find(image => isSame(one, image))
      if (match === undefined) continue
      left.delete(match)
      matches[at] = match
    }
  }
  return matches
}

/** Whatever a store gives them in, images stand by their number, and those with the same by their age. */
export function inOrder(shown: readonly ShownImage[]): ShownImage[] {
  return shown.toSorted((a, b) => a.sortOrder - b.sortOrder || Number(a.remoteId) - Number(b.remoteId))
}

/**
 * What is left to do until the store shows the wanted images: additions first, so that a product is never without those
 * that it is to have, and removals last. Only what `before` has is ever removed, and what the hub itself added twice.
 */
export function stepsOf(
  { before, after }: { readonly before: readonly WantedImage[]; readonly after: readonly WantedImage[] },
  shown: readonly ShownImage[],
  identities: Identities,
): ImageSteps {
  const ordered = inOrder(shown)
  const rankOf = new Map(ordered.map((image, rank) => [image, rank]))
  const matches = matchImages(after, ordered, identities)
  const places = placesOf(
    matches.map(match => (match === null ? null : { sortOrder: match.sortOrder, rank: rankOf.get(match) ?? 0 })),
  )
  const adds: ImageToAdd[] = []
  const updates: ImageUpdate[] = []
  for (const [at, { description, isThumbnail, ...one }] of after.entries()) {
    const [match, sortOrder] = [matches[at] ?? null, places[at] ?? at]
    if (match === null) {
      adds.push({
        source: sourceOf(after[at] ?? { ...one, description, isThumbnail }, identities),
        description,
        sortOrder,
        isThumbnail,
      })
      continue
    }
    const update = {
      ...(match.description !== description && { description }),
      ...(match.sortOrder !== sortOrder && { sortOrder }),
      ...(isThumbnail && !match.isThumbnail && { isThumbnail }),
    }
    if (Object.keys(update).length > 0) updates.push({ remoteId: match.remoteId, ...update })
  }
  const unwanted = ordered.filter(image => !matches.includes(image))
  const hadBefore = new Set(matchImages(before, unwanted, { known: [], filesAt: new Map() }))
  const added = new Set(after.map(one => sourceOf(one, identities)))
  const doubles = new Set(identities.known.filter(({ source }) => added.has(source)).map(({ remoteId }) => remoteId))
  const isOurs = (image: ShownImage) => hadBefore.has(image) || doubles.has(image.remoteId)
  return {
    ...{ adds, updates },
    removes: unwanted.filter(isOurs),
    foreign: unwanted.filter(image => !isOurs(image)),
  }
}

export const isNothing = ({ adds, updates, removes }: ImageSteps) => adds.length + updates.length + removes.length === 0
