import { describe, expect, it } from 'vitest'
import { addressesIn, filesIn, imageKey, readImages } from './edit-images.ts'

const file = 'a1'.repeat(32)
const url = 'https://shop.example/front.png'
const faultOf = (given: unknown) => {
  const read = readImages(given)
  return 'fault' in read ? read.fault : null
}

describe('images as they are given', () => {
  it('are kept in their order, with what an image has and nothing else', () => {
    const given = [
      { file, description: 'Top', isThumbnail: true, url: 'javascript:alert(1)', price: 3 },
      { url, remoteId: '7', sortOrder: 2, thumbnailUrl: 'https://shop.example/s.png', size: 'big' },
      { url: 'http://shop.example/back.png', remoteId: 7, sortOrder: 1.5, isThumbnail: 'yes' },
    ]
    const bare = { description: '', isThumbnail: false }
    expect(readImages(given)).toEqual({
      value: [
        { file, description: 'Top', isThumbnail: true },
        { remoteId: '7', url, thumbnailUrl: 'https://shop.example/s.png', ...bare, sortOrder: 2 },
        { url: 'http://shop.example/back.png', thumbnailUrl: '', ...bare },
      ],
    })
    expect(readImages([])).toEqual({ value: null })
  })

  it('are refused in words', () => {
    expect(faultOf('front.png')).toMatch(/^Images are a list/)
    for (const one of [7, null, {}, { file: 'A1'.repeat(32) }, { file: '../secret' }, { url: 'javascript:alert(1)' }]) {
      expect(faultOf([{ file }, one])).toMatch(/^Image 2 needs the file/)
    }
    expect(faultOf([{ url: `https://shop.example/${'a'.repeat(2_000)}` }])).toMatch(/^Image 1 needs/)
    expect(faultOf([{ url: 'https://shop.example/a b.png' }])).toMatch(/^Image 1 needs/)
    expect(faultOf([{ file }, { url }, { file, description: 'again' }])).toBe('Image 3 is there twice: leave one out.')
    expect(
      faultOf([
        { file, isThumbnail: true },
        { url, isThumbnail: true },
      ]),
    ).toMatch(/^One image is the thumbnail/)
    expect(faultOf([{ file, description: 'a'.repeat(1_001) }])).toMatch(/description of image 1/)
    const many = Array.from({ length: 1_001 }, (_, at) => ({ url: `${url}?${at}` }))
    expect([faultOf(many), faultOf(many.slice(1))]).toEqual(['A product has at most 1,000 images.', null])
  })

  it('are told apart by the file or the address, and name the files that they need', () => {
    expect([imageKey({ file, description: '' }), imageKey({ url }), imageKey(url)]).toEqual([file, url, url])
    expect(addressesIn([{ file }, { url }, 'x'])).toEqual([url])
    expect([filesIn([{ file }, { url }, 'x', { file: 3 }]), filesIn(null)]).toEqual([[file], []])
  })
})
