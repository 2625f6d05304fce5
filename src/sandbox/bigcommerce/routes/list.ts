import type { Call, Route } from '../call.ts'
import { notFound } from '../call.ts'
import { data } from '../http/answer.ts'
import { shownBy } from '../query/fields.ts'
import type { FilterFields } from '../query/filters.ts'
import { filtersOf, keep } from '../query/filters.ts'
import { pageAnswer } from '../query/paging.ts'
import type { ScopeNeed } from '../scopes.ts'

interface V3List<Row extends object> {
  readonly path: string
  readonly scope: ScopeNeed
  readonly rows: (call: Call) => readonly Row[]
  readonly fields?: FilterFields<Row>
  readonly rowsMax?: number
  /** Where the resource takes include_fields and exclude_fields, the name of its id. */
  readonly idName?: string
  /** The row as it is shown, where that is not the row itself. */
  readonly show?: (row: Row, call: Call) => object
}

/** A V3 list with filters, chosen fields and pages. */
export function v3ListRoute<Row extends object>(list: V3List<Row>): Route {
  const { path, scope, rows, fields = {}, rowsMax, idName, show } = list
  return {
    method: 'GET',
    path,
    scope,
    answer: call => {
      const kept = keep(rows(call), filtersOf(call.query, fields, call.store.clock.now()))
      const pick = idName === undefined ? (row: object) => row : shownBy(call.query, idName)
      return pageAnswer(call.query, kept, row => pick(show === undefined ? row : show(row, call)), rowsMax)
    },
  }
}

/** One V3 object; undefined from `row` is 404. */
export function v3OneRoute(one: {
  readonly path: string
  readonly scope: ScopeNeed
  readonly what: string
  readonly row: (call: Call) => object | undefined
}): Route {
  const { path, scope, what, row } = one
  return {
    method: 'GET',
    path,
    scope,
    answer: call => {
      const found = row(call)
      if (found === undefined) throw notFound('v3', what)
      return data(shownBy(call.query)(found))
    },
  }
}
