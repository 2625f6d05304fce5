import { definedOf } from '../http/input.ts'
import { defaultLocationId } from '../seed/locations.ts'
import type { Store } from '../store.ts'
import type { LineInput, NewPickup, OrderInput, PickupChanges } from './input.ts'
import type { OrderRecord } from './order.ts'
import { badField } from './refuse.ts'

/** Where an order is picked up. */
export interface PickupLocation {
  /** Guess: that of the store's location with this code, or 0. */
  readonly id: number
  readonly name: string
  readonly code: string
  readonly address_line_1: string
  readonly address_line_2: string
  readonly city: string
  readonly state: string
  readonly postal_code: string
  readonly country_alpha2: string
  readonly email: string
  readonly phone: string
}

/** How the lines of an order are picked up, as its consignments show it. */
export interface Pickup {
  readonly id: number
  readonly pickup_method_id: number
  readonly pickup_method_display_name: string
  readonly collection_instructions: string
  readonly collection_time_description: string
  readonly location: PickupLocation
}

const noLocation: PickupLocation = {
  id: 0,
  name: '',
  code: '',
  address_line_1: '',
  address_line_2: '',
  city: '',
  state: '',
  postal_code: '',
  country_alpha2: '',
  email: '',
  phone: '',
}

/** The store's location of this code, as a pickup shows it. */
function locationOf(store: Store, code: string): PickupLocation {
  const location = store.inventory.locations.rows.find(one => one.code === code)
  if (location === undefined) return { ...noLocation, code }
  const { address } = location
  return {
    id: location.id,
    name: location.label,
    code,
    address_line_1: address.address1,
    address_line_2: address.address2,
    city: address.city,
    state: address.state,
    postal_code: address.zip,
    country_alpha2: address.country_code,
    email: address.email,
    phone: address.phone,
  }
}

/** Guess: without a location it is the default one, and what is said of one stands over what the store knows of it. */
export function newPickup(store: Store, id: number, input: NewPickup): Pickup {
  const code =
    input.location === undefined ? store.inventory.locations.get(defaultLocationId)?.code : input.location.code
  return {
    id,
    pickup_method_id: input.pickup_method_id,
    pickup_method_display_name: input.pickup_method_display_name ?? '',
    collection_instructions: input.collection_instructions ?? '',
    collection_time_description: input.collection_time_description ?? '',
    location: { ...locationOf(store, code ?? ''), ...definedOf(input.location ?? {}) },
  }
}

function changedPickup(store: Store, old: Pickup, input: PickupChanges): Pickup {
  const { id: _, line_items: __, location = {}, ...fields } = input
  const known = location.code === undefined ? old.location : locationOf(store, location.code)
  return { ...old, ...definedOf(fields), location: { ...known, ...definedOf(location) } }
}

/** The pickups of an order and the lines that an update names, whether with the order or with its pickup. */
export function changedPickups(
  store: Store,
  { pickups }: OrderRecord,
  input: OrderInput,
): { pickups: readonly Pickup[]; products: LineInput[] | undefined } {
  const wanted = input.consignments?.pickups ?? []
  for (const { id } of wanted) {
    if (!pickups.some(pickup => pickup.id === id))
      throw badField('consignments.pickups.id', 'is no pickup of the order')
  }
  const items = [input.products, ...wanted.map(one => one.line_items)].filter(list => list !== undefined)
  return {
    pickups: pickups.map(pickup => {
      const changes = wanted.find(({ id }) => id === pickup.id)
      return changes === undefined ? pickup : changedPickup(store, pickup, changes)
    }),
    products: items.length === 0 ? undefined : items.flat(),
  }
}
