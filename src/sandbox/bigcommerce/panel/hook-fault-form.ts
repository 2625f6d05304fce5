import type { HookFaultKind, HookFaultRule } from '../faults.ts'
import type { Errors } from './forms.ts'
import { hasErrors, selectField, textField, token, wholeIn } from './forms.ts'
import { type Html, html } from './html.ts'
import { numberWords } from './words.ts'

/** What can go wrong with what webhooks are told. */
export const hookFaultKinds = [
  ['hook-lost', 'Loses a webhook'],
  ['hook-doubled', 'Delivers a webhook twice'],
  ['hook-late', 'Delivers a webhook late'],
  ['hook-shuffled', 'Delivers webhooks in another order'],
] as const satisfies readonly (readonly [HookFaultKind, string])[]

const timesMax = 1_000_000
const delayMsMax = 86_400_000

/** What was typed into the form of a new webhook fault, by the ids of its fields. */
export interface HookFaultForm {
  readonly hookKind: string
  readonly hookScope: string
  readonly hookShare: string
  readonly hookTimes: string
  readonly hookDelay: string
}

type HookFaultErrors = Errors<keyof HookFaultForm>

export const emptyHookFault: HookFaultForm = {
  hookKind: 'hook-lost',
  hookScope: '',
  hookShare: '',
  hookTimes: '',
  hookDelay: '',
}

/** Reads the form: the rule that it asks for, or what is wrong with it. */
export function readHookFault(fields: URLSearchParams): {
  form: HookFaultForm
  rule: HookFaultRule | null
  errors: HookFaultErrors
} {
  const typed = (name: string) => (fields.get(name) ?? '').trim()
  const form: HookFaultForm = {
    hookKind: typed('hookKind'),
    hookScope: typed('hookScope'),
    hookShare: typed('hookShare'),
    hookTimes: typed('hookTimes'),
    hookDelay: typed('hookDelay'),
  }
  const errors: HookFaultErrors = {}
  const kind = hookFaultKinds.find(([known]) => known === form.hookKind)?.[0]
  if (kind === undefined) errors.hookKind = 'Choose what happens.'
  if (form.hookScope !== '' && !/^store\/[\w/*]+$/.test(form.hookScope)) {
    errors.hookScope = 'Type a scope such as store/order/*, or nothing for all events.'
  }
  const number = (name: 'hookShare' | 'hookTimes' | 'hookDelay', title: string, highest: number) => {
    if (form[name] === '') return undefined
    const value = wholeIn(form[name], 1, highest)
    if (value === null) errors[name] = `The ${title} is a whole number from 1 to ${numberWords(highest)}.`
    return value ?? undefined
  }
  const percent = number('hookShare', 'share', 100)
  const times = number('hookTimes', 'number of times', timesMax)
  const delayMs = number('hookDelay', 'delay', delayMsMax)
  if (delayMs !== undefined && (kind === 'hook-lost' || kind === 'hook-doubled')) {
    errors.hookDelay = 'This kind of fault takes no delay. Leave it empty.'
  }
  if (kind === undefined || hasErrors(errors)) return { form, rule: null, errors }
  const rule: HookFaultRule = {
    kind,
    ...(form.hookScope === '' ? {} : { scope: form.hookScope }),
    ...(percent === undefined ? {} : { share: percent / 100 }),
    ...(times === undefined ? {} : { times }),
    ...(delayMs === undefined ? {} : { delayMs }),
  }
  return { form, rule, errors }
}

/** The form of a new webhook fault, with what was typed and what is wrong with it. */
export function hookFaultForm(form: HookFaultForm, errors: HookFaultErrors, formToken: string): Html {
  const field = (id: Exclude<keyof HookFaultForm, 'hookKind'>, label: string, help: string, isNumber: boolean) =>
    textField({ id, label, value: form[id], error: errors[id], help, ...(isNumber && { keys: 'numeric' }) })
  return html`<section class="sheet" aria-labelledby="add-hook"><h2 id="add-hook">Add a webhook fault</h2>
<form method="post" action="/faults/webhooks" novalidate>${token(formToken)}
${selectField({ id: 'hookKind', label: 'What happens', value: form.hookKind, choices: hookFaultKinds, error: errors.hookKind })}
<div class="columns">
${field('hookScope', 'Events', 'Such as store/order/*. Empty: all of them.', false)}
${field('hookShare', 'Share in percent', 'In how many of the cases, by chance. Empty: always.', true)}
${field('hookTimes', 'How many times', 'Empty: until it is removed.', true)}
${field('hookDelay', 'Delay in milliseconds', 'Of late ones, or at most of shuffled ones (60,000 where empty).', true)}
</div>
<div class="actions"><button class="primary">Add webhook fault</button></div></form></section>`
}
