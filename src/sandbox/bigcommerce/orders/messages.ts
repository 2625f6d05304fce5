import { refuse } from '../catalog/refuse.ts'
import { v2Date } from '../query/date.ts'
import type { OrderRecord } from './order.ts'
import type { Orders } from './orders.ts'

/** A message about an order between the merchant and the shopper, as the V2 answers give it. */
export interface OrderMessage {
  readonly id: number
  readonly order_id: number
  /** 0 where the shopper wrote it. */
  readonly staff_id: number
  readonly customer_id: number
  /** Who wrote it. Guess: the word for the shopper; that for the merchant is in the official example. */
  readonly type: 'admin' | 'customer'
  readonly subject: string
  readonly message: string
  readonly status: 'read' | 'unread'
  readonly is_flagged: boolean
  readonly date_created: string
  /** Empty in the official example. */
  readonly customer: Record<string, never>
}

/** What somebody has to say about an order. */
export interface NewMessage {
  readonly message: string
  /** `Order #141` unless given. */
  readonly subject?: string | undefined
}

/** The merchant's only member of staff. */
const staffId = 1

/**
 * Writes a message about an order and tells of it.
 * @throws SandboxError where it says nothing
 */
export function writeMessage(
  orders: Orders,
  order: OrderRecord,
  type: OrderMessage['type'],
  { message, subject }: NewMessage,
): OrderMessage {
  if (message.trim() === '') throw refuse('The message says nothing.', 'Write some words.')
  const { id: orderId, customer_id } = order.row
  const written: OrderMessage = {
    id: orders.nextId('message'),
    order_id: orderId,
    staff_id: type === 'admin' ? staffId : 0,
    customer_id,
    type,
    subject: subject ?? `Order #${orderId}`,
    message,
    status: 'unread',
    is_flagged: false,
    date_created: v2Date(orders.nowMs),
    customer: {},
  }
  orders.setMessages(order, [...order.messages, written])
  orders.tellMessage(order, written.id)
  return written
}

/** What the merchant notes at a message. Guess: nobody is told of it. */
export function markMessage(
  orders: Orders,
  order: OrderRecord,
  id: number,
  marks: Partial<Pick<OrderMessage, 'status' | 'is_flagged'>>,
): void {
  orders.setMessages(
    order,
    order.messages.map(one => (one.id === id ? { ...one, ...marks } : one)),
  )
}
