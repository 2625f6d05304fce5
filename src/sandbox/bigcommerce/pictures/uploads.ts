import type { PictureKind } from './kinds.ts'

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
export class UploadedPictures {
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
    const made = { id: this.#lastId, kind, bytes }
    this.#byId.set(made.id, made)
    this.#size += bytes.length
    for (const oldest of this.#byId.values()) {
      if (this.#size <= this.#bytesMost) break
      this.#byId.delete(oldest.id)
      this.#size -= oldest.bytes.length
    }
    return made
  }

  /** Where a picture is served. It has the size that it was sent in, whatever the address says. */
  addressOf({ id, kind }: UploadedPicture, size: PictureSize = 'standard'): string {
    return `${this.#origin}/_images/uploads/${id}-${size}.${kind}`
  }
}
