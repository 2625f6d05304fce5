import type { OrderRecord } from '../orders/order.ts'
import { awaitsPayment, statusIds } from '../orders/orders.ts'
import { refundableOf } from '../orders/refunds.ts'
import { leftToShip } from '../orders/ship.ts'
import { providerNames } from '../orders/shipments.ts'
import { selectField, textField, token } from './forms.ts'
import { Html, html } from './html.ts'
import type { LineForm, OrderAttempt } from './line-form.ts'
import { editForm, lineField, refundForm } from './line-form.ts'
import { moneyWords } from './words.ts'

export const shipForm: LineForm = { name: 'ship', bounds: line => [0, leftToShip(line)] }

const carriers = [['', 'None'], ...Object.entries(providerNames)] as const

/** What can be done with an order as it is now. */
export function deedsOf(order: OrderRecord) {
  const { status_id } = order.row
  return {
    canPay: awaitsPayment(order) && order.transactions.length === 0,
    canCancel: status_id !== statusIds.cancelled && status_id !== statusIds.refunded,
    canShip: order.lines.some(line => leftToShip(line) > 0),
    canRefund: refundableOf(order) > 0,
  }
}

/** The buttons that ask nothing. */
export function orderButtons(order: OrderRecord, formToken: string): Html {
  const { canPay, canCancel } = deedsOf(order)
  const button = (deed: string, words: string, kind = '') =>
    html`<form method="post" action="/orders/${order.row.id}/${deed}">${token(formToken)}<button class="${kind}">${words}</button></form>`
  return html`<div class="line">${canPay && button('pay', 'Pay', 'primary')}${canCancel && button('cancel', 'Cancel order')}</div>`
}

/** A form with a field at each line, open where something of it is wrong. */
function deed(
  order: OrderRecord,
  attempt: OrderAttempt,
  parts: {
    form: LineForm
    title: string
    help: string
    label: string
    usual: (line: OrderRecord['lines'][number]) => number
    more?: Html
    buttons: Html
  },
  formToken: string,
): Html {
  const { form, title, help, label, usual, more, buttons } = parts
  const isOpen = Object.keys(attempt.typed).some(field => field.startsWith(`${form.name}-`))
  const lines = order.lines
    .filter(line => form.name === 'edit' || form.bounds(line)[1] > 0)
    .map(
      line => html`<li><span class="name"><bdi>${line.name}</bdi>${line.sku !== '' && html` <code>${line.sku}</code>`}</span>
<span class="line">${lineField(form, line, label, usual(line), attempt)}</span></li>`,
    )
  return html`<details class="sheet deed"${isOpen && new Html(' open')}><summary>${title}</summary>
<p class="help">${help}</p>
<form method="post" action="/orders/${order.row.id}/${form.name}" novalidate>${token(formToken)}<ul class="quantities">${lines}</ul>
${more ?? null}<div class="actions">${buttons}</div></form></details>`
}

/** What can be done with the lines of an order: sending them, changing them, and giving the money back. */
export function orderDeeds(order: OrderRecord, attempt: OrderAttempt, formToken: string): Html {
  const { canShip, canRefund } = deedsOf(order)
  const tracking = html`<div class="columns">
${textField({ id: 'tracking', label: 'Tracking number', value: attempt.typed.tracking ?? '', error: attempt.errors.tracking, lengthMax: 50 })}
${selectField({ id: 'carrier', label: 'Carrier', value: attempt.typed.carrier ?? '', choices: carriers, error: attempt.errors.carrier })}</div>`
  return html`
${
  canShip &&
  deed(
    order,
    attempt,
    {
      form: shipForm,
      title: 'Ship',
      help: 'All that is left, unless you say less. The order is then shipped, or shipped in part.',
      label: 'Send',
      usual: leftToShip,
      more: tracking,
      buttons: html`<button class="primary">Ship</button>`,
    },
    formToken,
  )
}
${deed(
  order,
  attempt,
  {
    form: editForm,
    title: 'Edit quantities',
    help: '0 takes a line away. Stock follows where the inventory settings say so.',
    label: 'Quantity',
    usual: line => line.quantity,
    buttons: html`<button class="primary">Save quantities</button>`,
  },
  formToken,
)}
${
  canRefund &&
  deed(
    order,
    attempt,
    {
      form: refundForm,
      title: 'Refund',
      help: `${moneyWords(refundableOf(order))} can go back.`,
      label: 'Refund',
      usual: () => 0,
      buttons: html`<button class="primary">Refund these</button><button name="all" value="yes">Refund everything</button>`,
    },
    formToken,
  )
}`
}
