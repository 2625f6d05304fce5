import { isMovable } from '../clock.ts'
import type { Sandbox } from '../sandbox.ts'
import type { Errors } from './forms.ts'
import { textField, token } from './forms.ts'
import { type Html, html } from './html.ts'
import { dateWords, numberWords } from './words.ts'

/** A year. */
export const minutesMax = 525_600

/** What was typed into the form of the clock, and what is wrong with it. */
export interface TimeForm {
  readonly minutes: string
  readonly errors: Errors<'minutes'>
}

/** What time it is in the store, and the form that moves it on, where its clock can be moved. */
export function timeSection({ clock }: Sandbox, { minutes, errors }: TimeForm, formToken: string): Html {
  return html`<section class="sheet" aria-labelledby="time"><h2 id="time">Time</h2>
<p>It is ${dateWords(clock.now())} in this store.</p>
${
  isMovable(clock) &&
  html`<form class="below" method="post" action="/time" novalidate>${token(formToken)}
${textField({ id: 'minutes', label: 'Move on by so many minutes', value: minutes, error: errors.minutes, help: `Webhooks that wait are tried again, and the quota begins anew. No way leads back. At most ${numberWords(minutesMax)}.`, keys: 'numeric', isRequired: true })}
<div class="actions"><button>Move on</button></div></form>`
}</section>`
}
