import type { ShippingMethod, ShippingZone, StoreFacts, Storefront, StoreProfile } from '../../domain/store-profile.ts'
import { wasRead } from './client/answer.ts'
import { looseFlag, looseNumber, looseObject, looseText } from './client/loose.ts'
import type { StoreReads } from './client/store-reads.ts'
import { appliesTo } from './zone-area.ts'

/** `/v2/store`; `logo` is not looked at: it is an object, or an empty list. */
const storeAnswer = looseObject({
  id: looseText,
  name: looseText,
  domain: looseText,
  control_panel_base_url: looseText,
  status: looseText,
  plan_name: looseText,
  plan_is_trial: looseFlag,
  currency: looseText,
  weight_units: looseText,
  dimension_units: looseText,
  is_price_entered_with_tax: looseFlag,
  default_channel_id: looseText,
  timezone: looseObject({ name: looseText, raw_offset: looseNumber }),
  features: looseObject({ multi_storefront_enabled: looseFlag }),
})

export type StoreAnswer = ReturnType<typeof readStoreAnswer>

export function readStoreAnswer(json: unknown) {
  return storeAnswer.parse(json)
}

/** `/v3/channels`: everything that sells or is sold through, storefronts and marketplaces alike. */
const channelRow = looseObject({
  id: looseText,
  name: looseText,
  type: looseText,
  platform: looseText,
  status: looseText,
})

const zoneRow = looseObject({ id: looseText, name: looseText, enabled: looseFlag })
const methodRow = looseObject({ id: looseText, name: looseText, type: looseText, enabled: looseFlag })

/** "channels.v3": these two are gone for good. */
const goneStatuses = new Set(['deleted', 'terminated'])

/** The store's account of itself, from the reads that the doctor has made; what the store withholds is null. */
export async function readProfile(reads: StoreReads, now: Date): Promise<StoreProfile> {
  const [store, channels, zones, methods] = await Promise.all([
    reads.store(),
    reads.channels(),
    reads.zones(),
    reads.methods(),
  ])
  const facts = store.kind === 'ok' ? readStoreAnswer(store.json) : null
  return {
    store: facts === null ? null : toStoreFacts(facts, now),
    storefronts: wasRead(channels.answer) ? toStorefronts(channels.rows, facts?.default_channel_id || '1') : null,
    shippingZones: wasRead(zones.answer) ? toShippingZones(zones.rows, methods) : null,
  }
}

export function toStoreFacts(facts: StoreAnswer, now: Date): StoreFacts {
  return {
    remoteId: facts.id,
    name: facts.name,
    domain: facts.domain,
    controlPanelUrl: /^https?:\/\/[^\s"'<>]+$/i.test(facts.control_panel_base_url)
      ? facts.control_panel_base_url
      : null,
    status: facts.status,
    planName: facts.plan_name,
    trial: facts.plan_is_trial,
    currency: facts.currency,
    weightUnit: facts.weight_units,
    lengthUnit: facts.dimension_units,
    timeZone: facts.timezone.name,
    utcOffsetMinutes: offsetMinutes(facts.timezone, now),
    pricesIncludeTax: facts.is_price_entered_with_tax,
    multiStorefront: facts.features.multi_storefront_enabled,
  }
}

/** `raw_offset` is winter's, in seconds; whether it is summer there, the time zone's name tells. */
function offsetMinutes(zone: { name: string; raw_offset: number | null }, now: Date): number {
  try {
    const format = new Intl.DateTimeFormat('en-US', { timeZone: zone.name || 'none', timeZoneName: 'longOffset' })
    const name = format.formatToParts(now).find(part => part.type === 'timeZoneName')?.value ?? ''
    const match = /^GMT(?:([+-])(\d\d):(\d\d))?/.exec(name)
    if (match !== null) return Number(`${match[1] ?? ''}1`) * (Number(match[2] ?? 0) * 60 + Number(match[3] ?? 0)) || 0
  } catch {
    // A name that this machine doesn't know.
  }
  return Math.round((zone.raw_offset ?? 0) / 60)
}

/** "channels.v3": the storefront that every store begins with has the id 1. */
export function toStorefronts(rows: readonly unknown[], defaultId: string): Storefront[] {
  return rows
    .map(row => channelRow.parse(row))
    .filter(({ status }) => !goneStatuses.has(status))
    .map(({ id, name, type, platform, status }) => ({
      remoteId: id,
      name: name || `Storefront ${id}`,
      type,
      platform,
      status,
      isDefault: id === defaultId,
    }))
}

export function toShippingZones(
  rows: readonly unknown[],
  methodsByZone: ReadonlyMap<string, readonly unknown[] | null>,
): ShippingZone[] {
  return rows.map(row => {
    const { id, name, enabled } = zoneRow.parse(row)
    const methods = methodsByZone.get(id) ?? null
    return {
      remoteId: id,
      name: name || `Zone ${id}`,
      enabled,
      appliesTo: appliesTo(row),
      methods: methods === null ? null : methods.map(toShippingMethod),
    }
  })
}

function toShippingMethod(row: unknown): ShippingMethod {
  const { id, name, type, enabled } = methodRow.parse(row)
  return { remoteId: id, name: name || `Method ${id}`, type, enabled }
}
