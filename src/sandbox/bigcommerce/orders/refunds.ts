import { z } from 'zod'
import { Refusal } from '../http/answer.ts'
import { v3Date } from '../query/date.ts'
import { amountMax } from './amounts.ts'
import type { OrderRecord, Transaction } from './order.ts'
import { isPayment, transactionOf } from './order.ts'
import type { Orders } from './orders.ts'
import { awaitsPayment, statusIds } from './orders.ts'
import { statusFields } from './rows.ts'

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

interface RefundItem {
  readonly item_type: ItemInput['item_type']
  readonly item_id: number
  readonly reason: string
  readonly quantity?: number | undefined
  readonly adjustments?: readonly object[] | undefined
  /** Left out where the amount follows from the quantity. */
  readonly requested_amount?: number
}

interface RefundPayment {
  readonly id: number
  readonly provider_id: string
  readonly amount: number
  readonly offline: boolean
  readonly is_declined: boolean
  readonly declined_message: string
  readonly transaction_id?: string
}

/** Documented: what goes back has two decimals. */
const cents = (amount: number): number => Math.round(Math.round(amount * 10_000) / 100) / 100

const reason = z.string().max(1_000).default('')
const amount = z.number().min(0).max(amountMax).transform(cents)

const item = z.discriminatedUnion('item_type', [
  z.object({
    item_type: z.enum(['PRODUCT', 'GIFT_WRAPPING']),
    item_id: z.int(),
    quantity: z.int().min(1),
    reason,
    adjustments: z
      .array(
        z.object({
          amount: z.number().lt(0).min(-amountMax).transform(cents),
          description: z.string().max(255).default(''),
        }),
      )
      .optional(),
  }),
  z.object({
    item_type: z.enum(['SHIPPING', 'HANDLING', 'FEE', 'ORDER']),
    item_id: z.int(),
    amount,
    reason,
  }),
])

export const refundQuote = z.object({ items: z.array(item).min(1) })

export const newRefund = refundQuote.extend({
  payments: z.array(z.object({ provider_id: z.string().min(1), amount, offline: z.boolean().default(false) })).min(1),
  merchant_calculated_override: z.object({ total_amount: amount, total_tax: amount }).optional(),
})

export type RefundInput = z.output<typeof newRefund>
type ItemInput = z.output<typeof item>

const sum = (amounts: readonly number[]) => cents(amounts.reduce((total, amount) => total + amount, 0))

const refuse = (field: string, why: string) => new Refusal(422, why, { fields: { [field]: why } })

/** What has gone back of the order so far. */
export const refundedOf = ({ refunds }: OrderRecord): number => sum(refunds.map(refund => refund.total_amount))

/**
 * What was paid for the order. Guess: one that took no payment was settled by hand, unless its status says that nobody
 * has paid.
 */
function paidFor(order: OrderRecord): number {
  if (order.transactions.length > 0) return sum(order.transactions.filter(isPayment).map(({ amount }) => amount))
  const { status_id: status, total_inc_tax } = order.row
  const isOff = status === statusIds.cancelled || status === statusIds.declined
  return isOff || awaitsPayment(order) ? 0 : Number(total_inc_tax)
}

/** What can still go back: no more than was paid, whatever became of the order since. */
export const refundableOf = (order: OrderRecord): number => sum([paidFor(order), -refundedOf(order)])

/** What an item names. Handling is paid once for the whole order, at whatever address it is asked back. */
const keyOf = ({ item_type, item_id }: Pick<RefundItem, 'item_type' | 'item_id'>) =>
  item_type === 'HANDLING' ? item_type : `${item_type} ${item_id}`

/** How many items of a line had their product, or their wrapping, refunded. */
const refundedItems = ({ refunds }: OrderRecord, input: ItemInput): number =>
  sum(refunds.flatMap(({ items }) => items.filter(one => keyOf(one) === keyOf(input))).map(one => one.quantity ?? 0))

const refundedOfCost = ({ refunds }: OrderRecord, input: ItemInput): number =>
  sum(
    refunds
      .flatMap(({ items }) => items.filter(one => keyOf(one) === keyOf(input)))
      .map(one => one.requested_amount ?? 0),
  )

/** What a cost of the order came to. The id is that of an address, of a fee, or of the order itself. */
function costOf(order: OrderRecord, { item_type, item_id }: ItemInput): number | undefined {
  const address = order.addresses.find(({ id }) => id === item_id)
  if (item_type === 'SHIPPING') return address === undefined ? undefined : Number(address.cost_inc_tax)
  if (item_type === 'HANDLING') return address === undefined ? undefined : Number(order.row.handling_cost_inc_tax)
  if (item_type === 'ORDER') return item_id === order.row.id ? paidFor(order) : undefined
  const fee = order.fees.find(({ id }) => id === item_id)
  return fee === undefined ? undefined : Number(fee.cost_inc_tax)
}

/** The amount and the tax of one item; refused where the order doesn't have it, or not that much any more. */
function worthOf(order: OrderRecord, input: ItemInput, at: number): { amount: number; tax: number } {
  if (!('quantity' in input)) {
    const cost = costOf(order, input)
    if (cost === undefined) throw refuse(`items.${at}.item_id`, 'The item is not part of the order')
    if (sum([input.amount, refundedOfCost(order, input)]) > cents(cost)) {
      throw refuse(`items.${at}.amount`, 'The amount is more than what can be refunded of the item')
    }
    return { amount: input.amount, tax: 0 }
  }
  const line = order.lines.find(({ id }) => id === input.item_id)
  if (line === undefined) throw refuse(`items.${at}.item_id`, 'The item is not part of the order')
  const isProduct = input.item_type === 'PRODUCT'
  const before = refundedItems(order, input)
  if (input.quantity > line.quantity - before || (!isProduct && line.wrapping_id === 0)) {
    throw refuse(`items.${at}.quantity`, 'The quantity is more than what can be refunded of the item')
  }
  const adjusted = sum((input.adjustments ?? []).map(({ amount }) => amount))
  // What the shopper paid for it, discounts taken off: the last of a line comes to what is left of that.
  const whole = Number(isProduct ? line.discounted_total_inc_tax : line.wrapping_cost_inc_tax)
  const tax = Number(isProduct ? line.total_tax : line.wrapping_cost_tax)
  const share = (total: number, quantity: number) => cents((total * quantity) / line.quantity)
  const part = (total: number) => share(total, before + input.quantity) - share(total, before)
  return { amount: Math.max(0, cents(part(whole) + adjusted)), tax: cents(part(tax)) }
}

const paidBy = ({ transactions }: OrderRecord): Transaction | undefined => transactions.find(isPayment)

/** Two items of a request that name the same would both count against what is left of it. */
function checkOnce(items: readonly ItemInput[]): void {
  const keys = items.map(keyOf)
  if (new Set(keys).size < keys.length) throw refuse('items', 'Each item of the order can be named once')
}

/**
 * What a refund of these items comes to, and how it can be paid back.
 * @throws Refusal 422 where the order doesn't have them; guess: the words
 */
export function quoteOf(order: OrderRecord, items: readonly ItemInput[]) {
  checkOnce(items)
  const worths = items.map((input, at) => worthOf(order, input, at))
  const asked = sum(worths.map(({ amount }) => amount))
  const left = refundableOf(order)
  // The share of each line is whole cents, so that all of them may come to some more than was paid.
  const shares = items.filter(input => 'quantity' in input).length
  if (sum([asked, -left]) > sum([shares * 0.01])) {
    throw refuse('items', 'The refund is more than what is left of the order')
  }
  const total = Math.min(asked, left)
  const option = (provider_id: string, provider_description: string, offline_reason: string) => [
    {
      provider_id,
      provider_description,
      amount: total,
      offline: offline_reason !== '',
      offline_provider: offline_reason !== '',
      offline_reason,
    },
  ]
  return {
    order_id: order.row.id,
    total_refund_amount: total,
    total_refund_tax_amount: sum(worths.map(({ tax }) => tax)),
    order_level_refund_amount: sum(
      items.flatMap((one, at) => (one.item_type === 'ORDER' ? [worths[at]?.amount ?? 0] : [])),
    ),
    rounding: 0,
    // Documented: negative where more was asked for than can go back.
    adjustment: sum([total, -asked]),
    tax_inclusive: true,
    refund_methods: [
      ...(paidBy(order) === undefined ? [] : [option('testgateway', 'Test Payment Gateway', '')]),
      // Documented: a guest can't be given store credit.
      ...(order.row.customer_id === 0 ? [] : [option('storecredit', 'Store Credit', '')]),
      option('custom', 'Custom', 'This is an offline payment provider.'),
    ],
  }
}

function checkPayments(order: OrderRecord, { payments }: RefundInput, total: number): void {
  if (sum(payments.map(({ amount }) => amount)) !== total) {
    throw refuse('payments', `The payments must come to the refund of ${total}`)
  }
  const known = ['custom', 'storecredit', ...(paidBy(order) === undefined ? [] : ['testgateway'])]
  const unknown = payments.findIndex(({ provider_id }) => !known.includes(provider_id))
  if (unknown >= 0) throw refuse(`payments.${unknown}.provider_id`, 'The provider took no payment of the order')
}

/** Documented: guests can't be given store credit, which is refused with a body of its own. */
export const needsAccount = (order: OrderRecord, { payments }: RefundInput): boolean =>
  order.row.customer_id === 0 && payments.some(({ provider_id }) => provider_id === 'storecredit')

function refundedLines({ lines }: OrderRecord, items: readonly ItemInput[]) {
  return lines.map(line => {
    const input = items.find(one => one.item_type === 'PRODUCT' && one.item_id === line.id)
    if (input?.item_type !== 'PRODUCT') return line
    const quantity_refunded = line.quantity_refunded + input.quantity
    return { ...line, quantity_refunded, is_refunded: quantity_refunded >= line.quantity }
  })
}

function refundItem(input: ItemInput): RefundItem {
  if ('quantity' in input) return input
  const { amount, ...rest } = input
  return { ...rest, requested_amount: amount }
}

/**
 * Refunds items of an order: it becomes Refunded when all of it has gone back, else Partially Refunded. Guess: the
 * money moves at once, where the platform only schedules it.
 * @throws Refusal 422, and nothing changes
 */
export function refundOrder(orders: Orders, order: OrderRecord, input: RefundInput): Refund {
  const { items, merchant_calculated_override: override } = input
  const quote = quoteOf(order, items)
  const total = override?.total_amount ?? quote.total_refund_amount
  const left = refundableOf(order)
  if (total <= 0) throw refuse('items', 'There is nothing to refund')
  if (total > left) throw refuse('merchant_calculated_override', 'It is more than what is left of the order')
  checkPayments(order, input, total)
  const atMs = orders.nowMs
  const refundId = orders.nextId('refund')
  const paid = paidBy(order)
  const transactions: Transaction[] = []
  const payments = input.payments.map(({ provider_id, amount, offline }): RefundPayment => {
    const paymentId = orders.nextId('refundPayment')
    const payment = { id: paymentId, provider_id, amount, offline, is_declined: false, declined_message: '' }
    if (provider_id !== 'testgateway' || offline || paid === undefined) return payment
    const id = orders.nextId('transaction')
    transactions.push(transactionOf(order, { id, atMs, event: 'refund', amount, refersTo: paid.id }))
    return { ...payment, transaction_id: String(id) }
  })
  const refund: Refund = {
    id: refundId,
    order_id: order.row.id,
    user_id: 0,
    created: v3Date(atMs),
    reason: items.find(one => one.reason !== '')?.reason ?? '',
    total_amount: total,
    total_tax: override?.total_tax ?? quote.total_refund_tax_amount,
    uses_merchant_override_values: override !== undefined,
    items: items.map(refundItem),
    payments,
  }
  const isAll = total >= left
  const changed = orders.replace({
    ...order,
    row: {
      ...order.row,
      ...statusFields(isAll ? statusIds.refunded : statusIds.partiallyRefunded),
      payment_status: isAll ? 'refunded' : 'partially refunded',
    },
    lines: refundedLines(order, items),
    transactions: [...order.transactions, ...transactions],
    refunds: [...order.refunds, refund],
  })
  orders.tellRefund(changed, refundId)
  for (const transaction of transactions) orders.tellTransaction(changed, transaction)
  return refund
}
