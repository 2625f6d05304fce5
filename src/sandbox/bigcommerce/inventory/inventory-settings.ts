import { inventorySettings } from '../seed/settings.ts'
import { KeptMap, KeptValue } from '../state/cells.ts'
import type { Room } from '../state/part.ts'

export interface InventorySettings {
  readonly product_out_of_stock_behavior:
    | 'do_nothing'
    | 'hide_product'
    | 'hide_product_and_accessible'
    | 'hide_product_and_redirect'
  readonly option_out_of_stock_behavior: 'do_nothing' | 'hide_option' | 'label_option'
  /** When an order takes its items out of the stock. */
  readonly update_stock_behavior: 'order_placed' | 'order_completed_or_shipped'
  /** Whether an edited order takes more, or gives back. */
  readonly edit_order_stock_adjustment: boolean
  /** Whether a refunded or cancelled order gives back. */
  readonly refund_order_stock_adjustment: boolean
  readonly stock_level_display: 'dont_show' | 'show' | 'show_when_low'
  readonly default_out_of_stock_message: string
  readonly hide_in_product_filtering: boolean
  readonly show_pre_order_stock_levels: boolean
  readonly show_out_of_stock_message: boolean
}

type Overrides = { readonly [Name in keyof InventorySettings]: InventorySettings[Name] | null }

const noOverrides: Overrides = {
  product_out_of_stock_behavior: null,
  option_out_of_stock_behavior: null,
  update_stock_behavior: null,
  edit_order_stock_adjustment: null,
  refund_order_stock_adjustment: null,
  stock_level_display: null,
  default_out_of_stock_message: null,
  hide_in_product_filtering: null,
  show_pre_order_stock_levels: null,
  show_out_of_stock_message: null,
}

/** The inventory settings of the store, and what its channels have otherwise. */
export class InventorySettingsBook implements Room {
  readonly #global = new KeptValue<InventorySettings>(inventorySettings)
  readonly #byChannel = new KeptMap<number, Overrides>()
  readonly kept = { settings: this.#global, channelSettings: this.#byChannel }

  get global(): InventorySettings {
    return this.#global.value
  }

  /** Documented: null where the channel has the setting of the store. */
  overridesOf(channelId: number): Overrides {
    return this.#byChannel.get(channelId) ?? noOverrides
  }

  /** What holds for orders of the channel. */
  of(channelId: number): InventorySettings {
    const own = Object.entries(this.overridesOf(channelId)).filter(([, value]) => value !== null)
    return { ...this.global, ...Object.fromEntries(own) }
  }

  change(changes: Partial<InventorySettings>): void {
    this.#global.value = { ...this.global, ...changes }
  }

  /** Documented: null takes an override away. */
  override(channelId: number, changes: Partial<Overrides>): void {
    this.#byChannel.set(channelId, { ...this.overridesOf(channelId), ...changes })
  }
}
