import type { Route } from '../call.ts'
import { data } from '../http/answer.ts'
import { inventorySettings } from '../seed/settings.ts'

const scope = 'store_v2_information'

export const settingsRoutes: readonly Route[] = [
  {
    method: 'GET',
    path: '/v3/settings/inventory',
    scope,
    answer: ({ query }) => {
      query.integer('channel_id')
      return data(inventorySettings)
    },
  },
  {
    method: 'GET',
    path: '/v3/settings/store/profile',
    scope,
    answer: ({ store, query }) => {
      query.integer('channel_id')
      return data({
        store_name: store.keeper.state.storeName,
        store_address: '3 Market Street, Willowford, Iowa 50001',
        store_address_type: 'Retail',
        store_email: 'hello@willow-and-fell.example',
        store_phone: '+1 515 555 0100',
      })
    },
  },
]
