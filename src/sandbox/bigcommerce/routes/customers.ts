import type { Call, Route } from '../call.ts'
import { filtersOf, keep } from '../query/filters.ts'
import { pageAnswer } from '../query/paging.ts'
import type { Person } from '../seed/people.ts'
import { addressRow, customerRow } from '../seed/people.ts'

const includes = ['addresses', 'storecredit', 'attributes', 'formfields', 'shopper_profile_id', 'segment_ids'] as const
const sorts = [
  'date_created:asc',
  'date_created:desc',
  'last_name:asc',
  'last_name:desc',
  'date_modified:asc',
  'date_modified:desc',
] as const

const fullName = (person: Person) => `${person.firstName} ${person.lastName}`

function peopleIn({ store, query }: Call): readonly Person[] {
  const kept = keep(
    store.people,
    filtersOf(
      query,
      {
        id: { kind: 'integer', read: person => person.id },
        company: { kind: 'text', read: person => person.company },
        customer_group_id: { kind: 'integer', read: () => 0 },
        email: { kind: 'text', read: person => person.email },
        name: { kind: 'text', read: fullName },
        phone: { kind: 'text', read: person => person.phone },
        date_created: { kind: 'date', read: person => person.createdMs },
        date_modified: { kind: 'date', read: person => person.createdMs },
      },
      store.clock.now(),
    ),
  )
  const sort = query.oneOf('sort', sorts)
  if (sort === undefined) return kept
  const sign = sort.endsWith(':desc') ? -1 : 1
  const key = (person: Person) => (sort.startsWith('last_name') ? person.lastName : person.createdMs)
  return kept.toSorted((a, b) => (key(a) === key(b) ? a.id - b.id : (key(a) < key(b) ? -1 : 1) * sign))
}

/** Paged by number; the official API can also page customers by cursor, which is absent here. */
export const customerRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v3/customers',
    scope: 'store_v2_customers',
    answer: call => {
      const wanted = call.query.someOf('include', includes)
      const rows = peopleIn(call).map(person => ({
        ...customerRow(person),
        ...(wanted.includes('addresses') ? { addresses: [addressRow(person)] } : {}),
        ...(wanted.includes('storecredit') ? { store_credit_amounts: [{ amount: 0 }] } : {}),
        ...(wanted.includes('attributes') ? { attributes: [] } : {}),
        ...(wanted.includes('formfields') ? { form_fields: [] } : {}),
      }))
      return pageAnswer(call.query, rows, row => row)
    },
  },
]
