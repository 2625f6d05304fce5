import type { FieldPart, FieldValue } from './fields.ts'
import { textFault } from './text-fault.ts'

type ReadValue = { readonly value: FieldValue | null } | { readonly fault: string }

const imagesMost = 1_000
const descriptionCharactersMost = 1_000
const addressCharactersMost = 2_000

/**
 * Reads the images of a product in the order in which they are to be shown: each by the `file` that was uploaded, or by
 * the `url` that a store shows it under, with its `description` and whether it `isThumbnail`.
 */
export function readImages(given: unknown): ReadValue {
  if (!Array.isArray(given)) return { fault: 'Images are a list, each with the file that was uploaded or its address.' }
  if (given.length > imagesMost) return { fault: `A product has at most ${imagesMost.toLocaleString('en-US')} images.` }
  const images: FieldPart[] = []
  const keys = new Set<string>()
  for (const [at, entry] of given.entries()) {
    const which = `Image ${at + 1}`
    const image = readImage(entry)
    if (image === null) return { fault: `${which} needs the file that was uploaded, or the address of one of a store.` }
    const key = imageKey(image)
    if (keys.has(key)) return { fault: `${which} is there twice: leave one out.` }
    keys.add(key)
    const fault = textFault(`The description of image ${at + 1}`, String(image.description), descriptionCharactersMost)
    if (fault !== null) return { fault }
    images.push(image)
  }
  if (images.filter(isThumbnail).length > 1) return { fault: 'One image is the thumbnail: choose one.' }
  return { value: images.length === 0 ? null : images }
}

/** What tells one image of a product from another. */
export function imageKey(entry: FieldPart): string {
  if (typeof entry === 'string') return entry
  return String(entry.file ?? entry.url)
}

/** The ids of the uploaded files that a list of images names. */
export const filesIn = (value: unknown): string[] => textsIn(value, 'file')

/** The addresses of stores that a list of images names. */
export const addressesIn = (value: unknown): string[] => textsIn(value, 'url')

function textsIn(value: unknown, name: 'file' | 'url'): string[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((entry: unknown) => {
    const text = typeof entry === 'object' && entry !== null ? (entry as Readonly<Record<string, unknown>>)[name] : null
    return typeof text === 'string' ? [text] : []
  })
}

const isThumbnail = (entry: FieldPart) => typeof entry === 'object' && entry.isThumbnail === true

/** Only what an image has; null where nothing says which it is. */
function readImage(given: unknown): Exclude<FieldPart, string> | null {
  if (typeof given !== 'object' || given === null) return null
  const entry = given as Readonly<Record<string, unknown>>
  const textOf = (name: string) => (typeof entry[name] === 'string' ? entry[name] : '')
  const shared = { description: textOf('description'), isThumbnail: entry.isThumbnail === true }
  const file = textOf('file')
  if (file !== '') return /^[0-9a-f]{64}$/.test(file) ? { file, ...shared } : null
  const url = textOf('url')
  if (!/^https?:\/\/\S+$/.test(url) || url.length > addressCharactersMost) return null
  const { remoteId, sortOrder } = entry
  return {
    ...(typeof remoteId === 'string' && { remoteId }),
    ...{ url, thumbnailUrl: textOf('thumbnailUrl') },
    ...shared,
    ...(typeof sortOrder === 'number' && Number.isSafeInteger(sortOrder) && { sortOrder }),
  }
}
