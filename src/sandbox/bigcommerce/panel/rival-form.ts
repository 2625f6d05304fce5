import type { RivalWrites } from '../rival/rival-writer.ts'
import type { Sandbox } from '../sandbox.ts'
import type { Errors } from './forms.ts'
import { checkField, hasErrors, textField, token, wholeIn } from './forms.ts'
import { type Html, html } from './html.ts'
import { countWords, numberWords } from './words.ts'

const secondsMax = 86_400
const callsMax = 1_000_000

const kinds = [
  ['stock', 'Stock', 'Another number on hand.'],
  ['price', 'Prices', 'Another price.'],
  ['tracking', 'Shipments', 'A line of an order that waits is sent, with a tracking number.'],
] as const

/** What was typed into the form of the other app, by the ids of its fields. */
export interface RivalForm {
  readonly writeSeconds: string
  readonly writeCalls: string
  readonly isOn: Readonly<Record<(typeof kinds)[number][0], boolean>>
}

type RivalErrors = Errors<'writeSeconds' | 'writeCalls' | 'stock'>

export const emptyRival: RivalForm = {
  writeSeconds: '10',
  writeCalls: '',
  isOn: { stock: true, price: true, tracking: true },
}

/** Reads the form: what the other app is to write and when, or what is wrong with it. */
export function readRival(fields: URLSearchParams): { form: RivalForm; rule: RivalWrites | null; errors: RivalErrors } {
  const typed = (name: string) => (fields.get(name) ?? '').trim()
  const isOn = { stock: fields.has('stock'), price: fields.has('price'), tracking: fields.has('tracking') }
  const form: RivalForm = { writeSeconds: typed('writeSeconds'), writeCalls: typed('writeCalls'), isOn }
  const errors: RivalErrors = {}
  const seconds = wholeIn(form.writeSeconds, 1, secondsMax)
  const calls = wholeIn(form.writeCalls, 1, callsMax)
  if (form.writeSeconds !== '' && seconds === null) {
    errors.writeSeconds = `Type a whole number from 1 to ${numberWords(secondsMax)}, or nothing.`
  }
  if (form.writeCalls !== '' && calls === null) {
    errors.writeCalls = `Type a whole number from 1 to ${numberWords(callsMax)}, or nothing.`
  }
  if (form.writeSeconds === '' && form.writeCalls === '') errors.writeSeconds = 'Say after how many seconds or calls.'
  if (!Object.values(isOn).includes(true)) errors.stock = 'Choose what it writes.'
  if (hasErrors(errors)) return { form, rule: null, errors }
  const rule: RivalWrites = {
    ...(seconds === null ? {} : { everyMs: seconds * 1_000 }),
    ...(calls === null ? {} : { perCalls: calls }),
    ...isOn,
  }
  return { form, rule, errors }
}

function words({ everyMs, perCalls, ...what }: RivalWrites): string {
  const when = [
    ...(everyMs === undefined ? [] : [`every ${countWords(everyMs / 1_000, 'second')}`]),
    ...(perCalls === undefined ? [] : [`after every ${countWords(perCalls, 'call')}`]),
  ]
  const named = kinds.filter(([kind]) => what[kind] === true).map(([, name]) => name.toLowerCase())
  return `${named.length === 0 ? 'everything' : new Intl.ListFormat('en').format(named)}, ${when.join(' and ')}`
}

/** What another app writes, and the form that starts it. */
export function rivalSection({ rival }: Sandbox, form: RivalForm, errors: RivalErrors, formToken: string): Html {
  const { stock, price, tracking } = rival.written
  const boxes = kinds.map(([id, label, help]) => checkField({ id, label, help, isOn: form.isOn[id] }))
  return html`<section class="sheet" aria-labelledby="rival"><h2 id="rival">Another app that writes</h2>
<p class="help">Changes the store at random, as somebody else's program would; webhooks hear of it. So far ${countWords(stock, 'number')} on hand, ${countWords(price, 'price')} and ${countWords(tracking, 'shipment')}.</p>
${
  rival.writing.length > 0 &&
  html`<div class="note"><strong>It writes:</strong><ul>${rival.writing.map(rule => html`<li>${words(rule)}</li>`)}</ul>
<form method="post" action="/faults/rival/stop">${token(formToken)}<button class="small">Stop it</button></form></div>`
}
<form method="post" action="/faults/rival" novalidate>${token(formToken)}
<fieldset><legend>What it writes</legend>${boxes}${errors.stock !== undefined && html`<p class="error">${errors.stock}</p>`}</fieldset>
<div class="columns">
${textField({ id: 'writeSeconds', label: 'Every so many seconds', value: form.writeSeconds, error: errors.writeSeconds, help: "By the sandbox's clock.", keys: 'numeric' })}
${textField({ id: 'writeCalls', label: 'After so many calls', value: form.writeCalls, error: errors.writeCalls, help: 'Of the API, by whomever.', keys: 'numeric' })}
</div>
<div class="actions"><button>Start it</button></div></form></section>`
}
