import type { PictureKind } from '../domain/pictures.ts'

/**
 * What the hub remembers of the images of one channel's products. A store copies a picture and shows it under an address
 * of its own, so only this tells which of its images is which picture. Each call is written when it resolves.
 */
export interface ImageShelf {
  /** A kept picture; null where there is none of this id. */
  picture(fileId: string): Promise<KeptPicture | null>
  /** Whether the bytes of a picture are kept. */
  has(fileId: string): Promise<boolean>
  /** What is known of the images of a product, also of those that the store no longer has. */
  known(listingId: string): Promise<readonly KnownImage[]>
  /** The kept pictures that were once shown under these addresses, of whatever product: file ids by address. */
  filesAt(urls: readonly string[]): Promise<ReadonlyMap<string, string>>
  /** Additions of which nobody knows yet what became of them. */
  attempts(listingId: string): Promise<readonly ImageAttempt[]>
  /** An image is about to be added. */
  begin(listingId: string, attempt: ImageAttempt): Promise<void>
  /** It was added, as this image. */
  added(listingId: string, image: KnownImage): Promise<void>
  /** It was not. */
  notAdded(listingId: string, source: string): Promise<void>
  /** Keeps the bytes of an image that is to go; false where they are no picture of a kind that is kept. */
  keep(
    listingId: string,
    image: { readonly remoteId: string; readonly url: string },
    bytes: Uint8Array,
  ): Promise<boolean>
  /** Whether an image may go of which the bytes can't be had: somebody let that pass. */
  readonly mayLose: boolean
}

export interface KeptPicture {
  readonly bytes: Uint8Array
  readonly kind: PictureKind
  /** As the file was first called; empty for none. */
  readonly name: string
}

export interface KnownImage {
  readonly remoteId: string
  /** The id of a file, or the address that the store copied the picture from. */
  readonly source: string
  /** Where the store shows it; empty where that isn't known. */
  readonly url: string
}

export interface ImageAttempt {
  readonly source: string
  /** The images that the product had before. */
  readonly idsBefore: readonly string[]
}
