/** The kinds of picture files that some operation takes. */
export type PictureKind = 'bmp' | 'gif' | 'ico' | 'jpg' | 'png' | 'wbmp' | 'webp' | 'xbm'

/** The media type of each kind, for whoever looks at it. */
export const mediaTypes: Readonly<Record<PictureKind, string>> = {
  bmp: 'image/bmp',
  gif: 'image/gif',
  ico: 'image/x-icon',
  jpg: 'image/jpeg',
  png: 'image/png',
  wbmp: 'image/vnd.wap.wbmp',
  webp: 'image/webp',
  xbm: 'image/x-xbitmap',
}

/** How each kind begins, in hexadecimal digits; an XBM is a text. */
const beginnings: readonly (readonly [PictureKind, RegExp])[] = [
  ['png', /^89504e470d0a1a0a/],
  ['jpg', /^ffd8ff/],
  ['gif', /^47494638(37|39)61/],
  ['webp', /^52494646.{8}57454250/],
  ['bmp', /^424d.{48}/],
  ['ico', /^00000100(?!0000)/],
]
const xbmBeginning = /^\s*#define\s+\w+_width\s+\d+/

/** What a file is by how it begins, whatever its name says; null for no kind that is known. */
export function pictureKind(bytes: Buffer): PictureKind | null {
  const digits = bytes.toString('hex', 0, 32)
  const found = beginnings.find(([, pattern]) => pattern.test(digits))
  if (found !== undefined) return found[0]
  if (xbmBeginning.test(bytes.toString('latin1', 0, 256))) return 'xbm'
  return isWbmp(bytes) ? 'wbmp' : null
}

/** A WBMP begins with two zeros and says its width and its height; only its length tells that it is one. */
function isWbmp(bytes: Buffer): boolean {
  if (bytes[0] !== 0 || bytes[1] !== 0) return false
  const width = wholeAt(bytes, 2)
  const height = wholeAt(bytes, width.end)
  return height.value > 0 && bytes.length === height.end + Math.ceil(width.value / 8) * height.value
}

/** A whole number in groups of seven bits, of which all but the last have the eighth bit set. */
function wholeAt(bytes: Buffer, start: number): { value: number; end: number } {
  let value = 0
  for (let at = start; at < bytes.length && at < start + 4; at += 1) {
    const byte = bytes[at] ?? 0
    value = value * 128 + (byte & 127)
    if (byte < 128) return { value, end: at + 1 }
  }
  return { value: 0, end: bytes.length }
}
