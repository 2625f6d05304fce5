import type { Call } from '../call.ts'
import { Refusal } from '../http/answer.ts'
import type { PictureKind } from '../pictures/kinds.ts'
import { pictureKind } from '../pictures/kinds.ts'
import type { UploadedPicture } from '../pictures/uploads.ts'

const megabyte = 2 ** 20

/** What an operation takes as a picture. */
export interface PictureRule {
  readonly kinds: readonly PictureKind[]
  readonly bytesMost: number
  /** The status of a refusal of a larger file. */
  readonly tooLarge: number
}

/**
 * Documented: kinds and size. Guess: the status of a larger file, and that brands take the same, as their operation
 * refers to the guide for products.
 */
export const productPictures: PictureRule = {
  kinds: ['bmp', 'gif', 'jpg', 'png', 'wbmp', 'xbm', 'webp'],
  bytesMost: 8 * megabyte,
  tooLarge: 422,
}

/** Documented, and the status of a larger file too. */
export const variantPictures: PictureRule = { kinds: ['gif', 'jpg', 'png'], bytesMost: megabyte, tooLarge: 500 }

/** Documented: kinds and size. Guess: the status of a larger file. */
export const categoryPictures: PictureRule = {
  kinds: ['gif', 'ico', 'jpg', 'png'],
  bytesMost: 8 * megabyte,
  tooLarge: 422,
}

/** Documented: the kinds. Guess: the size is that of the others. */
export const modifierPictures: PictureRule = {
  kinds: ['gif', 'jpg', 'png'],
  bytesMost: 8 * megabyte,
  tooLarge: 422,
}

const field = 'image_file'

export const hasPicture = (call: Call) => call.files.has(field)

/**
 * Keeps the picture that a form holds as `image_file`. What kind it is tells its content, not its name.
 * @throws Refusal 422 where there is none, or of another kind; of a larger one the status of the rule
 */
export function keptPicture(call: Call, rule: PictureRule): { picture: UploadedPicture; name: string } {
  const file = call.files.get(field)
  const refuse = (status: number, message: string) => new Refusal(status, message, { fields: { [field]: message } })
  if (file === undefined) throw refuse(422, `${field} is required`)
  const { bytes, name } = file
  if (bytes.length > rule.bytesMost) {
    throw refuse(rule.tooLarge, `${field} must be at most ${rule.bytesMost / megabyte} MB`)
  }
  const kind = pictureKind(bytes)
  if (kind === null || !rule.kinds.includes(kind)) {
    throw refuse(422, `${field} must be one of ${rule.kinds.join(', ')}`)
  }
  return { picture: call.store.pictures.add(kind, bytes), name }
}
