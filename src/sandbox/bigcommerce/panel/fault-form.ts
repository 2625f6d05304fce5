import type { FaultKind, FaultRule } from '../faults.ts'
import type { Errors } from './forms.ts'
import { selectField, textField, token, wholeIn } from './forms.ts'
import { type Html, html } from './html.ts'
import { numberWords } from './words.ts'

/** The kinds of fault that a few words and numbers describe; the others are for programs. */
export const faultKinds = [
  ['status', 'Answers with an error'],
  ['html', 'Answers with a page of HTML'],
  ['slow', 'Answers late'],
  ['hang', 'Never answers'],
  ['reset', 'Cuts the connection before the store sees the request'],
  ['lost-reply', 'Does its work, then cuts the connection'],
  ['half-body', 'Cuts the connection in the middle of the body'],
  ['cut-json', 'Sends half of the JSON as if it were the whole'],
  ['stale-read', 'Shows what was there before the latest change'],
  ['partial-batch', 'Saves only the first items of a batch'],
] as const satisfies readonly (readonly [FaultKind, string])[]

const methods = [
  ['', 'Any'],
  ['GET', 'GET'],
  ['POST', 'POST'],
  ['PUT', 'PUT'],
  ['DELETE', 'DELETE'],
] as const

const timesMax = 1_000_000
const delayMsMax = 600_000
const itemsMax = 2_000

/** What was typed into the form of a new fault. */
export interface FaultForm {
  readonly kind: string
  readonly method: string
  readonly path: string
  readonly status: string
  readonly times: string
  readonly delay: string
  readonly items: string
}

type FaultErrors = Errors<keyof FaultForm>

export const emptyFault: FaultForm = {
  kind: 'status',
  method: '',
  path: '',
  status: '',
  times: '',
  delay: '',
  items: '',
}

/** A number of a fault, where it was typed; notes what is wrong with it. */
function numberOf(
  form: FaultForm,
  name: 'status' | 'times' | 'delay' | 'items',
  rule: { title: string; lowest: number; highest: number; only?: readonly string[] },
  errors: FaultErrors,
): number | undefined {
  const { title, lowest, highest, only } = rule
  if (form[name] === '') return undefined
  if (only !== undefined && !only.includes(form.kind)) {
    errors[name] = `This kind of fault takes no ${title}. Leave it empty.`
    return undefined
  }
  const value = wholeIn(form[name], lowest, highest)
  if (value === null)
    errors[name] = `The ${title} is a whole number from ${numberWords(lowest)} to ${numberWords(highest)}.`
  return value ?? undefined
}

/** Reads the form: the rule that it asks for, or what is wrong with it. */
export function readFault(fields: URLSearchParams): { form: FaultForm; rule: FaultRule | null; errors: FaultErrors } {
  const typed = (name: string) => (fields.get(name) ?? '').trim()
  const form: FaultForm = {
    kind: typed('kind'),
    method: typed('method'),
    path: typed('path'),
    status: typed('status'),
    times: typed('times'),
    delay: typed('delay'),
    items: typed('items'),
  }
  const errors: FaultErrors = {}
  const kind = faultKinds.find(([known]) => known === form.kind)?.[0]
  if (kind === undefined) errors.kind = 'Choose what happens.'
  if (!methods.some(([known]) => known === form.method)) errors.method = 'Choose a method, or any.'
  if (!/^[/*]/.test(form.path)) errors.path = 'Type a path such as /v3/catalog/products, or ** for all of them.'
  const status = numberOf(
    form,
    'status',
    { title: 'status', lowest: 200, highest: 599, only: ['status', 'html', 'partial-batch'] },
    errors,
  )
  const times = numberOf(form, 'times', { title: 'number of times', lowest: 1, highest: timesMax }, errors)
  const delayMs = numberOf(form, 'delay', { title: 'delay', lowest: 1, highest: delayMsMax, only: ['slow'] }, errors)
  const items = numberOf(
    form,
    'items',
    { title: 'number of items', lowest: 1, highest: itemsMax, only: ['partial-batch'] },
    errors,
  )
  if (kind === undefined || Object.keys(errors).length > 0) return { form, rule: null, errors }
  const rule: FaultRule = {
    match: { path: form.path, ...(form.method === '' ? {} : { method: form.method }) },
    kind,
    ...(status === undefined ? {} : { status }),
    ...(times === undefined ? {} : { times }),
    ...(delayMs === undefined ? {} : { delayMs }),
    ...(items === undefined ? {} : { items }),
  }
  return { form, rule, errors }
}

/** The form of a new fault, with what was typed and what is wrong with it. */
export function faultForm(form: FaultForm, errors: FaultErrors, formToken: string): Html {
  return html`<section class="sheet" aria-labelledby="add"><h2 id="add">Add a fault</h2>
<form method="post" action="/faults" novalidate>${token(formToken)}
${selectField({ id: 'kind', label: 'What happens', value: form.kind, choices: faultKinds, error: errors.kind })}
${textField({
  id: 'path',
  label: 'Path',
  value: form.path,
  error: errors.path,
  help: 'As in the API, such as /v3/catalog/products. A * stands for anything within one part of it, ** for anything.',
  isRequired: true,
})}
<div class="columns">
${selectField({ id: 'method', label: 'Method', value: form.method, choices: methods, error: errors.method })}
${textField({ id: 'times', label: 'How many times', value: form.times, error: errors.times, help: 'Empty: until it is removed.', keys: 'numeric' })}
${textField({ id: 'status', label: 'Status', value: form.status, error: errors.status, help: 'Of an error (500 where empty), a page of HTML (502), or a batch (where empty it is cut off).', keys: 'numeric' })}
${textField({ id: 'delay', label: 'Delay in milliseconds', value: form.delay, error: errors.delay, help: 'Of a late answer (1,000 where empty).', keys: 'numeric' })}
${textField({ id: 'items', label: 'Items that are saved', value: form.items, error: errors.items, help: 'Of a batch (half of them where empty).', keys: 'numeric' })}
</div>
<div class="actions"><button class="primary">Add fault</button></div></form></section>`
}
