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

function location(id: number, code: string, label: string, street: string, storefront: boolean) {
  return {
    id,
    code,
    label,
    description: '',
    managed_by_external_source: false,
    type_id: 'PHYSICAL' as const,
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

/** Where goods lie. The first is the default one; stock numbers of the catalog have one entry for each, in this order. */
export const locations = [
  location(1, 'BC-LOCATION-1', 'Main warehouse', '12 Depot Road', true),
  location(2, 'SHOP', 'Shop floor', '3 Market Street', false),
]

export type Location = ReturnType<typeof location>
