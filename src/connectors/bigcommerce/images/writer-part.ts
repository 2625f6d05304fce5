import type { FieldWrites } from '../../../connector/writer.ts'
import type { FieldValue } from '../../../domain/fields.ts'
import { isNothing, matchImages, type ShownImage, stepsOf, type WantedImage, wantedImages } from './steps.ts'

/** Documented: the most images that a product has. */
const imagesMost = 1_000
const nothingKnown = { known: [], filesAt: new Map<string, string>() }

/** What is wrong with a list of images, as a sentence with what to do; null where a store would take it. */
export function faultOfImages(value: FieldValue | null): string | null {
  const wanted = wantedImages(value)
  if (wanted.length > imagesMost) return `A product has at most 1,000 images: take some away.`
  return wanted.every(({ file, url }) => file !== null || url !== '')
    ? null
    : 'An image has neither a picture nor an address: take it away and add it anew.'
}

/** Fewest requests, as far as the two values tell: what the hub knows of the store’s copies may save some. */
export function requestsForImages(before: FieldValue | null, after: FieldValue | null): number {
  const shown = shownIn(before)
  const steps = stepsOf({ before: wantedImages(before), after: wantedImages(after) }, shown, nothingKnown)
  return isNothing(steps) ? 0 : steps.adds.length + steps.updates.length + steps.removes.length
}

/**
 * Whether what a store shows may be what a write left that was cut off: it has no more new images than were to be added,
 * still all that were to stay, with the old text or the new one, and in an order between the old one and the new one.
 * Which of the new ones are ours is found out before anything else is sent.
 */
export function isBetweenImages({ fields, before }: FieldWrites, shows: FieldValue | null): boolean {
  const [wanted, had, shown] = [wantedImages(fields.images), wantedImages(before.images), shownIn(shows)]
  const stayed = matchImages(had, shown, nothingKnown)
  const added = wanted.filter(one => !isIn(one, had))
  if (shown.length - stayed.filter(image => image !== null).length > added.length) return false
  const places = had.map(one => wanted.findIndex(other => isSame(one, other)))
  for (const [at, one] of had.entries()) {
    const [image, goal] = [stayed[at] ?? null, wanted[places[at] ?? -1]]
    if (image === null && goal !== undefined) return false
    if (image !== null && image.description !== one.description && image.description !== goal?.description) return false
  }
  const goals = new Map(
    stepsOf({ before: had, after: wanted }, shownIn(before.images ?? null), nothingKnown).updates.map(one => [
      one.remoteId,
      one.sortOrder,
    ]),
  )
  const staying = had.flatMap((one, at) =>
    stayed[at] == null || !isIn(one, wanted) ? [] : [{ at, image: stayed[at] }],
  )
  const numbers = shownIn(before.images ?? null).map(({ sortOrder }) => sortOrder)
  if (staying.every(({ at, image }) => [numbers[at], goals.get(image.remoteId)].includes(image.sortOrder))) return true
  // A store may have given other images other numbers, too: then none may stand otherwise than before or as wanted.
  const ranked = staying.toSorted((a, b) => shown.indexOf(a.image) - shown.indexOf(b.image)).map(({ at }) => at)
  return ranked.every((at, rank) => {
    const next = ranked[rank + 1]
    return next === undefined || at < next || (places[at] ?? 0) < (places[next] ?? 0)
  })
}

function isIn(one: WantedImage, list: readonly WantedImage[]): boolean {
  return list.some(other => isSame(one, other))
}

function isSame(a: WantedImage, b: WantedImage): boolean {
  return a.file === b.file && a.url === b.url
}

/** The images of a field as a store would show them. */
function shownIn(value: FieldValue | null): ShownImage[] {
  return wantedImages(value).map((one, at) => ({
    ...{ remoteId: one.remoteId ?? '', url: one.url, description: one.description, isThumbnail: one.isThumbnail },
    ...{ sortOrder: sortOrderAt(value, at), fileName: '' },
  }))
}

function sortOrderAt(value: FieldValue | null, at: number): number {
  const entry = typeof value === 'object' && value !== null ? value[at] : undefined
  return typeof entry === 'object' && typeof entry.sortOrder === 'number' ? entry.sortOrder : at
}
