/** What to tick in BigCommerce, as its own panel names it. */
export interface ScopeRow {
  readonly name: string
  readonly level: 'read-only' | 'modify'
  readonly unlocks: string
}

/** Enough to connect. */
export const minimumScopes: readonly ScopeRow[] = [
  { name: 'Content', level: 'read-only', unlocks: 'The pages of your shop. Read-only is enough.' },
  { name: 'Orders', level: 'modify', unlocks: 'Orders come in; shipments and status go back.' },
  {
    name: 'Information & Settings',
    level: 'read-only',
    unlocks: 'Store name, currency, units and time zone, and also shipping zones and shipping methods.',
  },
]

export const furtherScopes: readonly ScopeRow[] = [
  { name: 'Products', level: 'modify', unlocks: 'Products, prices, categories, brands and images.' },
  { name: 'Store Inventory', level: 'modify', unlocks: 'Stock, counted for each location.' },
  { name: 'Store Locations', level: 'read-only', unlocks: 'Which locations hold the stock.' },
  { name: 'Order Transactions', level: 'read-only', unlocks: 'How an order was paid and refunded.' },
  { name: 'Channel Settings', level: 'read-only', unlocks: 'The storefronts of your store.' },
  { name: 'Customers', level: 'read-only', unlocks: 'Customers and their groups.' },
]

/** The list as text, to keep beside the panel while ticking. */
export const scopesAsText = [...minimumScopes, ...furtherScopes].map(row => `${row.name}: ${row.level}`).join('\n')
