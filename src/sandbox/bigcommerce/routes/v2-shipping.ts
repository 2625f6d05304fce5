import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import { isAvailable } from '../channels/channels.ts'
import type { Answer } from '../http/answer.ts'
import { json, noContent, v2List } from '../http/answer.ts'
import { bodyOf, definedOf, fieldsAtFault, readAs, refusalOf } from '../http/input.ts'
import { changedMethod, changedZone, fieldMissing, newMethod, newZone, settingsOf } from '../shipping/input.ts'
import type { NewZone, ShippingMethod, ShippingZone } from '../shipping/zones.ts'

const scope = 'store_v2_information'
const path = '/v2/shipping/zones'
const pathOfOne = `${path}/{id}`
const pathOfMethods = `${pathOfOne}/methods`
const pathOfMethod = `${pathOfMethods}/{method_id}`

/** Documented: how many zones of postcodes a store has at most, counted by location. */
const zipsMost = 40_000

function zoneAt(call: Call): ShippingZone {
  const zone = call.store.shipping.get(idAt(call, 0))
  if (zone === undefined) throw notFound('v2')
  return zone
}

function methodAt(call: Call): ShippingMethod {
  const method = call.store.shipping.method(zoneAt(call).id, idAt(call, 1))
  if (method === undefined) throw notFound('v2')
  return method
}

const shown = ({ zone_id: _, ...method }: ShippingMethod) => method

/** Guess: a zone that isn't global says where it is, in the way of its type. */
function checkPlaces(call: Call, zone: Pick<NewZone, 'type' | 'locations'>, own?: ShippingZone): void {
  const missing = fieldMissing(zone)
  if (missing !== undefined)
    throw refusalOf(call, { [missing]: `${missing} is needed in a zone of the type ${zone.type}` })
  const zips = [...call.store.shipping.all.filter(other => other.id !== own?.id && other.type === 'zip'), zone]
  const count = zips.reduce((sum, { locations }) => sum + locations.length, 0)
  if (zone.type === 'zip' && count > zipsMost)
    throw refusalOf(call, { locations: `would be over ${zipsMost} of a store` })
}

function createZone(call: Call): Answer {
  const input = bodyOf(call, newZone)
  checkPlaces(call, input)
  return json(201, call.store.shipping.add(input))
}

/** Guess: what is left out stays. */
function changeZone(call: Call): Answer {
  const old = zoneAt(call)
  const fields = definedOf(bodyOf(call, changedZone))
  checkPlaces(call, { ...old, ...fields }, old)
  return json(200, call.store.shipping.change(old, fields))
}

/** Reads the settings of a method, which are those of its type. */
function readSettings(call: Call, type: ShippingMethod['type'], given: unknown): object {
  const read = readAs(settingsOf(type), given)
  if (read.success) return read.data
  throw refusalOf(call, fieldsAtFault(read.error, ['settings']))
}

function checkChannels(call: Call, ids: readonly number[]): void {
  if (!ids.every(id => call.store.channels.has(id)))
    throw refusalOf(call, { channel_ids: 'channel_ids names no channel of the store' })
}

/** Documented: a new method is for all available channels unless it says otherwise. */
function createMethod(call: Call): Answer {
  const zone = zoneAt(call)
  const { store } = call
  const { name, type, settings, ...rest } = definedOf(bodyOf(call, newMethod))
  const method = {
    zone_id: zone.id,
    name,
    type,
    settings: readSettings(call, type, settings ?? {}),
    enabled: true,
    handling_fees: { fixed_surcharge: 0 },
    is_fallback: false,
    channel_ids: store.channels.all.filter(isAvailable).map(channel => channel.id),
    ...rest,
  }
  checkChannels(call, method.channel_ids)
  return json(200, shown(store.shipping.addMethod(method)))
}

function changeMethod(call: Call): Answer {
  const old = methodAt(call)
  const fields = definedOf(bodyOf(call, changedMethod))
  const next = { ...old, ...fields }
  const method = { ...next, settings: readSettings(call, next.type, next.settings) }
  checkChannels(call, method.channel_ids)
  call.store.shipping.replaceMethod(method)
  return json(200, shown(method))
}

export const shippingRoutes: readonly Route[] = [
  { method: 'GET', path, scope, answer: ({ store }) => v2List(store.shipping.all) },
  { method: 'POST', path, scope, answer: createZone },
  { method: 'GET', path: pathOfOne, scope, answer: call => json(200, zoneAt(call)) },
  { method: 'PUT', path: pathOfOne, scope, answer: changeZone },
  {
    method: 'DELETE',
    path: pathOfOne,
    scope,
    answer: call => {
      call.store.shipping.remove(zoneAt(call).id)
      return noContent
    },
  },
  {
    method: 'GET',
    path: pathOfMethods,
    scope,
    answer: call => v2List(call.store.shipping.methodsOf(zoneAt(call).id).map(shown)),
  },
  { method: 'POST', path: pathOfMethods, scope, answer: createMethod },
  { method: 'GET', path: pathOfMethod, scope, answer: call => json(200, shown(methodAt(call))) },
  { method: 'PUT', path: pathOfMethod, scope, answer: changeMethod },
  {
    method: 'DELETE',
    path: pathOfMethod,
    scope,
    answer: call => {
      call.store.shipping.removeMethod(methodAt(call).id)
      return noContent
    },
  },
]
