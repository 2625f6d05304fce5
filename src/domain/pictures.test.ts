import { describe, expect, it } from 'vitest'
import { readPicture } from './pictures.ts'

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)
const jpeg = Buffer.from(
  'ffd8ffe000104a46494600010100000100010000ffc0000b0800300040010111 00'.replaceAll(' ', ''),
  'hex',
)
const bmp = Buffer.alloc(58)
bmp.write('BM')
bmp.writeInt32LE(7, 18)
bmp.writeInt32LE(-5, 22)
const vp8x = Buffer.from(`52494646160000005745425056503858${'0a000000'}${'00000000'}${'ff0100'}${'7f0000'}`, 'hex')

describe('what a file is', () => {
  it('is told by what it holds, with its size in pixels', () => {
    expect(readPicture(png)).toEqual({ kind: 'png', width: 1, height: 1 })
    expect(readPicture(jpeg)).toEqual({ kind: 'jpg', width: 64, height: 48 })
    expect(readPicture(Buffer.from('GIF89a\x02\x00\x03\x00', 'latin1'))).toEqual({ kind: 'gif', width: 2, height: 3 })
    expect(readPicture(bmp)).toEqual({ kind: 'bmp', width: 7, height: 5 })
    expect(readPicture(vp8x)).toEqual({ kind: 'webp', width: 512, height: 128 })
  })

  it('is no picture where it is a page, a drawing that can hold programs, or nothing', () => {
    for (const text of ['', '<svg xmlns="http://www.w3.org/2000/svg"/>', '<html>', 'GIF90a', 'BM', '\x89PNG']) {
      expect(readPicture(Buffer.from(text, 'latin1'))).toBeNull()
    }
  })

  it('has no size where the file breaks off, and never throws', () => {
    for (const file of [png, jpeg, bmp, vp8x]) {
      for (let length = 0; length < file.length; length += 1) {
        expect(() => readPicture(file.subarray(0, length))).not.toThrow()
      }
    }
    expect(readPicture(png.subarray(0, 20))).toEqual({ kind: 'png', width: null, height: null })
    expect(readPicture(Buffer.from([0xff, 0xd8, 0xff, 0xc0, 0, 0]))).toMatchObject({ kind: 'jpg', width: null })
  })
})
