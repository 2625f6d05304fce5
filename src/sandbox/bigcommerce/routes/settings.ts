import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import type { Answer } from '../http/answer.ts'
import { data } from '../http/answer.ts'
import { bodyOf, definedOf } from '../http/input.ts'
import type { Overrides, SettingsBook } from '../settings/book.ts'
import { addressTypes } from '../settings/store-profile.ts'
import type { Store } from '../store.ts'

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
function channelOf({ query, store }: Call): number | undefined {
  const id = query.integer('channel_id')
  if (id === undefined || store.channels.has(id)) return id
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

/** Documented: a change that leaves something out is not supported. Guess: it is refused. */
const catalogSettings = z.object({ auto_approve_reviews: z.boolean(), enable_product_comparisons: z.boolean() })
const profile = z.object({
  store_name: z.string().regex(/\S/),
  store_address: z.string(),
  store_address_type: z.enum(addressTypes),
  store_email: z.email(),
  store_phone: z.string(),
})

/** Settings of the store, or with `channel_id` what the channel has otherwise. */
function bookRoutes<Settings extends object>(
  path: string,
  bookOf: (store: Store) => SettingsBook<Settings>,
  global: z.ZodType<Settings>,
  overrides: { readonly [Name in keyof Settings]: z.ZodType<Settings[Name] | null> },
): Route[] {
  const shown = (call: Call): Answer => {
    const id = channelOf(call)
    const book = bookOf(call.store)
    return data(id === undefined ? book.global : book.overridesOf(id))
  }
  const change = (call: Call): Answer => {
    const id = channelOf(call)
    if (id === undefined) bookOf(call.store).change(bodyOf(call, global))
    else bookOf(call.store).override(id, bodyOf(call, z.object(overrides)) as Overrides<Settings>)
    return shown(call)
  }
  return [
    { method: 'GET', path, scope, answer: shown },
    { method: 'PUT', path, scope, answer: change },
  ]
}

export const settingsRoutes: readonly Route[] = [
  { method: 'GET', path: '/v3/settings/inventory', scope, answer: shownSettings },
  { method: 'PUT', path: '/v3/settings/inventory', scope, answer: changeSettings },
  ...bookRoutes('/v3/settings/catalog', ({ catalogSettings }) => catalogSettings, catalogSettings, {
    auto_approve_reviews: catalogSettings.shape.auto_approve_reviews.nullable(),
    enable_product_comparisons: catalogSettings.shape.enable_product_comparisons.nullable(),
  }),
  ...bookRoutes('/v3/settings/store/profile', ({ profile }) => profile, profile, {
    store_name: profile.shape.store_name.nullable(),
    store_address: profile.shape.store_address.nullable(),
    // Documented: of the whole store only.
    store_address_type: z.null(),
    store_email: profile.shape.store_email.nullable(),
    store_phone: profile.shape.store_phone.nullable(),
  }),
]
