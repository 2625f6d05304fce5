import { crc32, deflateSync } from 'node:zlib'

const side = 96

/** The colors and the circle of a made-up picture, in parts of a hundred. */
export interface MadeUp {
  readonly hue: number
  readonly circleX: number
}

/** The ground and the circle of a made-up picture as a PNG, for whoever takes no drawing. */
export function madeUpPng({ hue, circleX }: MadeUp): Buffer {
  const [ground, circle] = [colorOf(hue, 32, 84), colorOf(hue, 38, 70)]
  const rows: Buffer[] = []
  for (let y = 0; y < side; y += 1) {
    const row = Buffer.alloc(1 + side * 3)
    for (let x = 0; x < side; x += 1) {
      const [right, down] = [(x * 100) / side - circleX, (y * 100) / side - 62]
      row.set(right * right + down * down < 26 * 26 ? circle : ground, 1 + x * 3)
    }
    rows.push(row)
  }
  const header = Buffer.alloc(13)
  header.writeUInt32BE(side, 0)
  header.writeUInt32BE(side, 4)
  header.set([8, 2, 0, 0, 0], 8)
  const signature = Buffer.from('89504e470d0a1a0a', 'hex')
  const pixels = deflateSync(Buffer.concat(rows))
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

function chunk(name: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(name, 'latin1'), data])
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)]
  length.writeUInt32BE(data.length)
  sum.writeUInt32BE(crc32(named))
  return Buffer.concat([length, named, sum])
}

/** Red, green and blue of a color that CSS writes as `hsl(hue saturation% lightness%)`. */
function colorOf(hue: number, saturation: number, lightness: number): number[] {
  const [light, most] = [lightness / 100, (saturation / 100) * Math.min(lightness / 100, 1 - lightness / 100)]
  return [0, 8, 4].map(offset => {
    const at = (offset + hue / 30) % 12
    return Math.round(255 * (light - most * Math.max(-1, Math.min(at - 3, 9 - at, 1))))
  })
}
