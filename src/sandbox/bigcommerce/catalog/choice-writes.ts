import type { z } from 'zod'
import { withoutVariants } from './edit.ts'
import type {
  modifierBody,
  modifierChange,
  modifierValueBody,
  optionBody,
  optionChange,
  optionValueBody,
  optionValueChange,
} from './input/choices.ts'
import { given } from './input/fields.ts'
import { limits } from './limits.ts'
import type { LastIds, Place } from './parts.ts'
import { modifierOf, noAdjusters, swatchData } from './parts.ts'
import { refuse, taken } from './refuse.ts'
import type { Modifier, ModifierValue, OptionValue, ProductOption, ProductRecord } from './types.ts'

/** Documented: options and modifiers of a product have names of their own. */
export function checkChoiceName(record: ProductRecord, name: string, own: number | null): void {
  const same = [...record.options, ...record.modifiers].some(
    one => one.id !== own && one.display_name.toLowerCase() === name.toLowerCase(),
  )
  if (same) throw taken(`The product has an option “${name}”.`, 'Choose another name.', 'display_name')
}

/** @throws RuleError where a label is there twice, or there are too many */
export function checkLabels(values: readonly { readonly label: string }[]): void {
  if (values.length > limits.optionValues) {
    throw refuse(`An option takes ${limits.optionValues} values.`, 'Delete one first.', 'option_values')
  }
  if (new Set(values.map(({ label }) => label)).size === values.length) return
  throw refuse('Two values have the same label.', 'Choose another label.', 'label')
}

export function newValue(type: string, body: z.output<typeof optionValueBody>, ids: LastIds): OptionValue {
  ids.value += 1
  const { label, sort_order, is_default = false, value_data = swatchData(type, label) } = body
  return { id: ids.value, label, sort_order, value_data, is_default }
}

export function newOption(
  { row, options }: ProductRecord,
  body: z.output<typeof optionBody>,
  { ids }: Place,
): ProductOption {
  ids.option += 1
  const { display_name, type, sort_order = options.length } = body
  return {
    id: ids.option,
    product_id: row.id,
    name: `${display_name}${row.id}-${ids.option}`,
    display_name,
    type,
    sort_order,
    option_values: body.option_values.map(value => newValue(type, value, ids)),
    config: [],
  }
}

/** The product with another state of one of its options, which its variants show too. */
export function withOption(record: ProductRecord, option: ProductOption): ProductRecord {
  const labels = new Map(option.option_values.map(({ id, label }) => [id, label]))
  const variants = record.variants.map(variant => ({
    ...variant,
    option_values: variant.option_values.map(value => {
      if (value.option_id !== option.id) return value
      return { ...value, label: labels.get(value.id) ?? value.label, option_display_name: option.display_name }
    }),
  }))
  return { ...record, variants, options: record.options.map(one => (one.id === option.id ? option : one)) }
}

export function changedOption(option: ProductOption, body: z.output<typeof optionChange>): ProductOption {
  return { ...option, ...given(body) }
}

export function changedValue<Value extends OptionValue>(value: Value, body: z.output<typeof optionValueChange>): Value {
  return { ...value, ...given(body) }
}

/** Guess: the variants that choose a value of the option go with it. */
export function withoutOption(record: ProductRecord, id: number, place: Place): ProductRecord {
  const options = record.options.filter(option => option.id !== id)
  const uses = (values: ProductRecord['variants'][number]['option_values']) => values.some(one => one.option_id === id)
  return withoutVariants({ ...record, options }, variant => !uses(variant.option_values), place)
}

/** Guess: the variants that choose the value go with it. */
export function withoutValue(record: ProductRecord, option: ProductOption, id: number, place: Place): ProductRecord {
  const option_values = option.option_values.filter(value => value.id !== id)
  const rest = withOption(record, { ...option, option_values })
  return withoutVariants(rest, variant => !variant.option_values.some(value => value.id === id), place)
}

export function newModifierValue(
  { id, type }: Pick<Modifier, 'id' | 'type'>,
  { adjusters, ...body }: z.output<typeof modifierValueBody>,
  ids: LastIds,
): ModifierValue {
  const value = newValue(type, body, ids)
  return { ...value, option_id: id, adjusters: { ...noAdjusters, ...adjusters } }
}

/** Guess: a checkbox makes its two values itself; those of other types come with the body. */
export function newModifier(record: ProductRecord, body: z.output<typeof modifierBody>, place: Place): Modifier {
  const { display_name: name, type, required, config = {}, sort_order = record.modifiers.length } = body
  if (type === 'checkbox') return modifierOf({ name, type, required, config, values: ['Yes', 'No'] }, sort_order, place)
  const made = modifierOf({ name, type, required, config, values: [] }, sort_order, place)
  const option_values = (body.option_values ?? []).map(value => newModifierValue(made, value, place.ids))
  return { ...made, option_values }
}

export function changedModifier(modifier: Modifier, body: z.output<typeof modifierChange>): Modifier {
  return { ...modifier, ...given(body) }
}
