import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import { limits } from '../catalog/limits.ts'
import type { Brand } from '../catalog/types.ts'
import { data, noContent } from '../http/answer.ts'
import { bodyOf, pageAddress } from '../http/input.ts'
import { shownBy } from '../query/fields.ts'
import { filtersOf, isNarrowed, keep } from '../query/filters.ts'
import { pageAnswer } from '../query/paging.ts'
import { v3OneRoute } from './list.ts'
import { ruled } from './ruled.ts'

const scope = 'store_v2_products'
const path = '/v3/catalog/brands'

function brandsIn(call: Call): readonly Brand[] {
  const { query, store } = call
  query.oneOf('sort', ['name'])
  const sign = query.oneOf('direction', ['asc', 'desc']) === 'desc' ? -1 : 1
  const kept = keep(
    store.catalog.brands,
    filtersOf(
      query,
      {
        id: { kind: 'integer', read: brand => brand.id },
        name: { kind: 'text', read: brand => brand.name },
        page_title: { kind: 'text', read: brand => brand.page_title },
      },
      store.clock.now(),
    ),
  )
  if (query.text('sort') === undefined) return sign === 1 ? kept : kept.toReversed()
  return kept.toSorted((a, b) => (a.name.toLowerCase() < b.name.toLowerCase() ? -sign : sign))
}

const brand = z.object({
  name: z.string().trim().min(1).max(limits.brandNameLength),
  page_title: z.string().max(255).exactOptional(),
  meta_keywords: z.array(z.string()).exactOptional(),
  meta_description: z.string().max(65_535).exactOptional(),
  search_keywords: z.string().max(65_535).exactOptional(),
  // Guess: shown as it was given; the platform shows the address of its own copy.
  image_url: z.union([z.literal(''), z.url()]).exactOptional(),
  custom_url: z.object({ url: pageAddress, is_customized: z.boolean().default(true) }).exactOptional(),
})

export function brandAt(call: Call): Brand {
  const found = call.store.catalog.brand(idAt(call, 0, 'A brand with this id'))
  if (found === undefined) throw notFound('v3', 'A brand with this id')
  return found
}

/** Documented: the brands are named by the name filter, which can't be left out. */
function brandsToDelete({ query, store }: Call): Brand[] {
  isNarrowed(query, ['name', 'page_title'])
  const name = query.text('name')?.toLowerCase()
  if (name === undefined) throw query.invalid('name', 'is required')
  const title = query.text('page_title')?.toLowerCase()
  return store.catalog.brands.filter(
    one => one.name.toLowerCase() === name && (title === undefined || one.page_title.toLowerCase() === title),
  )
}

export const brandRoutes: readonly Route[] = [
  { method: 'GET', path, scope, answer: call => pageAnswer(call.query, brandsIn(call), shownBy(call.query)) },
  {
    method: 'POST',
    path,
    scope,
    answer: call => {
      const input = bodyOf(call, brand)
      return data(ruled(() => call.store.brands.add(input)))
    },
  },
  {
    method: 'DELETE',
    path,
    scope,
    answer: call => {
      call.store.brands.remove(new Set(brandsToDelete(call).map(one => one.id)))
      return noContent
    },
  },
  v3OneRoute({ path: `${path}/{id}`, scope, what: 'A brand with this id', row: brandAt }),
  {
    method: 'PUT',
    path: `${path}/{id}`,
    scope,
    answer: call => {
      const { id } = brandAt(call)
      const input = bodyOf(call, brand)
      return data(ruled(() => call.store.brands.change(id, input)))
    },
  },
  {
    method: 'DELETE',
    path: `${path}/{id}`,
    scope,
    answer: call => {
      call.store.brands.remove(new Set([brandAt(call).id]))
      return noContent
    },
  },
  {
    method: 'DELETE',
    path: `${path}/{id}/image`,
    scope,
    answer: call => {
      call.store.brands.change(brandAt(call).id, { image_url: '' })
      return noContent
    },
  },
]
