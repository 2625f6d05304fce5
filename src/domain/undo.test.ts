import { describe, expect, it } from 'vitest'
import type { FieldValue } from './fields.ts'
import { type Delta, desire, type Layers, look, overwrite, takeShown, untouched, wrote } from './layers.ts'
import { cannotReturn, undoOf } from './undo.ts'

const ours = () => true
const wasOld: Layers = untouched({ price: '10' })
const change = { field: 'price', before: '10', after: '12' }

/** The price is wanted, and sent to a store that shows it so. */
function sent(layers: Layers, price: string | null, shows: FieldValue | null = price): Layers {
  return wrote(desire(layers, { price }), { price }, shows === null ? {} : { price: shows })
}

const verdicts: readonly [string, Layers, object][] = [
  ['as it was written', sent(wasOld, '12'), { kind: 'undo', now: '12' }],
  ['the store rounded it', sent(wasOld, '12', '12.0'), { kind: 'undo', now: '12.0' }],
  ['not as it was: wanted back, still to be sent', desire(sent(wasOld, '12'), { price: '10' }), { kind: 'waits' }],
  ['back already', sent(sent(wasOld, '12'), '10'), { kind: 'done' }],
  [
    'edited in the hub since',
    desire(sent(wasOld, '12'), { price: '13' }),
    { kind: 'kept', why: 'edited_in_hub', now: '13' },
  ],
  ['sent again since', sent(sent(wasOld, '12'), '13'), { kind: 'kept', why: 'changed_since', now: '13' }],
  ['cleared since', sent(sent(wasOld, '12'), null), { kind: 'kept', why: 'changed_since', now: null }],
  [
    'edited in the store since',
    look(sent(wasOld, '12'), { price: '9' }, ours).layers,
    { kind: 'kept', why: 'edited_in_store', now: '9' },
  ],
  [
    'edited in the store, and to be written over',
    overwrite(look(sent(wasOld, '12'), { price: '9' }, ours).layers, ['price']),
    { kind: 'kept', why: 'edited_in_store', now: '9' },
  ],
  [
    'edited in the store, and taken from there',
    takeShown(look(sent(wasOld, '12'), { price: '9' }, ours).layers, ['price']),
    { kind: 'kept', why: 'changed_since', now: '9' },
  ],
  ['edited and put back', sent(sent(wasOld, '13'), '12'), { kind: 'undo', now: '12' }],
]

describe('what undoing does to a value', () => {
  it.each(verdicts)('%s', (_, layers, verdict) => {
    expect(undoOf(change, layers)).toEqual(verdict)
  })

  it('knows a value that there was not', () => {
    const set = { field: 'price', before: null, after: '12' }
    expect(undoOf(set, sent(untouched({}), '12'))).toEqual({ kind: 'undo', now: '12' })
    expect(undoOf(set, untouched({}))).toEqual({ kind: 'done' })
    const cleared = { field: 'price', before: '10', after: null }
    expect(undoOf(cleared, sent(wasOld, null))).toEqual({ kind: 'undo', now: null })
    expect(undoOf(cleared, wasOld)).toEqual({ kind: 'done' })
  })

  it('compares lists whatever ids a store gave their entries', () => {
    const images = (remoteId: string) => [{ remoteId, url: 'a.png' }]
    const shown = { images: images('7') }
    const left: Delta = { images: [{ url: 'a.png' }] }
    const layers = wrote(desire(untouched({}), left), left, shown)
    const added = { field: 'images', before: null, after: images('8') }
    expect(undoOf(added, layers)).toEqual({ kind: 'undo', now: images('7') })
  })
})

describe('what does not come back', () => {
  const image = (url: string, remoteId = '1') => ({ url, remoteId })

  it('is said once of lists that lost entries', () => {
    const removed = { field: 'images', before: [image('a'), image('b')], after: [image('b')] }
    const emptied = { field: 'customFields', before: [{ name: 'Origin', value: 'Peru' }], after: null }
    const sentences = cannotReturn([removed, emptied, removed])
    expect(sentences).toEqual([expect.stringContaining('Images'), expect.stringContaining('Custom fields')])
  })

  it('is nothing where entries only came, moved or got other ids, and nothing of single values', () => {
    const moved = {
      field: 'images',
      before: [image('a'), image('b')],
      after: [image('b'), image('c'), image('a', '9')],
    }
    const categories = { field: 'categories', before: ['Mugs'], after: ['Cups'] }
    expect(cannotReturn([moved, categories, change])).toEqual([])
  })
})
