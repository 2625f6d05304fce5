/** Kinds of pictures that the hub keeps: what stores take and every browser shows. An SVG is a program, and is none of them. */
export const pictureKinds = ['jpg', 'png', 'gif', 'webp', 'bmp'] as const
export type PictureKind = (typeof pictureKinds)[number]

export const mediaTypes: Readonly<Record<PictureKind, string>> = {
  jpg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  bmp: 'image/bmp',
}

/** Documented by BigCommerce for the images of a product, and enough for any other store. */
export const pictureBytesMost = 8 * 2 ** 20

export interface Picture {
  readonly kind: PictureKind
  /** In pixels; null where the file doesn't say. */
  readonly width: number | null
  readonly height: number | null
}

/** What a file is by what it holds, whatever its name says; null for no picture of a kind that is kept. */
export function readPicture(bytes: Uint8Array): Picture | null {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const found = beginnings.find(([, isIt]) => isIt(bytes))
  if (found === undefined) return null
  const [kind] = found
  const size = sizeOf[kind](view, bytes)
  return { kind, width: size?.[0] ?? null, height: size?.[1] ?? null }
}

const text = (bytes: Uint8Array, from: number, to: number) => String.fromCharCode(...bytes.subarray(from, to))
const begins = (bytes: Uint8Array, ...start: number[]) => start.every((byte, at) => bytes[at] === byte)

const beginnings: readonly (readonly [PictureKind, (bytes: Uint8Array) => boolean])[] = [
  ['png', bytes => begins(bytes, 0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)],
  ['jpg', bytes => begins(bytes, 0xff, 0xd8, 0xff)],
  ['gif', bytes => /^GIF8[79]a$/.test(text(bytes, 0, 6))],
  ['webp', bytes => text(bytes, 0, 4) === 'RIFF' && text(bytes, 8, 12) === 'WEBP'],
  ['bmp', bytes => text(bytes, 0, 2) === 'BM' && bytes.length >= 54],
]

type Size = readonly [width: number, height: number] | null
type ReadSize = (view: DataView, bytes: Uint8Array) => Size

const sizeOf: Readonly<Record<PictureKind, ReadSize>> = {
  png: view => (view.byteLength < 24 ? null : [view.getUint32(16), view.getUint32(20)]),
  gif: view => (view.byteLength < 10 ? null : [view.getUint16(6, true), view.getUint16(8, true)]),
  // The height is below zero where the rows go from the top down.
  bmp: view => [view.getInt32(18, true), Math.abs(view.getInt32(22, true))],
  jpg: sizeOfJpeg,
  webp: sizeOfWebp,
}

/** The first frame header says it; before it come segments that say how long they are. */
function sizeOfJpeg(view: DataView): Size {
  for (let at = 2; at + 9 <= view.byteLength && view.getUint8(at) === 0xff; ) {
    const marker = view.getUint8(at + 1)
    const isFrame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc
    if (isFrame) return [view.getUint16(at + 7), view.getUint16(at + 5)]
    at += 2 + view.getUint16(at + 2)
  }
  return null
}

function sizeOfWebp(view: DataView, bytes: Uint8Array): Size {
  if (view.byteLength < 30) return null
  switch (text(bytes, 12, 16)) {
    case 'VP8X':
      return [uint24(view, 24) + 1, uint24(view, 27) + 1]
    case 'VP8 ':
      return [view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff]
    case 'VP8L': {
      const bits = view.getUint32(21, true)
      return [(bits & 0x3fff) + 1, ((bits >> 14) & 0x3fff) + 1]
    }
    default:
      return null
  }
}

function uint24(view: DataView, at: number): number {
  return view.getUint16(at, true) | (view.getUint8(at + 2) << 16)
}
