import { describe, expect, it } from 'vitest'
import type { FieldPart } from '../../../domain/fields.ts'
import { faultOfImages, isBetweenImages, requestsForImages } from './writer-part.ts'

const image = (remoteId: string, sortOrder: number, description = remoteId) => ({
  ...{ remoteId, url: `https://s/${remoteId}.png`, thumbnailUrl: '', description },
  ...{ isThumbnail: remoteId === '1', sortOrder },
})
const [one, two, three] = [image('1', 0), image('2', 1), image('3', 2)]
const before = [one, two, three]
const upload = { file: 'f'.repeat(64), description: 'New', isThumbnail: false }

const isBetween = (after: readonly FieldPart[], shows: readonly FieldPart[] | null) =>
  isBetweenImages({ fields: { images: after }, before: { images: before } }, shows)

describe('what a write of images left that was cut off', () => {
  it('is the start, the end, and each step between', () => {
    const after = [three, { ...one, description: 'Front' }, upload]
    expect(isBetween(after, before)).toBe(true)
    const added = image('9', 3, 'New')
    expect(isBetween(after, [...before, added])).toBe(true)
    expect(isBetween(after, [{ ...one, description: 'Front' }, two, three, added])).toBe(true)
    expect(isBetween(after, [{ ...three, sortOrder: -1 }, { ...one, description: 'Front' }, added])).toBe(true)
  })

  it('has no more new images than were to be added', () => {
    expect(isBetween([...before, upload], [...before, image('8', 3), image('9', 4)])).toBe(false)
    expect(isBetween([one, two], [...before, image('9', 3)])).toBe(false)
  })

  it('has all that were to stay, though not what was to go', () => {
    expect(isBetween([one, two], [one, two])).toBe(true)
    expect(isBetween([one, two], [one, three])).toBe(false)
    expect(isBetween([one, two], null)).toBe(false)
    expect(isBetween([], null)).toBe(true)
  })

  it('has the old text or the new one, and no third', () => {
    const after = [{ ...one, description: 'Front' }, two, three]
    expect(isBetween(after, [{ ...one, description: 'Rival' }, two, three])).toBe(false)
    expect(isBetween([two, three], [{ ...one, description: 'Rival' }, two, three])).toBe(false)
  })

  it('stands in the old order, in the new one or between them, and in no other', () => {
    const after = [two, one, three]
    expect(
      isBetween(after, [
        { ...two, sortOrder: 10 },
        { ...one, sortOrder: 20 },
        { ...three, sortOrder: 30 },
      ]),
    ).toBe(true)
    expect(isBetween(after, [{ ...three, sortOrder: -5 }, one, two])).toBe(false)
  })
})

describe('the requests that images take at least', () => {
  it('are one for each that is added, changed or removed', () => {
    expect(requestsForImages(before, before)).toBe(0)
    expect(requestsForImages(before, [three, { ...one, description: 'Front' }, upload])).toBe(4)
    expect(requestsForImages(before, null)).toBe(3)
    expect(requestsForImages(null, [upload])).toBe(1)
  })
})

describe('a list of images', () => {
  it('is refused where one says nothing, or there are too many', () => {
    expect(faultOfImages(before)).toBeNull()
    expect(faultOfImages([{ description: 'x' }])).toMatch(/^An image has neither/)
    expect(faultOfImages(Array.from({ length: 1_001 }, (_, at) => image(String(at), at)))).toMatch(/at most 1,000/)
  })
})
