import { expect, it } from 'vitest'
import { categoryPlaces } from './category-paths.ts'

const node = (id: string, parentId: string | null) => ({ id, parentId, name: `N${id}` })

it('finds the way to each category, in whatever order they come', () => {
  const nodes = [node('3', '2'), node('1', null), node('2', '1'), node('4', '1')]
  for (const given of [nodes, nodes.toReversed()]) {
    const places = categoryPlaces(given)
    expect(places.size).toBe(4)
    expect(places.get('1')).toEqual({ path: ['N1'], ancestorIds: [] })
    expect(places.get('3')).toEqual({ path: ['N1', 'N2', 'N3'], ancestorIds: ['1', '2'] })
    expect(places.get('4')).toEqual({ path: ['N1', 'N4'], ancestorIds: ['1'] })
  }
})

it('counts one whose parent is not there as at the root', () => {
  const places = categoryPlaces([node('5', '99'), node('6', '5')])
  expect(places.get('5')).toEqual({ path: ['N5'], ancestorIds: [] })
  expect(places.get('6')).toEqual({ path: ['N5', 'N6'], ancestorIds: ['5'] })
})

it('ends where parents make a ring, and leaves none of it out', () => {
  const places = categoryPlaces([node('1', '2'), node('2', '3'), node('3', '1'), node('4', '4'), node('5', '1')])
  expect(places.get('3')).toEqual({ path: ['N3'], ancestorIds: [] })
  expect(places.get('1')?.path).toEqual(['N3', 'N2', 'N1'])
  expect(places.get('4')).toEqual({ path: ['N4'], ancestorIds: [] })
  expect(places.get('5')?.path).toEqual(['N3', 'N2', 'N1', 'N5'])
})

it('lets no chain of parents grow without end, however long a store says that it is', () => {
  const chain = Array.from({ length: 50_000 }, (_, at) => node(String(at), at === 0 ? null : String(at - 1)))
  const places = categoryPlaces(chain)
  expect(places.size).toBe(chain.length)
  expect(places.get('20')?.path).toHaveLength(21)
  expect(Math.max(...[...places.values()].map(({ path }) => path.length))).toBe(21)
  expect(places.get('21')).toEqual({ path: ['N21'], ancestorIds: [] })
})
