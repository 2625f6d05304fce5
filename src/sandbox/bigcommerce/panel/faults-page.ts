import type { Fault, FaultRule, HookFaultRule } from '../faults.ts'
import type { StoreQuirks } from '../quirks.ts'
import type { Sandbox } from '../sandbox.ts'
import type { FaultForm } from './fault-form.ts'
import { faultForm, faultKinds } from './fault-form.ts'
import type { Errors } from './forms.ts'
import { checkField, summaryOf, textField, token } from './forms.ts'
import type { HookFaultForm } from './hook-fault-form.ts'
import { hookFaultForm, hookFaultKinds } from './hook-fault-form.ts'
import { type Html, html } from './html.ts'
import type { RivalForm } from './rival-form.ts'
import { rivalSection } from './rival-form.ts'
import { numberWords } from './words.ts'

/** The quirks that are on or off, with what each means. */
export const quirkSwitches = [
  ['ignoresIdGreater', 'Takes no notice of id:greater', 'Products at or below the key come back too.'],
  ['ignoresSort', 'Takes no notice of sort and direction', 'Products come by name.'],
  ['ignoresDateModifiedMin', 'Takes no notice of date_modified:min', 'Unchanged products come back too.'],
  ['readsPercentTextAsNumber', 'Takes bulk percentages in text as they stand', '“.10” is 0.1 % off, not 10 %.'],
  ['dividesPercents', 'Takes bulk percentages that are numbers as shares', '10 is 1,000 % off, not 10 %.'],
] as const satisfies readonly (readonly [keyof StoreQuirks, string, string])[]

/** What was typed into the form of the quirks. */
export interface QuirkForm {
  readonly isOn: Readonly<Record<(typeof quirkSwitches)[number][0], boolean>>
  readonly totalOff: string
}

/** What the page shows in its forms, and what is wrong with it. */
export interface FaultsAttempt {
  readonly fault: FaultForm
  readonly hookFault: HookFaultForm
  readonly rival: RivalForm
  readonly quirks: QuirkForm
  readonly errors: Errors<keyof FaultForm | keyof HookFaultForm | keyof RivalForm | 'stock' | 'totalOff'>
}

type Rule = FaultRule | HookFaultRule

const kindWords = ({ kind }: Rule) => [...faultKinds, ...hookFaultKinds].find(([known]) => known === kind)?.[1] ?? kind

function details(rule: Rule): string {
  const { kind, delayMs, after } = rule
  const parts = [
    'status' in rule && rule.status !== undefined ? `${kind} ${rule.status}` : kind,
    ...(delayMs === undefined ? [] : [`${numberWords(delayMs)} ms`]),
    ...(after === undefined ? [] : [`after ${numberWords(after)}`]),
    ...('items' in rule && rule.items !== undefined ? [`the first ${numberWords(rule.items)}`] : []),
    ...('share' in rule && rule.share !== undefined ? [`${numberWords(rule.share * 100)} % of the cases`] : []),
  ]
  return parts.join(', ')
}

/** Which requests it meets, or which events. */
function targetOf(rule: Rule): { method: string; path: string } {
  if ('match' in rule) return { method: rule.match.method ?? 'Any', path: String(rule.match.path) }
  return { method: 'Webhooks', path: rule.scope ?? 'store/*' }
}

function hitsWords({ hits, rule }: Fault): string {
  if (rule.times === undefined) return numberWords(hits)
  return `${numberWords(hits)} of ${numberWords(rule.times)}${hits >= rule.times ? ', over' : ''}`
}

function faultRow(fault: Fault, formToken: string): Html {
  const { id, rule } = fault
  const { method, path } = targetOf(rule)
  return html`<tr>
<th scope="row" class="wrap" data-label="What happens"><div>${kindWords(rule)}<p class="help plain">${details(rule)}</p></div></th>
<td data-label="Method">${method}</td>
<td class="wrap" data-label="Path"><code>${path}</code></td>
<td class="number" data-label="Met">${hitsWords(fault)}</td>
<td data-label="Action"><form method="post" action="/faults/${id}/remove">${token(formToken)}<button class="small" aria-label="Remove the fault at ${path}">Remove</button></form></td>
</tr>`
}

function quirksSection(form: QuirkForm, errors: FaultsAttempt['errors'], formToken: string): Html {
  const switches = quirkSwitches.map(([id, label, help]) => checkField({ id, label, help, isOn: form.isOn[id] }))
  return html`<section class="sheet" aria-labelledby="quirks"><h2 id="quirks">Quirks</h2>
<p class="help">What the list of products and bulk pricing rules do otherwise than documented, all the time.</p>
<form method="post" action="/faults/quirks" novalidate>${token(formToken)}
${switches}
${textField({ id: 'totalOff', label: 'Total is wrong by', value: form.totalOff, error: errors.totalOff, help: '0: it is right.', keys: 'numeric' })}
<div class="actions"><button>Save quirks</button></div></form></section>`
}

/** The faults in force, the forms to add one and to switch quirks, and the way back to a store without either. */
export function faultsPage(sandbox: Sandbox, attempt: FaultsAttempt, notice: string | null, formToken: string): Html {
  const faults = sandbox.faults.list
  return html`
<div class="head"><div><h1>Faults</h1>
<p class="lead">What goes wrong on purpose, to see what your program does then. Reset removes all faults and quirks at once, and stops the other app.</p></div>
<form method="post" action="/faults/reset">${token(formToken)}<button>Reset</button></form></div>
${notice !== null && html`<p class="note" role="status">${notice}</p>`}
${summaryOf('Nothing was changed.', attempt.errors)}
<section class="sheet" aria-labelledby="in-force"><h2 id="in-force">In force</h2>
${
  faults.length === 0
    ? html`<p>No faults: the store answers as documented, but for what is switched on below.</p>`
    : html`<table class="list"><caption class="hidden">Faults</caption>
<thead><tr><th scope="col">What happens</th><th scope="col">Method</th><th scope="col">Path</th><th scope="col" class="number">Met</th><th scope="col"><span class="hidden">Action</span></th></tr></thead>
<tbody>${faults.map(fault => faultRow(fault, formToken))}</tbody></table>`
}
</section>
${faultForm(attempt.fault, attempt.errors, formToken)}
${hookFaultForm(attempt.hookFault, attempt.errors, formToken)}
${rivalSection(sandbox, attempt.rival, attempt.errors, formToken)}
${quirksSection(attempt.quirks, attempt.errors, formToken)}`
}
