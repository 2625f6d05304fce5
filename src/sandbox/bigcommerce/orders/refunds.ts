/** A refund, as the V3 answers give it. */
export interface Refund {
  readonly id: number
  readonly order_id: number
  readonly user_id: number
  readonly created: string
  readonly reason: string
  readonly total_amount: number
  readonly total_tax: number
  readonly uses_merchant_override_values: boolean
  readonly items: readonly RefundItem[]
  readonly payments: readonly RefundPayment[]
}

export interface RefundItem {
  readonly item_type: 'PRODUCT' | 'SHIPPING' | 'HANDLING' | 'ORDER' | 'FEE'
  readonly item_id: number
  readonly reason: string
  readonly quantity?: number | undefined
  readonly requested_amount: number | null
}

export interface RefundPayment {
  readonly id: number
  readonly provider_id: string
  readonly amount: number
  readonly offline: boolean
  readonly is_declined: boolean
  readonly declined_message: string
}
