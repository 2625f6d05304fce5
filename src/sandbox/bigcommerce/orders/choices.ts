import type { Modifier, ModifierType, ModifierValue, ProductRecord, Variant } from '../catalog/types.ts'
import { dateMs } from '../query/date.ts'
import { rounded } from './amounts.ts'
import type { LineInput } from './input.ts'
import { badField } from './refuse.ts'

/** What the buyer of a product chose by one of its options or modifiers. */
export interface Choice {
  /** The option or the modifier. */
  readonly id: number
  readonly name: string
  /** The id of the chosen value, or what was typed in. */
  readonly value: string
  readonly shown: string
  readonly type: string
  readonly style: string
  /** What the chosen value of a modifier changes about the price. */
  readonly adjuster?: ModifierValue['adjusters']['price']
}

/** The documented types of product options. Guess: numbers are typed into a text field; the styles. */
const looks: Readonly<Record<ModifierType, readonly [type: string, style: string]>> = {
  text: ['Text field', ''],
  multi_line_text: ['Multi-line text field', ''],
  numbers_only_text: ['Text field', ''],
  date: ['Date field', ''],
  file: ['File Upload', ''],
  checkbox: ['Checkbox', ''],
  dropdown: ['Multiple choice', 'Pick list'],
  radio_buttons: ['Multiple choice', 'Radio'],
  rectangles: ['Multiple choice', 'Rectangle'],
  swatch: ['Swatch', ''],
}

/** What a variant says about the options of its product. */
export const variantChoices = (variant: Variant): Choice[] =>
  variant.option_values.map(value => ({
    id: value.option_id,
    name: value.option_display_name,
    value: String(value.id),
    shown: value.label,
    type: 'Multiple choice',
    style: 'Pick list',
  }))

const refuse = ({ display_name }: Modifier, why: string) =>
  badField('products.product_options', `“${display_name}” ${why}`)

/** Documented: a day without a time is one of the store's time zone. Guess: that of its winter. */
const dayStart = 'T00:00:00-06:00'

/** What was typed in, as it is kept; documented: dates are kept as timestamps. */
function typedIn(modifier: Modifier, text: string): string {
  if (modifier.type === 'file') throw refuse(modifier, 'takes a file, which the API does not support')
  if (modifier.type === 'numbers_only_text' && !/^-?\d+(\.\d+)?$/.test(text)) throw refuse(modifier, 'takes a number')
  if (modifier.type !== 'date') return text
  const ms = dateMs(/^\d{4}-\d{2}-\d{2}$/.test(text) ? `${text}${dayStart}` : text)
  if (!/^\d{4}-/.test(text) || ms === null) throw refuse(modifier, 'takes a date in ISO 8601 form')
  return String(Math.floor(ms / 1_000))
}

function choiceOf(modifier: Modifier, given: string): Choice {
  const { id, display_name: name } = modifier
  const [type, style] = looks[modifier.type]
  if (modifier.option_values.length === 0) {
    return { id, name, value: typedIn(modifier, given), shown: given, type, style }
  }
  const value = modifier.option_values.find(one => String(one.id) === given)
  if (value === undefined) throw refuse(modifier, 'has no value with this id')
  return { id, name, value: given, shown: value.label, type, style, adjuster: value.adjusters.price }
}

/**
 * What is chosen by the modifiers of a product. Guess: the limits of a modifier's config are not looked at.
 * @throws Refusal 400 where a required one is left out (documented), or a value is none of its own
 */
export function modifierChoices({ modifiers }: ProductRecord, { product_options: given = [] }: LineInput): Choice[] {
  return modifiers.flatMap(modifier => {
    const value = given.find(({ id }) => id === modifier.id)?.value ?? ''
    if (value !== '') return [choiceOf(modifier, value)]
    if (modifier.required) throw refuse(modifier, 'is required')
    return []
  })
}

/** A price with what the chosen values add to it: an amount, or a percentage of the price. */
export function adjusted(price: number, choices: readonly Choice[]): number {
  const added = choices.map(({ adjuster }) => {
    const { adjuster: kind = null, adjuster_value: value = 0 } = adjuster ?? {}
    if (kind === null) return 0
    return kind === 'percentage' ? (price * value) / 100 : value
  })
  return Math.max(0, rounded(added.reduce((sum, amount) => sum + amount, price)))
}
