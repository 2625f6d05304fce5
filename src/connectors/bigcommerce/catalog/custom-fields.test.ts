import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { type CustomField, customFieldEntries, pairOf } from './custom-fields.ts'
import * as entries from './entries.ts'

type Fields = readonly CustomField[]
const stepsBetween = (before: Fields, after: Fields) => entries.stepsBetween(customFieldEntries, before, after)
const liesBetween = (before: Fields, after: Fields, shown: Fields) =>
  entries.liesBetween(customFieldEntries, before, after, shown)

const pairs = fc.uniqueArray(fc.tuple(fc.constantFrom('A', 'B', 'C'), fc.constantFrom('1', '2', '3')), {
  selector: pair => pair.join(),
})
const fields = (ids: boolean) =>
  pairs.map(list =>
    list.map(([name, value], at): CustomField => ({ remoteId: ids ? String(at + 1) : null, name, value })),
  )

/** The lists that a store shows after each step; one pair twice at any time would be refused. */
function statesOf(before: readonly CustomField[], after: readonly CustomField[]): CustomField[][] {
  const states = [[...before]]
  for (const step of stepsBetween(before, after)) {
    const last = states.at(-1) ?? []
    const rest = step.do === 'add' ? last : last.filter(({ remoteId }) => remoteId !== step.old.remoteId)
    states.push(
      step.do === 'remove' ? rest : [...rest, { ...step.to, remoteId: step.do === 'add' ? 'new' : step.old.remoteId }],
    )
  }
  return states
}

const sorted = (list: readonly CustomField[]) => list.map(pairOf).toSorted()

describe('the steps from one list of custom fields to another', () => {
  it('lead there with the fewest requests, have no pair twice on the way, and can be gone on with anywhere', () => {
    fc.assert(
      fc.property(fields(true), fields(false), (before, after) => {
        const states = statesOf(before, after)
        expect(sorted(states.at(-1) ?? [])).toEqual(sorted(after))
        const kept = before.filter(field => after.some(other => pairOf(other) === pairOf(field))).length
        const names = ['A', 'B', 'C'].map(name => {
          const open = (list: readonly CustomField[], other: readonly CustomField[]) =>
            list.filter(one => one.name === name && !other.some(each => pairOf(each) === pairOf(one))).length
          return Math.max(open(before, after), open(after, before))
        })
        expect(states.length - 1).toBe(names.reduce((sum, count) => sum + count, 0))
        expect(states.every(state => state.length >= kept && new Set(sorted(state)).size === state.length)).toBe(true)
        for (const state of states) {
          expect(liesBetween(before, after, state)).toBe(true)
          expect(sorted(statesOf(state, after).at(-1) ?? [])).toEqual(sorted(after))
        }
      }),
      { numRuns: 300 },
    )
  })

  it('are no longer the hub’s own where somebody else added a field, or took one that stays', () => {
    const [a, b, c] = ['A', 'B', 'C'].map((name): CustomField => ({ remoteId: null, name, value: '1' }))
    if (a === undefined || b === undefined || c === undefined) throw new Error('There are three')
    expect(liesBetween([a], [a, b], [a, c])).toBe(false)
    expect(liesBetween([a, b], [a, c], [b])).toBe(false)
    expect(liesBetween([a, b], [a, c], [a])).toBe(true)
  })
})
