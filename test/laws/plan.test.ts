import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { usualBrakes } from '../../src/domain/brakes.ts'
import { type FieldValue, sameValue } from '../../src/domain/fields.ts'
import {
  type Delta,
  desire,
  desiredOf,
  type Fields,
  type Layers,
  look,
  sentOf,
  untouched,
  wrote,
} from '../../src/domain/layers.ts'
import { type PlannedChange, partOf } from '../../src/domain/plan.ts'
import { PlanTally } from '../../src/domain/plan-tally.ts'
import { type PlanRules, planRows, type RowToPlan } from '../../src/engine/plan/planner.ts'

const names = ['name', 'price', 'salePrice', 'visible', 'weight', 'metaKeywords'] as const
/** Few values, so that edits often meet what the store shows or what was wanted before. */
const value: fc.Arbitrary<FieldValue> = fc.constantFrom<FieldValue>('0', '5', '9.5', true, false, ['a', 'b'], ['b'])
const shown: fc.Arbitrary<Fields> = fc.dictionary(fc.constantFrom(...names), value)
const wanted: fc.Arbitrary<Delta> = fc.dictionary(fc.constantFrom(...names), fc.option(value))

type Deed =
  | { readonly kind: 'edit'; readonly delta: Delta }
  | { readonly kind: 'look'; readonly shows: Fields; readonly isOurs: boolean }
  | { readonly kind: 'write'; readonly delta: Delta; readonly shows: Fields }

const deed: fc.Arbitrary<Deed> = fc.oneof(
  wanted.map(delta => ({ kind: 'edit' as const, delta })),
  fc.tuple(shown, fc.boolean()).map(([shows, isOurs]) => ({ kind: 'look' as const, shows, isOurs })),
  fc.tuple(wanted, shown).map(([delta, shows]) => ({ kind: 'write' as const, delta, shows })),
)

function layersAfter(observed: Fields, deeds: readonly Deed[]): Layers {
  let layers = untouched(observed)
  for (const each of deeds) {
    if (each.kind === 'edit') layers = desire(layers, each.delta)
    else if (each.kind === 'look') layers = look(layers, each.shows, () => each.isOurs).layers
    else layers = wrote(layers, each.delta, each.shows)
  }
  return layers
}

const history = fc
  .tuple(shown, fc.array(deed, { maxLength: 6 }))
  .map(([observed, deeds]) => layersAfter(observed, deeds))
/** A catalog: products with their variants. */
const catalog = fc
  .array(fc.tuple(history, fc.array(history, { maxLength: 4 })), { maxLength: 25 })
  .map(products =>
    products.flatMap(([own, variants], at) => [rowOf(own, at, null), ...variants.map((v, n) => rowOf(v, at, n))]),
  )

interface Row extends RowToPlan {
  readonly layers: Layers
}

function rowOf(layers: Layers, product: number, variant: number | null): Row {
  const listingId = String(product + 1)
  const observed = Object.fromEntries(Object.keys(layers.desired).map(name => [name, layers.observed[name] ?? null]))
  const offerId = variant === null ? null : `${listingId}0${variant}`
  return { listingId, offerId, name: `Product ${listingId}`, sku: '', price: '9.5', ...layers, observed, layers }
}

const someNames = fc.subarray([...names])
const rules = fc.record({ product: someNames, variant: someNames, ours: someNames }).map(
  ({ product, variant, ours }): PlanRules => ({
    isWritable: (level, field) => (level === 'product' ? product : variant).some(name => name === field),
    isOurs: (_, field) => ours.some(name => name === field),
    faultOf: (_level, _field, given) => (given === '5' ? 'Five is not taken.' : null),
  }),
)
const everything: PlanRules = { isWritable: () => true, isOurs: () => true, faultOf: () => null }

const same = (a: FieldValue | null | undefined, b: FieldValue | null | undefined) =>
  sameValue(a ?? undefined, b ?? undefined)
const keyOf = ({ listingId, offerId, field }: PlannedChange) => [listingId, offerId ?? '', field].join()
const sorted = (changes: readonly PlannedChange[]) => changes.toSorted((a, b) => keyOf(a).localeCompare(keyOf(b)))

describe('a plan', () => {
  it('has each field that is wanted otherwise than it was sent and than it shows, and that is ours to write; no other', () => {
    fc.assert(
      fc.property(catalog, rules, (rows, given) => {
        const expected = rows.flatMap(({ layers, ...row }) => {
          const level = row.offerId === null ? ('product' as const) : ('variant' as const)
          return names
            .filter(name => given.isWritable(level, name) && given.isOurs(level, name))
            .filter(name => !same(desiredOf(layers)[name], sentOf(layers)[name]))
            .filter(name => !same(desiredOf(layers)[name], layers.observed[name]))
            .map(name => ({
              key: [row.listingId, row.offerId ?? '', name].join(),
              before: layers.observed[name] ?? null,
              after: desiredOf(layers)[name] ?? null,
              part: partOf(level, name),
              edited: name in layers.base,
              state: same(desiredOf(layers)[name], '5') ? 'rejected' : 'planned',
            }))
        })
        const planned = planRows(rows, given).map(change => {
          const { before, after, part, edited, state } = change
          return { key: keyOf(change), before, after, part, edited, state }
        })
        const byKey = (a: { key: string }, b: { key: string }) => a.key.localeCompare(b.key)
        expect(planned.toSorted(byKey)).toEqual(expected.toSorted(byKey))
      }),
      { numRuns: 1_000 },
    )
  })

  it('is empty for a catalog that nobody has edited', () => {
    fc.assert(
      fc.property(fc.array(shown), products => {
        const rows = products.map((observed, at) => rowOf(untouched(observed), at, null))
        expect(planRows(rows, everything)).toEqual([])
      }),
    )
  })

  it('is empty again where everything was written as planned and the store shows it', () => {
    fc.assert(
      fc.property(catalog, rows => {
        const after = rows.map(({ layers, ...row }, at) => {
          const written: Record<string, FieldValue | null> = {}
          for (const change of planRows([{ layers, ...row } as Row], everything)) written[change.field] = change.after
          const shows: Record<string, FieldValue | undefined> = { ...layers.observed }
          for (const [name, given] of Object.entries(written)) {
            if (given === null) delete shows[name]
            else shows[name] = given
          }
          return rowOf(wrote(layers, written, shows), at, row.offerId === null ? null : 1)
        })
        expect(planRows(after, everything)).toEqual([])
      }),
      { numRuns: 500 },
    )
  })

  it('comes to the same in whatever order the rows are read', () => {
    fc.assert(
      fc.property(catalog, rules, fc.infiniteStream(fc.nat()), (rows, given, chance) => {
        const shuffled = rows.map(row => [chance.next().value, row] as const).toSorted(([a], [b]) => a - b)
        const [one, other] = [
          planRows(rows, given),
          planRows(
            shuffled.map(([, row]) => row),
            given,
          ),
        ]
        expect(sorted(other)).toEqual(sorted(one))
        const { brakes, ...figures } = summaryOf(one)
        const { brakes: otherBrakes, ...otherFigures } = summaryOf(other)
        expect(otherFigures).toEqual(figures)
        expect(otherBrakes.map(({ brake, count }) => ({ brake, count }))).toEqual(
          brakes.map(({ brake, count }) => ({ brake, count })),
        )
      }),
    )
  })

  it('counts as few requests as the caps allow, and holds what the limits say', () => {
    fc.assert(
      fc.property(catalog, rows => {
        const changes = planRows(rows, everything)
        const summary = summaryOf(changes)
        const distinct = (of: readonly PlannedChange[]) => new Set(of.map(each => each.offerId ?? each.listingId)).size
        const writes =
          Math.ceil(distinct(changes.filter(({ level }) => level === 'product')) / basis.listingsMost) +
          Math.ceil(distinct(changes.filter(({ level }) => level === 'variant')) / basis.offersMost)
        const products = new Set(changes.map(({ listingId }) => listingId)).size
        expect(summary).toMatchObject({ changes: changes.length, products, writes })
        expect(summary.reads).toBe(Math.ceil(products / basis.shownMost))
        expect(summary.seconds).toBe((summary.writes + summary.reads) / 2)
        const hidden = changes.filter(
          ({ level, field, before, after }) =>
            level === 'product' && field === 'visible' && before === true && after === false,
        ).length
        expect(summary.brakes.some(({ brake }) => brake === 'many_hidden')).toBe(hidden * 100 > basis.visible * 5)
        const zero = changes.filter(({ field, before, after }) => field === 'price' && after === '0' && before !== '0')
        expect(summary.brakes.find(({ brake }) => brake === 'price_zero')?.count ?? 0).toBe(zero.length)
      }),
      { numRuns: 500 },
    )
  })
})

const basis = { listingsMost: 3, offersMost: 4, shownMost: 5, requestsPerSecond: 2, visible: 30, brakes: usualBrakes }

function summaryOf(changes: readonly PlannedChange[]) {
  const tally = new PlanTally(basis)
  for (const change of changes) tally.add(change)
  return tally.summary()
}
