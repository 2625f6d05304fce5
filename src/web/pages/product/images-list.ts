/** One image as the editor holds it: of a store by its address, or uploaded to the hub by its file. */
export interface EditedImage {
  readonly file?: string
  readonly url?: string
  readonly thumbnailUrl?: string
  readonly remoteId?: string
  readonly sortOrder?: number
  readonly description: string
  readonly isThumbnail: boolean
}

type Raw = Readonly<Record<string, unknown>>

/** Reads the field `images`; whatever is no image is left out. */
export function imagesIn(value: unknown): EditedImage[] {
  if (!Array.isArray(value)) return []
  return value.flatMap((entry: unknown) => {
    if (typeof entry !== 'object' || entry === null) return []
    const raw = entry as Raw
    if (typeof raw.file !== 'string' && typeof raw.url !== 'string') return []
    return [
      {
        ...textAt(raw, 'file'),
        ...textAt(raw, 'url'),
        ...textAt(raw, 'thumbnailUrl'),
        ...textAt(raw, 'remoteId'),
        ...(typeof raw.sortOrder === 'number' && { sortOrder: raw.sortOrder }),
        description: typeof raw.description === 'string' ? raw.description : '',
        isThumbnail: raw.isThumbnail === true,
      },
    ]
  })
}

function textAt(raw: Raw, name: 'file' | 'url' | 'thumbnailUrl' | 'remoteId') {
  const text = raw[name]
  return typeof text === 'string' ? { [name]: text } : {}
}

export function keyOf({ file, url }: EditedImage): string {
  return file ?? url ?? ''
}

/** Where an image can be seen. */
export function addressOf({ file, url = '', thumbnailUrl = '' }: EditedImage): string {
  if (file !== undefined) return `/api/files/${file}`
  return thumbnailUrl === '' ? url : thumbnailUrl
}

/** The list with the image at `from` at `to`. */
export function moved(images: readonly EditedImage[], from: number, to: number): EditedImage[] {
  const image = images[from]
  if (image === undefined || to < 0 || to >= images.length) return [...images]
  return images.toSpliced(from, 1).toSpliced(to, 0, image)
}

/** One image is the thumbnail. */
export function withThumbnail(images: readonly EditedImage[], key: string): EditedImage[] {
  return images.map(image => ({ ...image, isThumbnail: keyOf(image) === key }))
}

/** The list without an image; where it was the thumbnail, the first one is from now on. */
export function without(images: readonly EditedImage[], key: string): EditedImage[] {
  const rest = images.filter(image => keyOf(image) !== key)
  const [first] = rest
  return first === undefined || rest.some(({ isThumbnail }) => isThumbnail) ? rest : withThumbnail(rest, keyOf(first))
}

/** The list with what was uploaded behind it, but for what it has already. */
export function withUploaded(images: readonly EditedImage[], files: readonly string[]): EditedImage[] {
  const there = new Set(images.map(keyOf))
  const fresh = [...new Set(files)].filter(file => !there.has(file))
  const hasThumbnail = images.some(({ isThumbnail }) => isThumbnail)
  return [
    ...images,
    ...fresh.map((file, at) => ({ file, description: '', isThumbnail: !hasThumbnail && images.length + at === 0 })),
  ]
}
