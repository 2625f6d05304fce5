import { type Edit, faultsOf, whyClosed } from './edit.ts'
import { choicesOf, definitionOf, longestOf, readFieldValue } from './edit-values.ts'
import { type FieldDefinition, productFields, variantFields } from './fields.ts'
import type { Level } from './plan.ts'

export const controls = [
  'line',
  'long',
  'html',
  'choice',
  'flag',
  'money',
  'decimal',
  'whole',
  'words',
  'brand',
  'categories',
  'pairs',
  'images',
  'bulkPrices',
  'none',
] as const

/** What a person edits a field with; `none` where nobody can yet. */
export type Control = (typeof controls)[number]

/** How a field is edited at one place: of the master, or as one channel's own value. */
export interface EditForm {
  readonly level: Level
  readonly field: string
  readonly definition: FieldDefinition
  readonly control: Control
  readonly choices: readonly string[]
  /** Characters that a text may have. */
  readonly longest: number | null
  readonly mayBeEmpty: boolean
  /** What can be done to many at once. */
  readonly ways: readonly Edit['do'][]
  /** Why it can't be edited there, as a sentence. */
  readonly closed: string | null
}

/** Texts that take more than a line. */
const long: ReadonlySet<string> = new Set([
  'warranty',
  'metaDescription',
  'searchKeywords',
  'shareDescription',
  'preorderMessage',
  'availabilityDescription',
  'purchasingDisabledMessage',
])

const ofLists: Readonly<Record<string, Control>> = {
  categories: 'categories',
  customFields: 'pairs',
  images: 'images',
  bulkPrices: 'bulkPrices',
}

/** How the fields of a level are edited, in the order of their definition. */
export function editForms(level: Level, place: 'master' | 'channel'): EditForm[] {
  return Object.keys(level === 'product' ? productFields : variantFields).flatMap(field => {
    const definition = definitionOf(level, field)
    if (definition === undefined) return []
    const closed = whyClosed(level, field, place)
    return {
      level,
      field,
      definition,
      control: controlOf(field, definition, closed !== null),
      choices: choicesOf(field) ?? [],
      longest: longestOf(field, definition.kind),
      mayBeEmpty: closed === null && !('fault' in readFieldValue(level, field, null)),
      ways: closed === null ? waysOf(level, field, place) : [],
      closed,
    }
  })
}

function controlOf(field: string, { kind, group }: FieldDefinition, isClosed: boolean): Control {
  if (choicesOf(field) !== undefined) return 'choice'
  if (field === 'brand') return 'brand'
  if (kind === 'list') return ofLists[field] ?? (group === 'parts' && isClosed ? 'none' : 'words')
  if (kind === 'text') return long.has(field) ? 'long' : 'line'
  return kind
}

/** Those that would not be refused for this field whatever the product. */
function waysOf(level: Level, field: string, place: 'master' | 'channel'): Edit['do'][] {
  const tries: readonly Edit[] = [
    { field, do: 'clear' },
    { field, do: 'add', amount: '1' },
    { field, do: 'percent', percent: '1' },
    { field, do: 'replace', find: 'a', with: 'b' },
    { field, do: 'include', value: field === 'bulkPrices' ? '10+: 5%' : 'a: b' },
    { field, do: 'exclude', value: field === 'bulkPrices' ? '10+: 5%' : 'a: b' },
    { field, do: 'reset' },
  ]
  const open = tries.filter(edit => faultsOf(level, [edit], place).length === 0).map(edit => edit.do)
  // A word out of a few is chosen, not searched through.
  const fitting = choicesOf(field) === undefined ? open : open.filter(way => way !== 'replace')
  return ['set', ...fitting]
}
