import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type FieldValue, sameValue } from '../../src/domain/fields.ts'
import {
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
import { undoOf } from '../../src/domain/undo.ts'

const runs = { numRuns: 2_000 }
const field = 'price'
/** So few that values come again; a store that rounds shows the second as the first. */
const anyValue = fc.constantFrom<FieldValue | null>('1', '1.001', '2', null, [{ remoteId: '1', name: 'a' }])

type Step = (layers: Layers) => Layers

const anyStep: fc.Arbitrary<Step> = fc.oneof(
  anyValue.map(
    (value): Step =>
      layers =>
        desire(layers, { [field]: value }),
  ),
  fc.tuple(anyValue, fc.boolean()).map(
    ([value, isOurs]): Step =>
      layers =>
        look(layers, shows(layers.observed, value), () => isOurs).layers,
  ),
  fc.constant<Step>(send),
  fc.constant<Step>(layers => takeShown(layers, [field])),
  fc.constant<Step>(layers => overwrite(layers, [field])),
)
const anyHistory = fc.array(anyStep, { maxLength: 8 })
const anyStart = anyValue.map(value => untouched(shows({}, value)))

function shows(observed: Fields, value: FieldValue | null): Fields {
  const { [field]: _, ...others } = observed
  return value === null ? others : { ...others, [field]: value }
}

/** Sends what is to do to a store that rounds. */
function send(layers: Layers): Layers {
  const written: Delta = layers.desired
  if (!(field in written)) return layers
  const value = written[field] ?? null
  return wrote(layers, written, shows(layers.observed, value === '1.001' ? '1' : value))
}

const follow = (layers: Layers, steps: readonly Step[]) => steps.reduce((now, step) => step(now), layers)
const shown = ({ observed }: Layers) => observed[field] ?? null
const wanted = (layers: Layers) => desiredOf(layers)[field] ?? null
const same = (a: FieldValue | null, b: FieldValue | null) => sameValue(a ?? undefined, b ?? undefined)

/** Something is wanted and sent, as one change of a plan; null where nothing is to do. */
function changed(layers: Layers, value: FieldValue | null) {
  const meant = desire(layers, { [field]: value })
  const change = { field, before: shown(meant), after: wanted(meant) }
  const isToDo = field in meant.desired && !same(change.before, change.after)
  return isToDo ? { change, left: send(meant) } : null
}

describe('undoing a change, after any history', () => {
  it('brings back what the store showed, does nothing the second time, and is undone in the same way', () => {
    fc.assert(
      fc.property(anyStart, anyHistory, anyValue, (start, history, value) => {
        const made = changed(follow(start, history), value)
        fc.pre(made !== null)
        const { change, left } = made
        // Where the store makes of it what it showed before, there is nothing to see and nothing to send.
        const verdict = undoOf(change, left)
        expect(verdict).toEqual({ kind: 'undo', now: shown(left) })
        const undone = desire(left, { [field]: change.before })
        const back = { field, before: shown(undone), after: change.before }
        const there = send(undone)
        expect(same(shown(there), change.before) || change.before === '1.001').toBe(true)
        expect(undoOf(change, there).kind).toBe('done')
        if (same(back.before, back.after)) return
        expect(undoOf(back, there).kind).toBe('undo')
        expect(same(shown(send(desire(there, { [field]: back.before }))), shown(left))).toBe(true)
      }),
      runs,
    )
  })

  it('takes back nothing that somebody changed since, and keeps nothing else', () => {
    fc.assert(
      fc.property(anyStart, anyValue, anyHistory, (start, value, history) => {
        const made = changed(start, value)
        fc.pre(made !== null)
        const { change, left } = made
        const now = follow(left, history)
        // What the change wrote, or what the store made of it.
        const isShown = [change.after, shown(left)].some(value => same(shown(now), value))
        const isAsLeft = isShown && same(wanted(now), change.after)
        const verdict = undoOf(change, now)
        if (verdict.kind === 'undo') expect(isAsLeft).toBe(true)
        if (verdict.kind === 'kept') {
          expect(isAsLeft && same(sentOf(now)[field] ?? null, change.after) && !(field in now.base)).toBe(false)
          expect(same(verdict.now, shown(now)) || same(verdict.now, wanted(now))).toBe(true)
        }
        if (verdict.kind === 'done' || verdict.kind === 'waits') expect(same(wanted(now), change.before)).toBe(true)
      }),
      runs,
    )
  })
})
