import type { TokenType } from '../accounts.ts'
import { accountNameMax } from '../accounts.ts'
import type { ScopeRow } from '../scopes.ts'
import { scopeRows } from '../scopes.ts'
import type { Store } from '../store.ts'
import { tokenTypeTitles } from './accounts-page.ts'
import type { Errors } from './forms.ts'
import { summaryOf, textField, token } from './forms.ts'
import { Html, html } from './html.ts'
import { copyable } from './layout.ts'

/** What was typed into "Create API account". */
export interface AccountForm {
  readonly tokenType: TokenType
  readonly name: string
  readonly scopes: readonly string[]
}

type FormErrors = Errors<'name' | 'scopes'>

export const emptyForm: AccountForm = { tokenType: 'v2v3', name: '', scopes: [] }

/** The name of a row's radio buttons: its title in letters. */
const fieldOf = (row: ScopeRow) => `scope_${row.title.toLowerCase().replaceAll(/[^a-z]+/g, '_')}`

/** Reads the form and says what is wrong, in words that say what to do. */
export function readForm(fields: URLSearchParams): { form: AccountForm; errors: FormErrors } {
  const tokenType = fields.get('token_type') === 'stencil_cli' ? 'stencil_cli' : 'v2v3'
  const name = (fields.get('name') ?? '').trim()
  const scopes = scopeRows.flatMap(row => {
    const level = fields.get(fieldOf(row))
    const scope = level === 'modify' ? row.modify : level === 'read' ? row.read : undefined
    return scope === undefined ? [] : [scope]
  })
  const errors: FormErrors = {}
  if (name === '') errors.name = 'Give the account a name.'
  else if (name.length > accountNameMax) errors.name = `Use at most ${accountNameMax} characters.`
  if (tokenType === 'v2v3' && scopes.length === 0) errors.scopes = 'Choose at least one scope.'
  return { form: { tokenType, name, scopes }, errors }
}

function radio(row: ScopeRow, level: 'none' | 'read' | 'modify', word: string, isChosen: boolean): Html {
  const id = `${fieldOf(row)}_${level}`
  return html`<td><label for="${id}"><input type="radio" id="${id}" name="${fieldOf(row)}" value="${level}"${isChosen ? new Html(' checked') : null} aria-label="${row.title}: ${word}"><span class="word">${word}</span></label></td>`
}

function scopeRow(row: ScopeRow, chosen: readonly string[]): Html {
  const has = (scope: string | undefined) => scope !== undefined && chosen.includes(scope)
  const level = has(row.modify) ? 'modify' : has(row.read) ? 'read' : 'none'
  const empty = html`<td><span class="none">–</span></td>`
  return html`<tr><th scope="row">${row.title}</th>
${radio(row, 'none', 'None', level === 'none')}
${row.read === undefined ? empty : radio(row, 'read', 'Read-only', level === 'read')}
${row.modify === undefined ? empty : radio(row, 'modify', row.modifyTitle ?? 'Modify', level === 'modify')}</tr>`
}

function tokenTypeChoice(value: TokenType, chosen: TokenType, help: string): Html {
  return html`<div class="choice"><input type="radio" id="type_${value}" name="token_type" value="${value}"${value === chosen ? new Html(' checked') : null} aria-describedby="help_${value}">
<div><label for="type_${value}">${tokenTypeTitles[value]}</label><p class="help" id="help_${value}">${help}</p></div></div>`
}

/** The form of "Create API account", with what was typed and what is wrong with it. */
export function accountFormPage(store: Store, form: AccountForm, errors: FormErrors, formToken: string): Html {
  return html`
<p class="path">Settings › API › <a href="/settings/api-accounts">Store-level API accounts</a></p>
<h1>Create API account</h1>
<p class="lead">The values that open the store are shown once, after saving.</p>
${summaryOf('The account was not created.', errors)}
<form method="post" action="/settings/api-accounts/new" novalidate>
${token(formToken)}
<section class="sheet">
<fieldset><legend>Token type</legend>
${tokenTypeChoice('v2v3', form.tokenType, 'For programs that read and write the store.')}
${tokenTypeChoice('stencil_cli', form.tokenType, 'For work on themes only. It does not open the API.')}
</fieldset>
${textField({
  id: 'name',
  label: 'Name',
  value: form.name,
  error: errors.name,
  help: 'Who will use it, such as the name of a program.',
  lengthMax: accountNameMax,
  isRequired: true,
})}
<div class="field"><label id="path-label">API path</label>${copyable('api-path', store.apiPath, 'the API path')}
<p class="help">The part between <code>stores/</code> and <code>/v3</code> is the store hash.</p></div>
</section>
<section class="sheet" id="scopes" aria-labelledby="scopes-title">
<h2 id="scopes-title">OAuth scopes</h2>
${errors.scopes === undefined ? null : html`<p class="error">${errors.scopes}</p>`}
<p class="help">What the account may see and change. This can't be changed after saving.</p>
<table class="scopes"><caption class="hidden">OAuth scopes</caption>
<thead><tr><th scope="col">Scope</th><th scope="col">None</th><th scope="col">Read-only</th><th scope="col">Modify</th></tr></thead>
<tbody>${scopeRows.map(row => scopeRow(row, form.scopes))}</tbody></table>
</section>
<div class="actions"><button class="primary">Save</button><a class="button" href="/settings/api-accounts">Cancel</a></div>
</form>`
}
