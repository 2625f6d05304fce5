import type { ContentPage } from '../durable.ts'

function page(id: number, name: string, url: string, body: string, more: Partial<ContentPage> = {}): ContentPage {
  return {
    id,
    channel_id: 1,
    name,
    type: 'page',
    is_visible: true,
    parent_id: 0,
    sort_order: id,
    is_homepage: false,
    is_customers_only: false,
    url,
    meta_title: null,
    meta_keywords: null,
    meta_description: null,
    search_keywords: null,
    body,
    ...more,
  }
}

/** The few pages that every new store starts with here. */
export const firstPages: readonly ContentPage[] = [
  page(1, 'About us', '/about-us/', '<p>A small shop for outdoors, home and garden.</p>'),
  page(
    2,
    'Shipping & returns',
    '/shipping-returns/',
    '<p>Parcels leave on workdays. Thirty days to send things back.</p>',
  ),
  page(3, 'Trade terms', '/trade-terms/', '<p>For shops that sell on.</p>', {
    is_visible: false,
    is_customers_only: true,
  }),
]
