import type { KeptPart, PlainPart, Room } from '../state/part.ts'
import { ImpossibleState, idsSkipped, isWhole } from '../state/part.ts'
import type { PictureKind } from './kinds.ts'
import { mediaTypes } from './kinds.ts'

/** A picture that was sent to the store as a file. */
export interface UploadedPicture {
  readonly id: number
  readonly kind: PictureKind
  readonly bytes: Buffer
}

export type PictureSize = 'zoom' | 'standard' | 'thumbnail' | 'tiny'

/** Twelve of the largest that an operation takes. */
const bytesMostGiven = 100_000_000

/**
 * The pictures that were sent as files, to be served under their addresses. Bounded: the oldest ones are forgotten. A
 * picture stays when what it belongs to is deleted, as it does where it is delivered from.
 */
export class UploadedPictures implements Room, KeptPart {
  changes = 0
  readonly kept = { pictures: this }
  readonly #origin: string
  readonly #bytesMost: number
  readonly #byId = new Map<number, UploadedPicture>()
  #size = 0
  #lastId = 0

  /** `origin` is the sandbox's own address, under which it serves the pictures. */
  constructor(origin: string, bytesMost = bytesMostGiven) {
    this.#origin = origin
    this.#bytesMost = bytesMost
  }

  get(id: number): UploadedPicture | undefined {
    return this.#byId.get(id)
  }

  add(kind: PictureKind, bytes: Buffer): UploadedPicture {
    this.#lastId += 1
    this.changes += 1
    const made = { id: this.#lastId, kind, bytes }
    this.#put(made)
    return made
  }

  /** Where a picture is served. It has the size that it was sent in, whatever the address says. */
  addressOf({ id, kind }: UploadedPicture, size: PictureSize = 'standard'): string {
    return `${this.#origin}/_images/uploads/${id}-${size}.${kind}`
  }

  keep(): PlainPart {
    return { rows: [...this.#byId.values()].map(picture => new PictureRow(picture)), value: this.#lastId }
  }

  restore({ rows, value }: PlainPart): void {
    this.#byId.clear()
    this.#size = 0
    this.#lastId = 0
    for (const [at, row] of rows.entries()) {
      const { id, kind, bytes } = row instanceof PictureRow ? row.toJSON() : Object(row)
      if (!isWhole(id) || id <= this.#lastId || typeof bytes !== 'string' || !isKind(kind)) {
        throw new ImpossibleState(at, 'it is no picture')
      }
      this.#put({ id, kind, bytes: Buffer.from(bytes, 'base64') })
      this.#lastId = id
    }
    if (!isWhole(value) || value < this.#lastId) throw new ImpossibleState(null, 'its last id is none')
    this.#lastId = value
    this.changes += 1
  }

  skipIds(): void {
    this.#lastId += idsSkipped
  }

  #put(picture: UploadedPicture): void {
    this.#byId.set(picture.id, picture)
    this.#size += picture.bytes.length
    for (const oldest of this.#byId.values()) {
      if (this.#size <= this.#bytesMost) break
      this.#byId.delete(oldest.id)
      this.#size -= oldest.bytes.length
    }
  }
}

/** A picture that becomes text when it is written, not before. */
class PictureRow {
  readonly #picture: UploadedPicture

  constructor(picture: UploadedPicture) {
    this.#picture = picture
  }

  toJSON(): Readonly<Record<keyof UploadedPicture, unknown>> {
    const { id, kind, bytes } = this.#picture
    return { id, kind, bytes: bytes.toString('base64') }
  }
}

const isKind = (kind: unknown): kind is PictureKind => typeof kind === 'string' && Object.hasOwn(mediaTypes, kind)
