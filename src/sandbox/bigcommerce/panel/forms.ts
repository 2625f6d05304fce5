import { SandboxError } from '../error.ts'
import { Html, html } from './html.ts'

/** What is wrong with a form, by the name of the field. */
export type Errors<Name extends string> = Partial<Record<Name, string>>

export const hasErrors = (errors: Errors<string>) => Object.keys(errors).length > 0

/**
 * Does what a form asks for; null when it took effect, otherwise what the store says against it.
 * @throws what is no SandboxError
 */
export function refusalOf(change: () => void): string | null {
  try {
    change()
    return null
  } catch (error) {
    if (error instanceof SandboxError) return `${error.message} ${error.hint}`
    throw error
  }
}

/** The whole number that was typed, or null where it is none or out of bounds. */
export function wholeIn(text: string, lowest: number, highest: number): number | null {
  const value = /^-?\d{1,15}$/.test(text) ? Number(text) : Number.NaN
  return value >= lowest && value <= highest ? value : null
}

export const token = (formToken: string) => html`<input type="hidden" name="form_token" value="${formToken}">`

/** All that is wrong, in front of the form; each line leads to its field. The page gives it the focus. */
export function summaryOf(title: string, errors: Errors<string>): Html | null {
  if (!hasErrors(errors)) return null
  const lines = Object.entries(errors).map(([id, error]) => html`<li><a href="#${id}">${error ?? ''}</a></li>`)
  return html`<div class="summary" id="errors" role="alert" tabindex="-1"><strong>${title}</strong><ul>${lines}</ul></div>`
}

/** Attributes that tie a field to its help and to what is wrong with it. */
export function described(id: string, error: string | undefined, hasHelp: boolean): Html {
  const ids = [...(error === undefined ? [] : [`${id}-error`]), ...(hasHelp ? [`${id}-help`] : [])]
  return html`${ids.length > 0 && html` aria-describedby="${ids.join(' ')}"`}${error !== undefined && new Html(' aria-invalid="true"')}`
}

/** What is wrong with a field, below it. */
export function errorAt(id: string, error: string | undefined): Html | null {
  return error === undefined ? null : html`<p class="error" id="${id}-error">${error}</p>`
}

/** A line to type into, with its name, what is wrong with it, and help. */
export function textField(field: {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly error?: string | undefined
  readonly help?: string
  /** What the keyboard of a phone shows. */
  readonly keys?: 'numeric' | 'decimal' | 'email'
  readonly lengthMax?: number
  readonly isRequired?: boolean
  /** What a browser may fill in of its own, such as `postal-code`. */
  readonly fill?: string
}): Html {
  const { id, label, value, error, help, keys, lengthMax, isRequired, fill = 'off' } = field
  return html`<div class="field"><label for="${id}">${label}</label>
<input type="text" id="${id}" name="${id}" value="${value}" autocomplete="${fill}" dir="auto"${keys !== undefined && html` inputmode="${keys}"`}${(keys === 'numeric' || keys === 'decimal') && new Html(' class="short"')}${lengthMax !== undefined && html` maxlength="${lengthMax}"`}${isRequired === true && new Html(' required')}${described(id, error, help !== undefined)}>
${errorAt(id, error)}
${help !== undefined && html`<p class="help" id="${id}-help">${help}</p>`}</div>`
}

/** A choice of one, with its name and what is wrong with it. */
export function selectField(field: {
  readonly id: string
  readonly label: string
  readonly value: string
  readonly choices: readonly (readonly [value: string, words: string])[]
  readonly error?: string | undefined
}): Html {
  const { id, label, value, choices, error } = field
  const options = choices.map(
    ([one, words]) => html`<option value="${one}"${one === value && new Html(' selected')}>${words}</option>`,
  )
  return html`<div class="field"><label for="${id}">${label}</label>
<select id="${id}" name="${id}"${described(id, error, false)}>${options}</select>
${errorAt(id, error)}</div>`
}

/** A box to tick, with its name and what it means. */
export function checkField(field: {
  readonly id: string
  readonly label: string
  readonly isOn: boolean
  readonly help?: string
}): Html {
  const { id, label, isOn, help } = field
  return html`<div class="choice"><input type="checkbox" id="${id}" name="${id}" value="on"${isOn && new Html(' checked')}${described(id, undefined, help !== undefined)}>
<div><label for="${id}">${label}</label>${help !== undefined && html`<p class="help" id="${id}-help">${help}</p>`}</div></div>`
}
