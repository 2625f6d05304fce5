import type { OrderRecord } from '../orders/order.ts'
import type { LineRow } from '../orders/rows.ts'
import type { LineQuantity } from '../orders/shopper.ts'
import type { Errors } from './forms.ts'
import { described, errorAt, wholeIn } from './forms.ts'
import { type Html, html } from './html.ts'

/** A form that asks how many of each line of an order: its word, and the least and the most of a line. */
export interface LineForm {
  readonly name: 'edit' | 'refund' | 'ship'
  readonly bounds: (line: LineRow) => readonly [least: number, most: number]
}

/** What was typed on the page of an order that could not be done; the error `order` is about the whole of it. */
export interface OrderAttempt {
  readonly typed: Readonly<Record<string, string>>
  readonly errors: Errors<string>
}

export const nothingTyped: OrderAttempt = { typed: {}, errors: {} }

/** How many of a line there may be at the very most. */
export const quantityMax = 999

/** Other quantities than were ordered: at least what was shipped or refunded. */
export const editForm: LineForm = {
  name: 'edit',
  bounds: line => [Math.max(line.quantity_shipped, line.quantity_refunded), Math.max(quantityMax, line.quantity)],
}

export const refundForm: LineForm = { name: 'refund', bounds: line => [0, line.quantity - line.quantity_refunded] }

export const lineFieldId = ({ name }: LineForm, { id }: Pick<LineRow, 'id'>) => `${name}-${id}`

/** Reads what was typed at each line; where nothing was, the line is left out. */
export function readLines(
  order: OrderRecord,
  fields: URLSearchParams,
  form: LineForm,
): OrderAttempt & { readonly lines: readonly LineQuantity[] } {
  const errors: Errors<string> = {}
  const typed: Record<string, string> = {}
  const lines = order.lines.flatMap((line): LineQuantity[] => {
    const field = lineFieldId(form, line)
    const text = (fields.get(field) ?? '').trim()
    typed[field] = text
    if (text === '') return []
    const [least, most] = form.bounds(line)
    const quantity = wholeIn(text, least, most)
    if (quantity !== null) return [{ lineId: line.id, quantity }]
    errors[field] = least === most ? `Only ${least} is possible.` : `Type a whole number from ${least} to ${most}.`
    return []
  })
  return { typed, errors, lines }
}

/** The field for how many of a line, with what was typed or else `usual`. */
export function lineField(form: LineForm, line: LineRow, label: string, usual: number, attempt: OrderAttempt): Html {
  const id = lineFieldId(form, line)
  const error = attempt.errors[id]
  return html`<label for="${id}" class="state">${label}<span class="hidden"> of ${line.name}</span></label>
<input type="text" id="${id}" name="${id}" value="${attempt.typed[id] ?? usual}" inputmode="numeric" autocomplete="off"${described(id, error, false)}>${errorAt(id, error)}`
}

/** What is wrong with the order as a whole, above the page's forms. */
export const orderError = ({ errors }: OrderAttempt): Html | null =>
  errors.order === undefined
    ? null
    : html`<div class="summary" id="errors" role="alert" tabindex="-1"><strong>Nothing was changed.</strong> ${errors.order}</div>`
