import { describe, expect, it } from 'vitest'
import { addressOf, imagesIn, moved, without, withThumbnail, withUploaded } from './images-list.ts'

const front = {
  remoteId: '1',
  url: 'https://a/1.jpg',
  thumbnailUrl: 'https://a/1-s.jpg',
  sortOrder: 0,
  isThumbnail: true,
}
const back = { remoteId: '2', url: 'https://a/2.jpg', thumbnailUrl: '', sortOrder: 1, isThumbnail: false }
const images = imagesIn([{ ...front, description: 'Front' }, back, 7, { description: 'none' }])

describe('the list of images that is being edited', () => {
  it('has what a store or an upload gave, and nothing else', () => {
    expect(images).toEqual([
      { ...front, description: 'Front' },
      { ...back, description: '' },
    ])
    expect(imagesIn(null)).toEqual([])
    expect([...images, { file: 'ab', description: '', isThumbnail: false }].map(addressOf)).toEqual([
      'https://a/1-s.jpg',
      'https://a/2.jpg',
      '/api/files/ab',
    ])
  })

  it('is put in another order, and never beyond its ends', () => {
    expect(moved(images, 1, 0).map(({ remoteId }) => remoteId)).toEqual(['2', '1'])
    expect(moved(images, 0, 2)).toEqual(images)
    expect(moved(images, 0, -1)).toEqual(images)
  })

  it('has one thumbnail as long as it has an image', () => {
    expect(withThumbnail(images, back.url).map(({ isThumbnail }) => isThumbnail)).toEqual([false, true])
    expect(without(images, front.url)).toMatchObject([{ remoteId: '2', isThumbnail: true }])
    expect(without(without(images, front.url), back.url)).toEqual([])
    expect(withUploaded([], ['x', 'y']).map(({ isThumbnail }) => isThumbnail)).toEqual([true, false])
  })

  it('takes the same picture once', () => {
    expect(withUploaded(withUploaded(images, ['x']), ['x', 'x', 'y']).map(({ file }) => file)).toEqual([
      undefined,
      undefined,
      'x',
      'y',
    ])
  })
})
