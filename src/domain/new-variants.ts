import type { FieldFault } from './edit.ts'
import { readFieldValue } from './edit-values.ts'
import type { FieldPart, FieldValue } from './fields.ts'
import { nameKey } from './match.ts'
import type { OptionChoice } from './plan.ts'

/** A variant that somebody wants of a product: its fields as they were given, and one value of each option. */
export interface GivenVariant {
  readonly fields: Readonly<Record<string, unknown>>
  readonly optionValues: readonly OptionChoice[]
}

/** The same once it was read: in the order of the product's options, and with their spelling. */
export interface ReadVariant {
  readonly fields: Readonly<Record<string, FieldValue>>
  readonly optionValues: readonly OptionChoice[]
}

/** Documented for BigCommerce; no platform takes more. */
export const variantsMost = 600
const valuesMost = 250

/** The options by which the variants of a product are told apart, with the values that they have, each once. */
export function optionsOfVariants(chosen: readonly (readonly OptionChoice[])[]): Map<string, string[]> {
  const options = new Map<string, string[]>()
  for (const { option, value } of chosen.flat()) {
    const values = options.get(option) ?? []
    options.set(option, values)
    if (!values.includes(value)) values.push(value)
  }
  return options
}

/** The option values of a variant's fields. */
export function choicesIn(value: FieldValue | undefined): OptionChoice[] {
  const parts: readonly FieldPart[] = Array.isArray(value) ? value : []
  return parts.flatMap(part =>
    typeof part === 'string' ? [] : [{ option: String(part.option), value: String(part.value) }],
  )
}

/** By which two variants of one product are the same. */
export function choiceKey(choices: readonly OptionChoice[]): string {
  return choices
    .map(({ option, value }) => `${nameKey(option)}=${nameKey(value)}`)
    .sort()
    .join('\n')
}

/**
 * Reads variants that a product is to get besides those that it has (`present`, by their option values), or says what is
 * wrong: the names of the faults are `variants.0.sku`, `variants.0.optionValues`.
 */
export function readNewVariants(
  given: readonly GivenVariant[],
  present: readonly (readonly OptionChoice[])[],
): { readonly variants: readonly ReadVariant[]; readonly faults: readonly FieldFault[] } {
  const options = optionsOfVariants(present)
  const taken = new Set(present.map(choiceKey))
  const faults: FieldFault[] = []
  if (present.length + given.length > variantsMost) {
    const sentence = `A product takes ${variantsMost} variants, and this one has ${present.length}: add fewer.`
    faults.push({ field: 'variants', sentence })
  }
  const variants = given.map(({ fields, optionValues }, at) => {
    const fault = (field: string, sentence: string) => faults.push({ field: `variants.${at}.${field}`, sentence })
    const choices = readChoices(optionValues, options, sentence => fault('optionValues', sentence))
    const key = choiceKey(choices)
    if (choices.length > 0 && taken.has(key)) {
      fault('optionValues', `The product has a variant ${inWords(choices)} already: choose other values.`)
    }
    taken.add(key)
    return { fields: readFields(fields, fault), optionValues: choices }
  })
  for (const [option, values] of optionsOfVariants([...present, ...variants.map(one => one.optionValues)])) {
    if (values.length <= valuesMost) continue
    const sentence = `“${option}” would have ${values.length} values and an option takes ${valuesMost}: add fewer.`
    faults.push({ field: 'variants', sentence })
  }
  return { variants, faults }
}

function readFields(given: Readonly<Record<string, unknown>>, fault: (field: string, sentence: string) => void) {
  const fields: Record<string, FieldValue> = {}
  for (const [field, value] of Object.entries(given)) {
    if (notGiven.has(field)) {
      fault(field, notGiven.get(field) ?? '')
      continue
    }
    const read = readFieldValue('variant', field, value)
    if ('fault' in read) fault(field, read.fault)
    else if (read.value !== null) fields[field] = read.value
  }
  if (fields.sku === undefined && !('sku' in given && given.sku !== null && given.sku !== '')) {
    fault('sku', 'A variant needs a SKU of its own: give it one.')
  }
  return fields
}

const notGiven = new Map([
  ['optionValues', 'The values of its options stand beside its fields, not among them.'],
  ['imageUrl', 'A new variant gets its image once it is in the store.'],
])

/** One value for each option, in the product's order and spelling. */
function readChoices(
  given: readonly OptionChoice[],
  options: ReadonlyMap<string, readonly string[]>,
  fault: (sentence: string) => void,
): OptionChoice[] {
  const wanted = new Map<string, string>()
  for (const { option, value } of given) {
    if (wanted.has(nameKey(option))) fault(`Give one value of “${option}”.`)
    if (value.trim() === '') fault(`The value of “${option}” cannot be blank.`)
    wanted.set(nameKey(option), value.trim())
  }
  const names = [...options.keys()]
  const unknown = given.find(({ option }) => !names.some(name => nameKey(name) === nameKey(option)))
  if (unknown !== undefined) {
    fault(
      `The variants of this product have no option “${unknown.option}”: those that there are would have no value of it. They have ${names.join(', ')}.`,
    )
  }
  return names.flatMap(option => {
    const value = wanted.get(nameKey(option))
    if (value === undefined) {
      fault(`Give a value of “${option}”, too.`)
      return []
    }
    const known = options.get(option)?.find(one => nameKey(one) === nameKey(value))
    return [{ option, value: known ?? value }]
  })
}

function inWords(choices: readonly OptionChoice[]): string {
  return choices.map(({ option, value }) => `“${option}: ${value}”`).join(', ')
}
