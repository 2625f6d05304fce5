import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import type { Answer } from '../http/answer.ts'
import { data } from '../http/answer.ts'
import { bodyOf, definedOf } from '../http/input.ts'
import { channels } from '../seed/settings.ts'

const scope = 'store_v2_information'

const inventorySettings = z.object({
  product_out_of_stock_behavior: z
    .enum(['do_nothing', 'hide_product', 'hide_product_and_accessible', 'hide_product_and_redirect'])
    .optional(),
  option_out_of_stock_behavior: z.enum(['do_nothing', 'hide_option', 'label_option']).optional(),
  update_stock_behavior: z.enum(['order_placed', 'order_completed_or_shipped']).optional(),
  edit_order_stock_adjustment: z.boolean().optional(),
  refund_order_stock_adjustment: z.boolean().optional(),
  stock_level_display: z.enum(['dont_show', 'show', 'show_when_low']).optional(),
  default_out_of_stock_message: z.string().optional(),
  hide_in_product_filtering: z.boolean().optional(),
  show_pre_order_stock_levels: z.boolean().optional(),
  show_out_of_stock_message: z.boolean().optional(),
})

const { shape } = inventorySettings
const channelOverrides = z.object({
  product_out_of_stock_behavior: shape.product_out_of_stock_behavior.nullable(),
  option_out_of_stock_behavior: shape.option_out_of_stock_behavior.nullable(),
  update_stock_behavior: shape.update_stock_behavior.nullable(),
  edit_order_stock_adjustment: shape.edit_order_stock_adjustment.nullable(),
  refund_order_stock_adjustment: shape.refund_order_stock_adjustment.nullable(),
  stock_level_display: shape.stock_level_display.nullable(),
  default_out_of_stock_message: shape.default_out_of_stock_message.nullable(),
  hide_in_product_filtering: shape.hide_in_product_filtering.nullable(),
  show_pre_order_stock_levels: shape.show_pre_order_stock_levels.nullable(),
  show_out_of_stock_message: shape.show_out_of_stock_message.nullable(),
})

/** Guess: settings of a channel that the store doesn't have are refused with 422. */
function channelOf({ query }: Call): number | undefined {
  const id = query.integer('channel_id')
  if (id === undefined || channels.some(channel => channel.id === id)) return id
  throw query.invalid('channel_id', 'must be a channel of the store')
}

function shownSettings(call: Call): Answer {
  const id = channelOf(call)
  const { settings } = call.store.inventory
  return data(id === undefined ? settings.global : settings.overridesOf(id))
}

/** Guess: what is left out stays as it is. */
function changeSettings(call: Call): Answer {
  const id = channelOf(call)
  const { settings } = call.store.inventory
  if (id === undefined) settings.change(definedOf(bodyOf(call, inventorySettings)))
  else settings.override(id, definedOf(bodyOf(call, channelOverrides)))
  return shownSettings(call)
}

export const settingsRoutes: readonly Route[] = [
  { method: 'GET', path: '/v3/settings/inventory', scope, answer: shownSettings },
  { method: 'PUT', path: '/v3/settings/inventory', scope, answer: changeSettings },
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
        store_email: `hello@${store.domain}`,
        store_phone: '+1 515 555 0100',
      })
    },
  },
]
