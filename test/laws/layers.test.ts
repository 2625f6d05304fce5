import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FieldValue, sameValue } from '../../src/domain/fields.ts'
import {
  baseOf,
  type Delta,
  desire,
  desiredOf,
  type Fields,
  type Layers,
  look,
  overwrite,
  sentOf,
  takeShown,
  untouched,
  wrote,
} from '../../src/domain/layers.ts'

const names = ['name', 'price', 'visible', 'metaKeywords'] as const
/** So few that fields come to show again what they showed, were sent or were meant to show. */
const anyValue: fc.Arbitrary<FieldValue> = fc.oneof(
  fc.constantFrom<FieldValue>('1', '1.001', '2', true),
  fc.constantFrom<FieldValue>(['a'], ['a', 'b'], [{ remoteId: '1', name: 'a' }], [{ name: 'a', remoteId: '2' }]),
)
const anyName = fc.constantFrom(...names)
const anyFields: fc.Arbitrary<Fields> = fc.dictionary(anyName, anyValue, { noNullPrototype: true })
const anyDelta: fc.Arbitrary<Delta> = fc.dictionary(anyName, fc.option(anyValue, { freq: 3 }), {
  noNullPrototype: true,
})
const anyNames = fc.uniqueArray(anyName)
const anyOwners = anyNames.map(ours => (name: string) => (ours as string[]).includes(name))

/** What a store that rounds prices shows of what was written. */
function rounded(value: FieldValue | null): FieldValue | null {
  return value === '1.001' ? '1' : value
}

function shownAfter(observed: Fields, written: Delta): Fields {
  const shown: Record<string, FieldValue | undefined> = { ...observed }
  for (const [name, value] of Object.entries(written)) {
    const kept = rounded(value)
    if (kept === null) delete shown[name]
    else shown[name] = kept
  }
  return shown
}

/** Sends what is to do, or only some of it. */
function sendSome(layers: Layers, only: readonly string[]): Layers {
  const written = Object.fromEntries(Object.entries(layers.desired).filter(([name]) => only.includes(name)))
  return wrote(layers, written, shownAfter(layers.observed, written))
}

type Step = (layers: Layers) => Layers

/** Somebody edits between the moment at which a write is put together and its answer. */
function sendWhileEdited(layers: Layers, wanted: Delta): Layers {
  return wrote(desire(layers, wanted), layers.desired, shownAfter(layers.observed, layers.desired))
}

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  anyDelta.map(
    (wanted): Step =>
      layers =>
        desire(layers, wanted),
  ),
  fc.tuple(anyFields, anyOwners).map(
    ([shown, isOurs]): Step =>
      layers =>
        look(layers, shown, isOurs).layers,
  ),
  anyNames.map(
    (only): Step =>
      layers =>
        sendSome(layers, only),
  ),
  anyDelta.map(
    (wanted): Step =>
      layers =>
        sendWhileEdited(layers, wanted),
  ),
  anyNames.map(
    (which): Step =>
      layers =>
        takeShown(layers, which),
  ),
  anyNames.map(
    (which): Step =>
      layers =>
        overwrite(layers, which),
  ),
)

/** Layers as some history of looks, edits and writes leaves them. */
const anyLayers = fc
  .tuple(anyFields, fc.array(anyStep, { maxLength: 8 }))
  .map(([observed, steps]) => steps.reduce((layers, step) => step(layers), untouched(observed)))

const of = (fields: Fields, name: string): FieldValue | undefined => fields[name]
const same = (one: Fields, other: Fields) =>
  names.filter(name => !sameValue(of(one, name), of(other, name))).length === 0

/** What is to do, found without the deltas. */
const toDo = (layers: Layers): string[] =>
  names.filter(name => !sameValue(of(desiredOf(layers), name), of(sentOf(layers), name)))
const editedThere = (layers: Layers): string[] =>
  names.filter(name => !sameValue(of(layers.observed, name), of(baseOf(layers), name)))

const law = (holds: (layers: Layers) => void) => fc.assert(fc.property(anyLayers, holds), { numRuns: 2_000 })

describe('the layers of a row', () => {
  it('keep in each delta only what differs from the layer below', () => {
    law(layers => {
      expect(Object.keys(layers.desired).sort()).toEqual(toDo(layers).sort())
      expect(Object.keys(layers.base).sort()).toEqual(editedThere(layers).sort())
      for (const [name, value] of Object.entries(layers.sent)) {
        expect(sameValue(value ?? undefined, of(baseOf(layers), name))).toBe(false)
      }
    })
  })

  it('have nothing to do of a field that the store shows as it is meant to', () => {
    law(layers => {
      for (const name of toDo(layers)) {
        expect(sameValue(of(layers.observed, name), of(desiredOf(layers), name))).toBe(false)
      }
    })
  })
})

describe('wanting something', () => {
  it('is what is desired afterwards, and of no other field', () => {
    fc.assert(
      fc.property(anyLayers, anyDelta, (layers, wanted) => {
        const after = desire(layers, wanted)
        for (const name of names) {
          const value = name in wanted ? (wanted[name] ?? undefined) : of(desiredOf(layers), name)
          expect(sameValue(of(desiredOf(after), name), value)).toBe(true)
        }
        expect(after.observed).toEqual(layers.observed)
        expect(desire(after, wanted)).toEqual(after)
      }),
      { numRuns: 2_000 },
    )
  })

  it('leaves nothing to do where it is what the store shows', () => {
    law(layers => {
      const shown = Object.fromEntries(names.map(name => [name, layers.observed[name] ?? null]))
      expect(desire(layers, shown)).toEqual(untouched(layers.observed))
    })
  })

  it('of what the store does not show can be taken back: what was sent needs no sending', () => {
    fc.assert(
      fc.property(anyLayers, anyDelta, (layers, wanted) => {
        const others = Object.entries(wanted).filter(
          ([name, value]) => !sameValue(value ?? undefined, of(layers.observed, name)),
        )
        const sent = Object.fromEntries(others.map(([name]) => [name, of(sentOf(layers), name) ?? null]))
        const back = desire(desire(layers, Object.fromEntries(others)), sent)
        for (const [name] of others) expect(toDo(back)).not.toContain(name)
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('a look at the store', () => {
  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(anyLayers, anyFields, anyOwners, (layers, shown, isOurs) => {
        const once = look(layers, shown, isOurs)
        const twice = look(once.layers, shown, isOurs)
        expect(twice).toEqual({ layers: once.layers, followed: {} })
        expect(same(once.layers.observed, shown)).toBe(true)
      }),
      { numRuns: 2_000 },
    )
  })

  it('never changes what is desired of fields of ours, nor of those with an edit that waits', () => {
    fc.assert(
      fc.property(anyLayers, anyFields, anyOwners, (layers, shown, isOurs) => {
        const { layers: after, followed } = look(layers, shown, isOurs)
        for (const name of names) {
          if (!isOurs(name) && !toDo(layers).includes(name)) continue
          expect(sameValue(of(desiredOf(after), name), of(desiredOf(layers), name))).toBe(true)
          expect(followed).not.toHaveProperty(name)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('lets all else follow the store, and says what', () => {
    fc.assert(
      fc.property(anyLayers, anyFields, anyOwners, (layers, shown, isOurs) => {
        const { layers: after, followed } = look(layers, shown, isOurs)
        for (const name of names) {
          const isChanged = !sameValue(of(shown, name), of(layers.observed, name))
          if (!isChanged || isOurs(name) || toDo(layers).includes(name)) continue
          expect(sameValue(of(desiredOf(after), name), of(shown, name))).toBe(true)
          const isMeant = sameValue(of(shown, name), of(desiredOf(layers), name))
          if (!isMeant) expect(sameValue(followed[name] ?? undefined, of(shown, name))).toBe(true)
          else expect(followed).not.toHaveProperty(name)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('finds an edit of the store exactly where it shows another value than after our write', () => {
    fc.assert(
      fc.property(anyFields, anyDelta, anyFields, (observed, wanted, shown) => {
        const written = sendSome(desire(untouched(observed), wanted), names)
        const { layers } = look(written, shown, () => true)
        const meant = desiredOf(written)
        const edited = names.filter(
          name =>
            !sameValue(of(shown, name), of(written.observed, name)) && !sameValue(of(shown, name), of(meant, name)),
        )
        expect(Object.keys(layers.base).sort()).toEqual(edited.sort())
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('a write', () => {
  it('leaves nothing to do and nothing edited, also where the store rounds', () => {
    law(layers => {
      const after = sendSome(layers, names)
      expect(toDo(after)).toEqual([])
      for (const name of Object.keys(layers.desired)) expect(after.base).not.toHaveProperty(name)
      // The next pull shows the same.
      expect(look(after, after.observed, () => true)).toEqual({ layers: after, followed: {} })
    })
  })

  it('of some fields leaves the others to do', () => {
    fc.assert(
      fc.property(anyLayers, anyNames, (layers, only) => {
        const left = toDo(layers).filter(name => !(only as string[]).includes(name))
        expect(toDo(sendSome(layers, only)).sort()).toEqual(left.sort())
      }),
      { numRuns: 2_000 },
    )
  })

  it('that was put together before somebody edited leaves the edit to do, unless the store shows it already', () => {
    fc.assert(
      fc.property(anyLayers, anyDelta, (layers, wanted) => {
        const after = sendWhileEdited(layers, wanted)
        for (const [name, value] of Object.entries(wanted)) {
          expect(sameValue(of(desiredOf(after), name), value ?? undefined)).toBe(true)
          const isShown = sameValue(of(after.observed, name), value ?? undefined)
          const isSent = sameValue(of(sentOf(after), name), value ?? undefined)
          expect(toDo(after).includes(name)).toBe(!isShown && !isSent)
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('says nothing of fields that were not written: a pull that comes after it follows what the store did there', () => {
    fc.assert(
      fc.property(anyLayers, anyFields, anyNames, (layers, shown, only) => {
        const written = Object.fromEntries(
          Object.entries(layers.desired).filter(([name]) => (only as string[]).includes(name)),
        )
        const after = wrote(layers, written, { ...shown, ...shownAfter(shown, written) })
        for (const name of names) {
          if (name in written) continue
          expect(of(after.observed, name)).toEqual(of(layers.observed, name))
          expect(of(desiredOf(after), name)).toEqual(of(desiredOf(layers), name))
        }
      }),
      { numRuns: 2_000 },
    )
  })
})

describe('deciding about an edit of the store', () => {
  it('takes what the store shows: nothing is to do, nothing edited, other fields as they were', () => {
    fc.assert(
      fc.property(anyLayers, anyNames, (layers, which) => {
        const after = takeShown(layers, which)
        for (const name of names) {
          const taken = (which as string[]).includes(name)
          const desired = of(taken ? layers.observed : desiredOf(layers), name)
          expect(sameValue(of(desiredOf(after), name), desired)).toBe(true)
          expect([...toDo(after), ...editedThere(after)].includes(name)).toBe(
            !taken && [...toDo(layers), ...editedThere(layers)].includes(name),
          )
        }
      }),
      { numRuns: 2_000 },
    )
  })

  it('writes over it: to do is exactly what the store shows otherwise than is wanted', () => {
    fc.assert(
      fc.property(anyLayers, anyNames, (layers, which) => {
        const after = overwrite(layers, which)
        expect(same(desiredOf(after), desiredOf(layers))).toBe(true)
        for (const name of which) {
          expect(editedThere(after)).not.toContain(name)
          const isShown = sameValue(of(layers.observed, name), of(desiredOf(layers), name))
          expect(toDo(after).includes(name)).toBe(!isShown)
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
