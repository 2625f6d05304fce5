import type { Call, Route } from '../call.ts'
import { idAt } from '../call.ts'
import type { ProductRecord } from '../catalog/types.ts'
import { shownBy } from '../query/fields.ts'
import type { FilterFields } from '../query/filters.ts'
import { pageAnswer } from '../query/paging.ts'
import { v3ListRoute, v3OneRoute } from './list.ts'
import { productAt } from './products.ts'

const scope = 'store_v2_products'
const base = '/v3/catalog/products/{id}'

/** A list of parts of one product, and each of them alone. */
function partRoutes<Row extends { readonly id: number }>(
  name: string,
  what: string,
  rows: (record: ProductRecord) => readonly Row[],
  fields: FilterFields<Row> = {},
): Route[] {
  return [
    v3ListRoute<Row>({ path: `${base}/${name}`, scope, idName: 'id', fields, rows: call => rows(productAt(call)) }),
    v3OneRoute({
      path: `${base}/${name}/{part_id}`,
      scope,
      what,
      row: call => {
        const id = idAt(call, 1, what)
        return rows(productAt(call)).find(row => row.id === id)
      },
    }),
  ]
}

/** The values of one option or modifier, and each of them alone. */
function valueRoutes(name: 'options' | 'modifiers', what: string): Route[] {
  const values = (call: Call) => {
    const id = idAt(call, 1, what)
    return productAt(call)[name].find(part => part.id === id)?.option_values
  }
  return [
    {
      method: 'GET',
      path: `${base}/${name}/{part_id}/values`,
      scope,
      answer: call => pageAnswer(call.query, values(call) ?? [], shownBy(call.query)),
    },
    v3OneRoute({
      path: `${base}/${name}/{part_id}/values/{value_id}`,
      scope,
      what,
      row: call => {
        const id = idAt(call, 2, what)
        return values(call)?.find(value => value.id === id)
      },
    }),
  ]
}

/** Documented: the numbers by which reviews are filtered. */
const statusNumbers = { approved: 1, pending: 0, disapproved: null } as const

/** The parts of a product. An empty list of pictures is 200 with no rows; the official file also allows 204. */
export const productPartRoutes: readonly Route[] = [
  ...partRoutes('variants', 'A variant with this id', record => record.variants),
  ...partRoutes('options', 'An option with this id', record => record.options),
  ...valueRoutes('options', 'An option value with this id'),
  ...partRoutes('modifiers', 'A modifier with this id', record => record.modifiers),
  ...valueRoutes('modifiers', 'A modifier value with this id'),
  ...partRoutes('images', 'An image with this id', record => record.images),
  ...partRoutes('videos', 'A video with this id', record => record.videos),
  ...partRoutes('custom-fields', 'A custom field with this id', record => record.customFields),
  ...partRoutes('bulk-pricing-rules', 'A bulk pricing rule with this id', record => record.bulkRules),
  ...partRoutes('reviews', 'A review with this id', record => record.reviews, {
    status: { kind: 'integer', read: review => statusNumbers[review.status] },
  }),
]
