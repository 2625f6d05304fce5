/** The menu on the left: each place with its name and its address. */
export const menu = [
  {
    title: null,
    places: [
      { place: 'home', name: 'Home', href: '/' },
      { place: 'products', name: 'Products', href: '/products' },
      { place: 'orders', name: 'Orders', href: '/orders' },
      { place: 'shop', name: 'View storefront', href: '/shop' },
    ],
  },
  {
    title: 'Settings › API',
    places: [
      { place: 'accounts', name: 'Store-level API accounts', href: '/settings/api-accounts' },
      { place: 'webhooks', name: 'Webhooks', href: '/settings/webhooks' },
    ],
  },
  {
    title: 'Testing',
    places: [
      { place: 'requests', name: 'Requests', href: '/requests' },
      { place: 'faults', name: 'Faults', href: '/faults' },
    ],
  },
] as const

export type Place = (typeof menu)[number]['places'][number]['place']
