import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import {
  changedModifier,
  changedOption,
  changedValue,
  checkChoiceName,
  checkLabels,
  newModifier,
  newModifierValue,
  newOption,
  newValue,
  withOption,
  withoutOption,
  withoutValue,
} from '../catalog/choice-writes.ts'
import {
  modifierBody,
  modifierChange,
  modifierValueBody,
  modifierValueChange,
  optionBody,
  optionChange,
  optionValueBody,
  optionValueChange,
} from '../catalog/input/choices.ts'
import type { Place } from '../catalog/parts.ts'
import type { Modifier, ModifierValue, ProductOption, ProductRecord } from '../catalog/types.ts'
import type { Answer } from '../http/answer.ts'
import { data, noContent } from '../http/answer.ts'
import { bodyOf } from '../http/input.ts'
import { productAt } from './products.ts'
import { ruled } from './ruled.ts'

const scope = 'store_v2_products'

/** Whose id the path names: the product, and of it an option or modifier. */
function optionAt(call: Call): { record: ProductRecord; option: ProductOption } {
  const record = productAt(call)
  const id = idAt(call, 1, 'An option with this id')
  const option = record.options.find(one => one.id === id)
  if (option === undefined) throw notFound('v3', 'An option with this id')
  return { record, option }
}

function modifierAt(call: Call): { record: ProductRecord; modifier: Modifier } {
  const record = productAt(call)
  const id = idAt(call, 1, 'A modifier with this id')
  const modifier = record.modifiers.find(one => one.id === id)
  if (modifier === undefined) throw notFound('v3', 'A modifier with this id')
  return { record, modifier }
}

function valueAt<Value extends { readonly id: number }>(call: Call, values: readonly Value[]): Value {
  const id = idAt(call, 2, 'An option value with this id')
  const value = values.find(one => one.id === id)
  if (value === undefined) throw notFound('v3', 'An option value with this id')
  return value
}

/** The modifier value that the path names, and whose it is. @throws Refusal 404 */
export function modifierValueAt(call: Call): { record: ProductRecord; modifier: Modifier; value: ModifierValue } {
  const { record, modifier } = modifierAt(call)
  return { record, modifier, value: valueAt(call, modifier.option_values) }
}

const placeOf = ({ store }: Call, { row }: ProductRecord): Place => store.builder.placeOf(row.id)

const save = (call: Call, record: ProductRecord) => call.store.productChanges.replace(record)

/** The values with one of them in its other state. */
const withValue = <Value extends { readonly id: number }>(values: readonly Value[], changed: Value) =>
  values.map(value => (value.id === changed.id ? changed : value))

const withModifier = (record: ProductRecord, modifier: Modifier): ProductRecord => ({
  ...record,
  modifiers: record.modifiers.map(one => (one.id === modifier.id ? modifier : one)),
})

function postOption(call: Call): Answer {
  const record = productAt(call)
  const body = bodyOf(call, optionBody)
  ruled(() => {
    checkChoiceName(record, body.display_name, null)
    checkLabels(body.option_values)
  })
  const option = newOption(record, body, placeOf(call, record))
  save(call, { ...record, options: [...record.options, option] })
  return data(option)
}

function putOption(call: Call): Answer {
  const { record, option } = optionAt(call)
  const changed = changedOption(option, bodyOf(call, optionChange))
  ruled(() => checkChoiceName(record, changed.display_name, option.id))
  save(call, withOption(record, changed))
  return data(changed)
}

function deleteOption(call: Call): Answer {
  const { record, option } = optionAt(call)
  save(call, withoutOption(record, option.id, placeOf(call, record)))
  return noContent
}

function postOptionValue(call: Call): Answer {
  const { record, option } = optionAt(call)
  const body = bodyOf(call, optionValueBody)
  ruled(() => checkLabels([...option.option_values, body]))
  const value = newValue(option.type, body, placeOf(call, record).ids)
  save(call, withOption(record, { ...option, option_values: [...option.option_values, value] }))
  return data(value)
}

function putOptionValue(call: Call): Answer {
  const { record, option } = optionAt(call)
  const value = changedValue(valueAt(call, option.option_values), bodyOf(call, optionValueChange))
  const option_values = withValue(option.option_values, value)
  ruled(() => checkLabels(option_values))
  save(call, withOption(record, { ...option, option_values }))
  return data(value)
}

function deleteOptionValue(call: Call): Answer {
  const { record, option } = optionAt(call)
  const { id } = valueAt(call, option.option_values)
  save(call, withoutValue(record, option, id, placeOf(call, record)))
  return noContent
}

function postModifier(call: Call): Answer {
  const record = productAt(call)
  const body = bodyOf(call, modifierBody)
  ruled(() => {
    checkChoiceName(record, body.display_name, null)
    checkLabels(body.option_values ?? [])
  })
  const modifier = newModifier(record, body, placeOf(call, record))
  save(call, { ...record, modifiers: [...record.modifiers, modifier] })
  return data(modifier)
}

function putModifier(call: Call): Answer {
  const { record, modifier } = modifierAt(call)
  const changed = changedModifier(modifier, bodyOf(call, modifierChange))
  ruled(() => checkChoiceName(record, changed.display_name, modifier.id))
  save(call, withModifier(record, changed))
  return data(changed)
}

function deleteModifier(call: Call): Answer {
  const { record, modifier } = modifierAt(call)
  save(call, { ...record, modifiers: record.modifiers.filter(one => one.id !== modifier.id) })
  return noContent
}

function postModifierValue(call: Call): Answer {
  const { record, modifier } = modifierAt(call)
  const body = bodyOf(call, modifierValueBody)
  ruled(() => checkLabels([...modifier.option_values, body]))
  const value = newModifierValue(modifier, body, placeOf(call, record).ids)
  save(call, withModifier(record, { ...modifier, option_values: [...modifier.option_values, value] }))
  return data(value)
}

function putModifierValue(call: Call): Answer {
  const owner = modifierValueAt(call)
  const old = owner.value
  const { adjusters, ...body } = bodyOf(call, modifierValueChange)
  const value = { ...changedValue(old, body), adjusters: { ...old.adjusters, ...adjusters } }
  saveModifierValue(call, owner, value)
  return data(value)
}

/** Puts the value in the place of the one with its id. @throws Refusal 422 where another has its label */
export function saveModifierValue(
  call: Call,
  { record, modifier }: { record: ProductRecord; modifier: Modifier },
  value: ModifierValue,
): void {
  const option_values = withValue(modifier.option_values, value)
  ruled(() => checkLabels(option_values))
  save(call, withModifier(record, { ...modifier, option_values }))
}

function deleteModifierValue(call: Call): Answer {
  const {
    record,
    modifier,
    value: { id },
  } = modifierValueAt(call)
  const option_values = modifier.option_values.filter(value => value.id !== id)
  save(call, withModifier(record, { ...modifier, option_values }))
  return noContent
}

const options = '/v3/catalog/products/{id}/options'
const modifiers = '/v3/catalog/products/{id}/modifiers'

export const choiceWriteRoutes: readonly Route[] = [
  { method: 'POST', path: options, scope, answer: postOption },
  { method: 'PUT', path: `${options}/{part_id}`, scope, answer: putOption },
  { method: 'DELETE', path: `${options}/{part_id}`, scope, answer: deleteOption },
  { method: 'POST', path: `${options}/{part_id}/values`, scope, answer: postOptionValue },
  { method: 'PUT', path: `${options}/{part_id}/values/{value_id}`, scope, answer: putOptionValue },
  { method: 'DELETE', path: `${options}/{part_id}/values/{value_id}`, scope, answer: deleteOptionValue },
  { method: 'POST', path: modifiers, scope, answer: postModifier },
  { method: 'PUT', path: `${modifiers}/{part_id}`, scope, answer: putModifier },
  { method: 'DELETE', path: `${modifiers}/{part_id}`, scope, answer: deleteModifier },
  { method: 'POST', path: `${modifiers}/{part_id}/values`, scope, answer: postModifierValue },
  { method: 'PUT', path: `${modifiers}/{part_id}/values/{value_id}`, scope, answer: putModifierValue },
  { method: 'DELETE', path: `${modifiers}/{part_id}/values/{value_id}`, scope, answer: deleteModifierValue },
]
