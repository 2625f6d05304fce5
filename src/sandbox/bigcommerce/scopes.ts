/** What an API account may do with one area of the store. */
export type ScopeLevel = 'read' | 'modify'

/** One row of the scope table of the control panel, with the parameter name of each level that the row really has. */
export interface ScopeRow {
  readonly title: string
  readonly read?: string
  readonly modify?: string
  /** What the panel calls the upper level where it isn't "Modify". */
  readonly modifyTitle?: string
}

/** A row whose reading level is its modifying one plus `_read_only`: the usual case. */
const twin = (title: string, modify: string): ScopeRow => ({ title, modify, read: `${modify}_read_only` })

/** The rows of "Create API account", in the order of the panel. Source: the table of OAuth scopes in the official docs. */
export const scopeRows: readonly ScopeRow[] = [
  twin('Content', 'store_v2_content'),
  twin('Checkout Content', 'store_content_checkout'),
  twin('Customers', 'store_v2_customers'),
  { title: 'Customers Login', modify: 'store_v2_customers_login', modifyTitle: 'Login' },
  twin('Information & Settings', 'store_v2_information'),
  twin('Marketing', 'store_v2_marketing'),
  twin('Orders', 'store_v2_orders'),
  twin('Order Transactions', 'store_v2_transactions'),
  { title: 'Order Fulfillment', modify: 'store_order_fulfillment_manage', read: 'store_order_fulfillment_read_only' },
  {
    title: 'Fulfillment Methods',
    modify: 'store_fulfillment_methods_manage',
    read: 'store_fulfillment_methods_read_only',
  },
  { title: 'Create Payments', modify: 'store_payments_access_token_create', modifyTitle: 'Create' },
  { title: 'Get Payment Methods', read: 'store_payments_methods_read' },
  twin('Stored Payment Instruments', 'store_stored_payment_instruments'),
  twin('Products', 'store_v2_products'),
  twin('Store Inventory', 'store_inventory'),
  twin('Store Locations', 'store_locations'),
  { title: 'Themes', modify: 'store_themes_manage', read: 'store_themes_read_only' },
  twin('Carts', 'store_cart'),
  twin('Checkouts', 'store_checkout'),
  twin('Channel Settings', 'store_channel_settings'),
  twin('Channel Listings', 'store_channel_listings'),
  twin('Sites & Routes', 'store_sites'),
  { title: 'Storefront API Tokens', modify: 'store_storefront_api', modifyTitle: 'Manage' },
  {
    title: 'Storefront API Customer Impersonation Tokens',
    modify: 'store_storefront_api_customer_impersonation',
    modifyTitle: 'Manage',
  },
  twin('Store Translations', 'store_translations'),
]

/** The areas that operations of this sandbox ask for, by the parameter name of their modifying level. */
export type ScopeArea =
  | 'store_v2_content'
  | 'store_v2_customers'
  | 'store_v2_information'
  | 'store_v2_orders'
  | 'store_v2_transactions'
  | 'store_v2_products'
  | 'store_inventory'
  | 'store_locations'
  | 'store_channel_settings'
  | 'store_channel_listings'
  | 'store_sites'
  | 'store_v2_marketing'
  | 'store_cart'

/** What an operation asks of a token: an area, any one of several, or null where every token of the store will do. */
export type ScopeNeed = ScopeArea | readonly ScopeArea[] | null

const knownScopes = new Set(scopeRows.flatMap(row => [row.read, row.modify]).filter(scope => scope !== undefined))

/** Whether the store knows a scope of this parameter name, such as `store_v2_orders_read_only`. */
export function isScope(name: string): boolean {
  return knownScopes.has(name)
}

/** The scope of every row at this level, where the row has it. */
export function scopesAt(level: ScopeLevel): string[] {
  return scopeRows
    .map(row => (level === 'modify' ? (row.modify ?? row.read) : row.read))
    .filter(scope => scope !== undefined)
}

/** For an account that may do everything. */
export const allScopes: readonly string[] = scopesAt('modify')

/** Whether the granted scopes allow `level` on what is needed; modify includes reading. */
export function allows(granted: readonly string[], need: ScopeNeed, level: ScopeLevel): boolean {
  if (need === null) return true
  return [need]
    .flat()
    .some(area => granted.includes(area) || (level === 'read' && granted.includes(`${area}_read_only`)))
}
