import type { FieldPart, FieldValue } from './fields.ts'
import { nameKey } from './match.ts'
import type { OptionChoice } from './plan.ts'

type Details = Readonly<Record<string, FieldValue>>

/** The details of a master product whose options have these values, too, behind those that they had. */
export function withValues(details: Details, choices: readonly OptionChoice[]): Details {
  const { options } = details
  if (!Array.isArray(options)) return details
  return { ...details, options: (options as FieldPart[]).map(option => withValuesOf(option, choices)) }
}

function withValuesOf(option: FieldPart, choices: readonly OptionChoice[]): FieldPart {
  if (typeof option === 'string') return option
  const values: readonly unknown[] = Array.isArray(option.values) ? option.values : []
  const known = new Set(values.map(value => nameKey(labelOf(value))))
  const wanted = choices.filter(choice => nameKey(choice.option) === nameKey(String(option.name)))
  const missing = new Map(
    wanted.filter(({ value }) => !known.has(nameKey(value))).map(({ value }) => [nameKey(value), value]),
  )
  const added = [...missing.values()].map((label, at) => ({ label, isDefault: false, sortOrder: values.length + at }))
  return { ...option, values: [...values, ...added] }
}

export function labelOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'label' in value ? String(value.label) : ''
}
