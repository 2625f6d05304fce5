import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import { json, noContent, v2List } from '../http/answer.ts'
import { bodyOf, definedOf } from '../http/input.ts'
import type { Coupon } from '../marketing/coupons.ts'
import { couponRow, couponTypes } from '../marketing/coupons.ts'
import { couponChanges, newCoupon } from '../marketing/input.ts'
import { isNarrowed, keep } from '../query/filters.ts'
import { pageOf, rowsOf } from '../query/paging.ts'
import { V2Filters } from '../query/v2-filters.ts'
import { ruled } from './ruled.ts'

const scope = 'store_v2_marketing'
const path = '/v2/coupons'

/** Documented: coupons of promotions can be asked for; the sandbox has none. */
const types = [...couponTypes, 'promotion'] as const

function couponAt(call: Call): Coupon {
  const coupon = call.store.coupons.get(idAt(call, 0))
  if (coupon === undefined) throw notFound('v2')
  return coupon
}

function couponsIn({ store, query }: Call): readonly object[] {
  const filters = new V2Filters<Coupon>(query, store.clock.now())
    .integers('id', coupon => coupon.id)
    .equals(query.integer('id'), coupon => coupon.id)
    .equals(query.text('code')?.toLowerCase(), coupon => coupon.code.toLowerCase())
    .equals(query.text('name')?.toLowerCase(), coupon => coupon.name.toLowerCase())
    .equals(query.oneOf('type', types), coupon => coupon.type)
  const other = query.oneOf('exclude_type', types)
  const kept = keep(store.coupons.all, filters.tests).filter(({ type }) => type !== other)
  return rowsOf(kept, pageOf(query)).map(couponRow)
}

/** Documented: without ids all of them are deleted. */
function removeMany({ store, query }: Call) {
  const ids = isNarrowed(query, ['id:in']) ? query.integers('id:in') : store.coupons.all.map(({ id }) => id)
  store.coupons.remove(new Set(ids))
  return noContent
}

export const couponRoutes: readonly Route[] = [
  { method: 'GET', path, scope, answer: call => v2List(couponsIn(call)) },
  {
    method: 'POST',
    path,
    scope,
    answer: call => {
      const fields = bodyOf(call, newCoupon)
      return json(201, couponRow(ruled(() => call.store.coupons.add(fields), 400)))
    },
  },
  { method: 'DELETE', path, scope, answer: removeMany },
  {
    method: 'GET',
    path: `${path}/count`,
    scope,
    answer: ({ store }) => json(200, { count: store.coupons.all.length }),
  },
  {
    method: 'PUT',
    path: `${path}/{id}`,
    scope,
    answer: call => {
      const coupon = couponAt(call)
      const fields = definedOf(bodyOf(call, couponChanges))
      return json(200, couponRow(ruled(() => call.store.coupons.change(coupon, fields), 400)))
    },
  },
  {
    method: 'DELETE',
    path: `${path}/{id}`,
    scope,
    answer: call => {
      call.store.coupons.remove(new Set([couponAt(call).id]))
      return noContent
    },
  },
]
