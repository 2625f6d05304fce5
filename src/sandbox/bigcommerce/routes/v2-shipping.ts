import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import { json, v2List } from '../http/answer.ts'
import { shippingMethods, shippingZones } from '../seed/settings.ts'

const scope = 'store_v2_information'

function zoneAt(call: Call) {
  const id = idAt(call, 0)
  const zone = shippingZones.find(one => one.id === id)
  if (zone === undefined) throw notFound('v2')
  return zone
}

const methodsAt = (call: Call) => shippingMethods[zoneAt(call).id] ?? []

export const shippingRoutes: readonly Route[] = [
  { method: 'GET', path: '/v2/shipping/zones', scope, answer: () => v2List(shippingZones) },
  { method: 'GET', path: '/v2/shipping/zones/{id}', scope, answer: call => json(200, zoneAt(call)) },
  { method: 'GET', path: '/v2/shipping/zones/{id}/methods', scope, answer: call => v2List(methodsAt(call)) },
  {
    method: 'GET',
    path: '/v2/shipping/zones/{id}/methods/{method_id}',
    scope,
    answer: call => {
      const id = idAt(call, 1)
      const method = methodsAt(call).find(one => one.id === id)
      if (method === undefined) throw notFound('v2')
      return json(200, method)
    },
  },
]
