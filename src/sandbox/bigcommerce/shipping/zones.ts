import { firstShippingMethods, firstShippingZones } from '../seed/settings.ts'
import { LastNumbers } from '../state/cells.ts'
import type { Room } from '../state/part.ts'
import { Table } from '../table.ts'

export const zoneTypes = ['zip', 'country', 'state', 'global'] as const

/** A place to which goods are sent; a country, or a part of one. */
export interface ZoneLocation {
  readonly id: number
  readonly country_iso2: string
  readonly state_iso2?: string
  readonly zip?: string
}

/** Where a store sends to. Amounts are texts of four decimals. */
export interface ShippingZone {
  readonly id: number
  readonly name: string
  readonly type: (typeof zoneTypes)[number]
  readonly locations: readonly ZoneLocation[]
  readonly free_shipping: {
    readonly enabled: boolean
    readonly minimum_sub_total: string
    readonly exclude_fixed_shipping_products: boolean
  }
  readonly handling_fees: { readonly display_separately: boolean } & (
    | { readonly fixed_surcharge: string }
    | { readonly percentage_surcharge: string }
  )
  readonly enabled: boolean
}

export const methodTypes = [
  ...(['perorder', 'peritem', 'weight', 'total', 'freeshipping'] as const),
  ...(['auspost', 'canadapost', 'endicia', 'usps', 'fedex', 'royalmail', 'upsready', 'zoom2u'] as const),
] as const

/** A way in which goods are sent to a zone, and what that costs. */
export interface ShippingMethod {
  readonly id: number
  readonly zone_id: number
  readonly name: string
  readonly type: (typeof methodTypes)[number]
  readonly settings: object
  readonly enabled: boolean
  readonly handling_fees: { readonly fixed_surcharge: number } | { readonly percentage_surcharge: number }
  readonly is_fallback: boolean
  readonly channel_ids: readonly number[]
}

/** A zone before it and its locations have ids. */
export type NewZone = Omit<ShippingZone, 'id' | 'locations'> & {
  readonly locations: readonly Omit<ZoneLocation, 'id'>[]
}

/** The shipping zones of a store and their methods. Nothing is told of them. Whether a change is right is for the caller to know. */
export class ShippingZones implements Room {
  readonly #zones = new Table<ShippingZone>(firstShippingZones)
  readonly #methods = new Table<ShippingMethod>(firstShippingMethods)
  readonly #ids = new LastNumbers({
    location: Math.max(...firstShippingZones.flatMap(zone => zone.locations.map(location => location.id))),
  })
  readonly kept = { zones: this.#zones, methods: this.#methods, ids: this.#ids }

  get all(): readonly ShippingZone[] {
    return this.#zones.rows
  }

  get(id: number): ShippingZone | undefined {
    return this.#zones.get(id)
  }

  add(fields: NewZone): ShippingZone {
    return this.#zones.add(id => ({ id, ...fields, locations: this.#numbered(fields.locations) }))
  }

  /** Locations that are given take the place of the old ones, under new ids. */
  change(old: ShippingZone, fields: Partial<NewZone>): ShippingZone {
    const { locations, ...rest } = fields
    const zone = { ...old, ...rest, ...(locations !== undefined && { locations: this.#numbered(locations) }) }
    this.#zones.replace(zone)
    return zone
  }

  /** Deletes a zone with its methods. */
  remove(id: number): void {
    this.#zones.remove(new Set([id]))
    this.#methods.remove(new Set(this.methodsOf(id).map(method => method.id)))
  }

  methodsOf(zoneId: number): readonly ShippingMethod[] {
    return this.#methods.rows.filter(method => method.zone_id === zoneId)
  }

  method(zoneId: number, id: number): ShippingMethod | undefined {
    const method = this.#methods.get(id)
    return method?.zone_id === zoneId ? method : undefined
  }

  addMethod(fields: Omit<ShippingMethod, 'id'>): ShippingMethod {
    return this.#methods.add(id => ({ id, ...fields }))
  }

  replaceMethod(method: ShippingMethod): void {
    this.#methods.replace(method)
  }

  removeMethod(id: number): void {
    this.#methods.remove(new Set([id]))
  }

  #numbered(locations: readonly Omit<ZoneLocation, 'id'>[]): ZoneLocation[] {
    return locations.map(location => {
      return { id: this.#ids.next('location'), ...location }
    })
  }
}
