import { HubProblem } from '../client.ts'

interface MarkedForm {
  getValues(): object
  setErrors(errors: Record<string, string>): void
}

/** A refusal that is about one field, though it names none. */
const fieldOfCode: Readonly<Record<string, string>> = { channel_name_taken: 'name', setup_code_needed: 'setupCode' }

/**
 * Puts the hub's complaints where they belong. Returns true when every one of them stands at a field,
 * so that nothing is left to say at the top.
 */
export function showFieldErrors(form: MarkedForm, error: unknown): boolean {
  if (!(error instanceof HubProblem)) return false
  const ownField = fieldOfCode[error.code]
  const fields = ownField === undefined ? error.fields : { [ownField]: error.title, ...error.fields }
  const known = Object.keys(form.getValues())
  const errors = Object.fromEntries(Object.entries(fields).filter(([field]) => known.includes(field)))
  form.setErrors(errors)
  focusFirstError()
  return Object.keys(errors).length > 0 && Object.keys(errors).length === Object.keys(fields).length
}

/** Takes the person to the first field that needs him, once it is marked. */
export function focusFirstError(): void {
  requestAnimationFrame(() => document.querySelector<HTMLElement>('form [aria-invalid="true"]')?.focus())
}
