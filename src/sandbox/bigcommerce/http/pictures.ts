import type { ServerResponse } from 'node:http'
import { mediaTypes } from '../pictures/kinds.ts'
import { type MadeUp, madeUpPng } from '../pictures/made-up.ts'
import type { Store } from '../store.ts'

const sizes: ReadonlyMap<string, number> = new Map([
  ['zoom', 1_280],
  ['standard', 386],
  ['thumbnail', 220],
  ['tiny', 44],
])

const escapeXml = (text: string) =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

/** A picture for a product: a colored ground and the first letters of its name. The same product, the same picture. */
function pictureOf({ hue, circleX }: MadeUp, name: string, size: number): string {
  const letters = name
    .split(/\s+/)
    .map(word => [...word][0] ?? '')
    .slice(0, 2)
    .join('')
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}" viewBox="0 0 100 100">` +
    `<rect width="100" height="100" fill="hsl(${hue} 32% 84%)"/>` +
    `<circle cx="${circleX}" cy="62" r="26" fill="hsl(${hue} 38% 70%)"/>` +
    `<text x="50" y="60" font-family="sans-serif" font-size="30" text-anchor="middle" fill="hsl(${hue} 45% 26%)">` +
    `${escapeXml(letters)}</text></svg>`
  )
}

/** `/_images/uploads/{id}-{size}.{kind}`: a picture that was sent as a file, as it was sent. */
function uploadAt(path: string, { pictures }: Store): { type: string; body: Buffer } | null {
  const [, id, kind] = /^\/_images\/uploads\/(\d+)-[a-z]+\.([a-z]+)$/.exec(path) ?? []
  const picture = pictures.get(Number(id))
  return picture === undefined || picture.kind !== kind ? null : { type: mediaTypes[picture.kind], body: picture.bytes }
}

/**
 * `/_images/{product}/{image}-{size}.svg`: a picture of which only an address elsewhere was told, made up. As where a real
 * store delivers its pictures, who asks says which kinds it takes: a PNG for whoever takes pictures but no drawings.
 */
function madeUpAt(path: string, accept: string, { catalog }: Store): { type: string; body: string | Buffer } | null {
  const [, product, image, sizeName = ''] = /^\/_images\/(\d+)\/(\d+)-([a-z]+)\.svg$/.exec(path) ?? []
  const record = catalog.product(Number(product))
  const size = sizes.get(sizeName)
  if (record === undefined || size === undefined) return null
  const look = { hue: (record.row.id * 47 + Number(image) * 13) % 360, circleX: 28 + (Number(image) % 45) }
  const takesPng = /image\/png/.test(accept) && !/image\/(?:svg|\*)|\*\/\*/.test(accept)
  if (takesPng) return { type: mediaTypes.png, body: madeUpPng(look) }
  return { type: 'image/svg+xml', body: pictureOf(look, record.row.name, size) }
}

/** Serves a picture of the store under its address. */
export function servePicture(path: string, accept: string, response: ServerResponse, store: Store): void {
  const found = uploadAt(path, store) ?? madeUpAt(path, accept, store)
  if (found === null) {
    response.writeHead(404, { 'Content-Type': 'text/plain' }).end('No such picture.')
    return
  }
  // What was sent is shown as a picture or not at all: it may hold a page, which isn't to run under this address.
  response.writeHead(200, {
    'Content-Type': found.type,
    'Cache-Control': 'max-age=3600',
    Vary: 'Accept',
    'X-Content-Type-Options': 'nosniff',
  })
  response.end(found.body)
}
