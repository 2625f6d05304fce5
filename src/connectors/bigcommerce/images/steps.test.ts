import { describe, expect, it } from 'vitest'
import {
  type Identities,
  inOrder,
  isNothing,
  matchImages,
  type ShownImage,
  stepsOf,
  type WantedImage,
  wantedImages,
} from './steps.ts'

const shown = (remoteId: string, sortOrder: number, more: Partial<ShownImage> = {}): ShownImage => ({
  ...{ remoteId, url: `https://s/${remoteId}.png`, description: remoteId, sortOrder, isThumbnail: false },
  ...{ fileName: '', ...more },
})
const wanted = ({ remoteId, url, description, isThumbnail }: ShownImage): WantedImage => ({
  ...{ file: null, remoteId, url, description, isThumbnail },
})
const uploaded = (file: string): WantedImage => ({
  ...{ file, remoteId: null, url: '', description: '', isThumbnail: false },
})
const unknown: Identities = { known: [], filesAt: new Map<string, string>() }

const store = [shown('1', 0, { isThumbnail: true }), shown('2', 1), shown('3', 2)]
const list = store.map(wanted)
const [one, two, three] = list as [WantedImage, WantedImage, WantedImage]
const idsOf = (images: readonly ShownImage[]) => images.map(({ remoteId }) => remoteId)

describe('the steps to the wanted images', () => {
  it('are none where the store shows them, in whatever order it gives them', () => {
    const steps = stepsOf({ before: list, after: list }, store.toReversed(), unknown)
    expect(steps).toEqual({ adds: [], updates: [], removes: [], foreign: [] })
    expect(isNothing(steps)).toBe(true)
    expect(isNothing({ ...steps, removes: [...store] })).toBe(false)
  })

  it('touch only what differs: a text, a place, the thumbnail', () => {
    const after = [two, { ...one, isThumbnail: false, description: 'Front' }, { ...three, isThumbnail: true }]
    expect(stepsOf({ before: list, after }, store, unknown)).toMatchObject({
      updates: [
        { remoteId: '2', sortOrder: -1 },
        { remoteId: '1', description: 'Front' },
        { remoteId: '3', isThumbnail: true },
      ],
      removes: [],
    })
    expect(stepsOf({ before: list, after }, store, unknown).updates[1]).toEqual({ remoteId: '1', description: 'Front' })
  })

  it('add at the wanted place what the store does not have, from the file or the address', () => {
    const other = { ...one, url: 'https://elsewhere/9.png', remoteId: null, isThumbnail: false }
    const { adds, removes } = stepsOf({ before: list, after: [...list, uploaded('f'), other] }, store, unknown)
    expect(adds.map(({ source, sortOrder }) => [source, sortOrder])).toEqual([
      ['f', 3],
      ['https://elsewhere/9.png', 4],
    ])
    expect(removes).toEqual([])
  })

  it('remove only what the plan showed, and leave alone what somebody added', () => {
    const rival = shown('9', 3)
    const steps = stepsOf({ before: list, after: [one] }, [...store, rival], unknown)
    expect([idsOf(steps.removes), idsOf(steps.foreign)]).toEqual([['2', '3'], ['9']])
  })

  it('know an upload that was sent already, and remove what the hub added twice', () => {
    const identities = { ...unknown, known: ['7', '8'].map(remoteId => ({ remoteId, url: '', source: 'f' })) }
    const there = [...store, shown('7', 3, { description: '' }), shown('8', 4, { description: '' })]
    const steps = stepsOf({ before: list, after: [...list, uploaded('f')] }, there, identities)
    expect([steps.adds, steps.updates, idsOf(steps.removes), steps.foreign]).toEqual([[], [], ['8'], []])
  })

  it('send again what was removed from the bytes that were kept, by its id or by its address', () => {
    const byId = { ...unknown, known: [{ remoteId: '3', url: '', source: 'kept' }] }
    const byAddress = { ...unknown, filesAt: new Map([[three.url, 'kept too']]) }
    const left = store.slice(0, 2)
    const sourceBy = (identities: Identities) =>
      stepsOf({ before: left.map(wanted), after: list }, left, identities).adds.map(({ source }) => source)
    expect([sourceBy(byId), sourceBy(byAddress), sourceBy(unknown)]).toEqual([['kept'], ['kept too'], [three.url]])
  })
})

describe('which image of the store is which wanted one', () => {
  it('is told by the address before the id, and none is two', () => {
    const renamed = { ...one, remoteId: '2' }
    expect(matchImages([renamed, two], store, unknown).map(image => image?.remoteId)).toEqual(['1', '2'])
    expect(matchImages([one, one], store, unknown).map(image => image?.remoteId ?? null)).toEqual(['1', null])
    expect(matchImages([{ ...three, url: 'https://new-cdn/3.png' }], store, unknown)).toEqual([store[2]])
  })
})

describe('the order of a store', () => {
  it('is that of the numbers, and of age as a number where they are alike', () => {
    expect(idsOf(inOrder([shown('10', 0), shown('9', 0), shown('1', 5), shown('2', -1)]))).toEqual([
      '2',
      '9',
      '10',
      '1',
    ])
  })
})

describe('the field of images', () => {
  it('is read without what is no image', () => {
    expect(wantedImages(null)).toEqual([])
    expect(wantedImages('front.png')).toEqual([])
    expect(wantedImages(['x', { file: 'f' }])).toEqual([uploaded('f')])
  })
})
