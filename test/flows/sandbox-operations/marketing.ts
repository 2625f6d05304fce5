import { expect } from 'vitest'
import type { Calls } from './tour.ts'

const coupons = '/v2/coupons'
const fiveOff = {
  ...{ name: '$5 off', type: 'per_total_discount', amount: '5', code: 'FIVE' },
  applies_to: { entity: 'categories', ids: [0] },
}

export const couponCalls: Calls = [
  [`POST ${coupons}`, 201, { send: fiveOff, holds: { amount: '5.0000', num_uses: 0 }, keeps: { coupon: 'id' } }],
  [`POST ${coupons}`, 409, { send: { ...fiveOff, name: 'Another', code: 'five' } }],
  [`GET ${coupons}?code=FIVE`, 200, { holds: [{ id: '{coupon}', enabled: true }] }],
  [`GET ${coupons}?type=gift`, 400],
  [`GET ${coupons}/count`, 200, { holds: { count: expect.any(Number) } }],
  [`GET ${coupons}/count`, 403, { withoutScope: true }],
  [`PUT ${coupons}/{coupon}`, 200, { send: { ...fiveOff, amount: '7.5', enabled: false } }],
  [`PUT ${coupons}/999999`, 404, { send: fiveOff }],
  [`GET ${coupons}?id={coupon}`, 200, { holds: [{ amount: '7.5000', enabled: false }] }],
  [`DELETE ${coupons}/{coupon}`, 204],
  [`DELETE ${coupons}/{coupon}`, 404],
  [`POST ${coupons}`, 201, { send: fiveOff, keeps: { coupon: 'id' } }],
  [`DELETE ${coupons}?id:in={coupon}`, 204],
  [`GET ${coupons}?id={coupon}`, 204],
  [`DELETE ${coupons}?id:in=all`, 400],
]
