import { v3Date } from '../query/date.ts'
import { shopOpenedMs } from './generator.ts'

const workday = { open: true, opening: '09:00', closing: '17:30' }
const closed = { open: false, opening: '00:00', closing: '00:00' }

const hours = {
  sunday: closed,
  monday: workday,
  tuesday: workday,
  wednesday: workday,
  thursday: workday,
  friday: workday,
  saturday: { ...workday, closing: '13:00' },
}

export interface Location {
  readonly id: number
  readonly code: string
  readonly label: string
  readonly description: string
  /** Whether another system is the source of truth for the stock there. */
  readonly managed_by_external_source: boolean
  readonly type_id: 'PHYSICAL' | 'VIRTUAL'
  readonly enabled: boolean
  readonly operating_hours: object
  readonly time_zone: string
  readonly created_at: string
  readonly updated_at: string
  readonly address: {
    readonly address1: string
    readonly address2: string
    readonly city: string
    readonly state: string
    readonly zip: string
    readonly email: string
    readonly phone: string
    readonly geo_coordinates: { readonly latitude: number; readonly longitude: number }
    readonly country_code: string
  }
  readonly storefront_visibility: boolean
  readonly special_hours: readonly object[]
}

/** What a new location is made of; the rest follows. */
export type LocationDraft = Omit<Location, 'id' | 'code' | 'operating_hours' | 'created_at' | 'updated_at'> & {
  readonly code?: string | undefined
  readonly operating_hours?: object | undefined
}

/** Guess: without a code it is called after its id, as the first one is; without hours it has those of the first one. */
export function newLocation(id: number, draft: LocationDraft, now: string): Location {
  return {
    ...draft,
    id,
    code: draft.code ?? `BC-LOCATION-${id}`,
    operating_hours: draft.operating_hours ?? hours,
    created_at: now,
    updated_at: now,
  }
}

function location(id: number, code: string, label: string, street: string, storefront: boolean): Location {
  return {
    id,
    code,
    label,
    description: '',
    managed_by_external_source: false,
    type_id: 'PHYSICAL',
    enabled: true,
    operating_hours: hours,
    time_zone: 'America/Chicago',
    created_at: v3Date(shopOpenedMs),
    updated_at: v3Date(shopOpenedMs),
    address: {
      address1: street,
      address2: '',
      city: 'Willowford',
      state: 'Iowa',
      zip: '50001',
      email: 'stock@willow-and-fell.example',
      phone: '+1 515 555 0100',
      geo_coordinates: { latitude: 41.6, longitude: -93.6 },
      country_code: 'US',
    },
    storefront_visibility: storefront,
    special_hours: [],
  }
}

/** Documented: the default location has this id, is the shipping origin, and stays. */
export const defaultLocationId = 1

/** Where goods lie at first. Stock numbers of the catalog have one entry for each location, by its id from 1 on. */
export const locations: readonly Location[] = [
  location(defaultLocationId, 'BC-LOCATION-1', 'Main warehouse', '12 Depot Road', true),
  location(2, 'SHOP', 'Shop floor', '3 Market Street', false),
]
