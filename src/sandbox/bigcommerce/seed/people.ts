import type { Chance } from '../chance.ts'
import { seededChance } from '../chance.ts'
import type { Address, Customer } from '../customers/customers.ts'
import { v3Date } from '../query/date.ts'
import { shopOpenedMs } from './generator.ts'

const firstNames: readonly [string, ...string[]] = [
  'Ada',
  'Bruno',
  'Carmen',
  'Dmitri',
  'Elif',
  'Femi',
  'Grace',
  'Hana',
  'Ivo',
  'Jamal',
  'Kira',
  'Liam',
  'Mei',
  'Noor',
  'Óscar',
  'Priya',
]
const lastNames: readonly [string, ...string[]] = [
  'Abbott',
  'Brandt',
  'Castillo',
  'Dlamini',
  'Eriksen',
  'Fischer',
  'Gupta',
  'Hughes',
  'Ito',
  'Jensen',
  "O'Brien",
  'Müller',
  'Novak',
]
const streets: readonly [string, ...string[]] = ['Mill Lane', 'Station Road', 'Orchard Way', 'High Street', 'Canal Row']
const towns: readonly [Town, ...Town[]] = [
  { city: 'Cedar Bend', state: 'Iowa', zip: '50010' },
  { city: 'Lakeview', state: 'Oregon', zip: '97630' },
  { city: 'Pine Ridge', state: 'Texas', zip: '75001' },
  { city: 'Old Harbor', state: 'Maine', zip: '04101' },
]

interface Town {
  readonly city: string
  readonly state: string
  readonly zip: string
}

/** Somebody who buys, with an address. */
export interface Person {
  readonly id: number
  readonly firstName: string
  readonly lastName: string
  readonly email: string
  readonly phone: string
  readonly company: string
  readonly street: string
  readonly town: Town
  readonly createdMs: number
}

export function makePeople(count: number, seed: number): Person[] {
  const chance = seededChance(seed, 'people')
  return Array.from({ length: count }, (_, at) => makePerson(chance, at + 1))
}

function makePerson(chance: Chance, id: number): Person {
  const firstName = chance.pick(firstNames)
  const lastName = chance.pick(lastNames)
  return {
    id,
    firstName,
    lastName,
    email: `shopper${id}@mail.example`,
    phone: `+1 555 01${String(chance.int(0, 99)).padStart(2, '0')}`,
    company: chance.happens(0.2) ? `${lastName} & Co.` : '',
    street: `${chance.int(1, 190)} ${chance.pick(streets)}`,
    town: chance.pick(towns),
    createdMs: shopOpenedMs + chance.int(0, 17_000_000) * 1_000,
  }
}

/** The customer that the person is. */
export function customerOf(person: Person): Customer {
  return {
    id: person.id,
    authentication: { force_password_reset: false },
    company: person.company,
    customer_group_id: 0,
    email: person.email,
    first_name: person.firstName,
    last_name: person.lastName,
    notes: '',
    phone: person.phone,
    registration_ip_address: '',
    tax_exempt_category: '',
    date_created: v3Date(person.createdMs),
    date_modified: v3Date(person.createdMs),
    accepts_product_review_abandoned_cart_emails: true,
    origin_channel_id: 1,
    channel_ids: [],
    store_credit_amounts: [{ amount: 0 }],
  }
}

/** The address in the person's address book. */
export function addressOf(person: Person): Address {
  return {
    id: person.id,
    customer_id: person.id,
    first_name: person.firstName,
    last_name: person.lastName,
    company: person.company,
    address1: person.street,
    address2: '',
    city: person.town.city,
    state_or_province: person.town.state,
    postal_code: person.town.zip,
    country: 'United States',
    country_code: 'US',
    phone: person.phone,
    address_type: 'residential',
  }
}
