/** What a store says of itself. `null` means: the store would not tell (a scope is missing), never "none". */
export interface StoreProfile {
  readonly store: StoreFacts | null
  readonly storefronts: readonly Storefront[] | null
  readonly shippingZones: readonly ShippingZone[] | null
}

export interface StoreFacts {
  /** The platform's own id of the store. */
  readonly remoteId: string
  readonly name: string
  readonly domain: string
  readonly controlPanelUrl: string | null
  /** The store's state in the platform's words, such as `live`, `prelaunch` or `maintenance`. */
  readonly status: string
  readonly planName: string
  readonly trial: boolean
  readonly currency: string
  readonly weightUnit: string
  readonly lengthUnit: string
  readonly timeZone: string
  /** Minutes east of UTC, daylight saving included. */
  readonly utcOffsetMinutes: number
  readonly pricesIncludeTax: boolean
  readonly multiStorefront: boolean
}

/** One selling surface inside a channel (BigCommerce itself calls it a channel). */
export interface Storefront {
  readonly remoteId: string
  readonly name: string
  readonly type: string
  readonly platform: string
  readonly status: string
  readonly isDefault: boolean
}

export interface ShippingZone {
  readonly remoteId: string
  readonly name: string
  readonly enabled: boolean
  /** Where the zone applies, in words: `United States`, `12 postcodes`, `Everywhere else`. */
  readonly appliesTo: string
  /** `null`: the methods of this zone could not be read. */
  readonly methods: readonly ShippingMethod[] | null
}

export interface ShippingMethod {
  readonly remoteId: string
  readonly name: string
  readonly type: string
  readonly enabled: boolean
}

/**
 * Joins what a store said now with what it said before: a part that it did not tell this time, though it was not
 * refused either, stays as it was. `refused` names the parts for which a permission is missing.
 */
export function keepKnown(
  now: StoreProfile,
  before: StoreProfile | null,
  refused: { readonly [part in keyof StoreProfile]: boolean },
): StoreProfile {
  if (before === null) return now
  return {
    store: now.store ?? (refused.store ? null : before.store),
    storefronts: now.storefronts ?? (refused.storefronts ? null : before.storefronts),
    shippingZones: now.shippingZones ?? (refused.shippingZones ? null : before.shippingZones),
  }
}
