import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type FieldValue, masterOf, overridesOf, sameValue, withOverrides } from '../../src/domain/fields.ts'

const part = fc.record({ remoteId: fc.string(), name: fc.string(), value: fc.string() })
const value: fc.Arbitrary<FieldValue> = fc.oneof(
  fc.string(),
  fc.integer(),
  fc.boolean(),
  fc.array(part, { maxLength: 3 }),
)
const names = ['name', 'price', 'visible', 'images', 'customFields', 'description'] as const
const fields = fc.dictionary(fc.constantFrom(...names), value)

it('shows with master and overrides exactly what the store shows, whatever both say', () => {
  fc.assert(
    fc.property(fields, fields, (origin, observed) => {
      const master = masterOf(origin)
      const shown = withOverrides(master, overridesOf(master, observed))
      for (const name of names) expect(sameValue(shown[name], observed[name])).toBe(true)
    }),
  )
})

it('needs no override where a master was made from the very same listing', () => {
  fc.assert(
    fc.property(fields, observed => {
      expect(overridesOf(masterOf(observed), observed)).toEqual({})
    }),
  )
})
