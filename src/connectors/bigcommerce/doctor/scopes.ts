import type { Scope } from '../../../domain/check.ts'
import { listed } from '../words.ts'

/** The rows of BigCommerce's table of scopes that the hub asks for, by their label in the panel. */
export const scopes = {
  content: { name: 'Content', level: 'read-only', minimum: true, write: 'not_needed' },
  orders: { name: 'Orders', level: 'modify', minimum: true, write: 'unproven' },
  information: { name: 'Information & Settings', level: 'read-only', minimum: true, write: 'not_needed' },
  products: { name: 'Products', level: 'modify', minimum: false, write: 'unproven' },
  inventory: { name: 'Store Inventory', level: 'modify', minimum: false, write: 'unproven' },
  locations: { name: 'Store Locations', level: 'read-only', minimum: false, write: 'not_needed' },
  transactions: { name: 'Order Transactions', level: 'read-only', minimum: false, write: 'not_needed' },
  storefronts: { name: 'Channel Settings', level: 'read-only', minimum: false, write: 'not_needed' },
  customers: { name: 'Customers', level: 'read-only', minimum: false, write: 'not_needed' },
} as const satisfies Record<string, Scope>

/** `Content (read-only), Orders (modify) …`: every row to tick when an API account is made. */
export const scopesToTick = listed(Object.values(scopes).map(({ name, level }) => `${name} (${level})`))

/**
 * BigCommerce lets nobody change the scopes of an API account ("docs/start/authentication", API accounts). It is shown
 * on many pages, and before there are credentials too, so it says where to go.
 */
export const fixForMissingScope =
  'BigCommerce cannot add a scope to an API account that exists, so make a new one: in BigCommerce open Settings > ' +
  `Store-level API accounts > Create API account, choose V2/V3 API token, and tick ${scopesToTick}. ` +
  'Then open Channel settings > API Connection in the hub, choose Replace credentials if it has some already, and ' +
  'paste the new values. When that works, delete the old API account in ' +
  'BigCommerce; the notifications that were set up through it end with it, and the hub sets up its own again.'
