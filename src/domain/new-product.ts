import { definitionOf, isEditable, readFieldValue } from './edit-values.ts'
import type { FieldValue } from './fields.ts'
import type { Level } from './plan.ts'
import { skuKey } from './sku.ts'

/** A product as somebody gives it to the hub: values as JSON has them, or as they are typed. */
export interface GivenProduct {
  readonly fields: Readonly<Record<string, unknown>>
  /** In the order in which a shopper is asked for them; as the variants name them unless given. */
  readonly options?: readonly { readonly name: string; readonly values: readonly string[] }[] | undefined
  readonly variants?: readonly GivenVariant[] | undefined
}

interface GivenVariant {
  readonly fields: Readonly<Record<string, unknown>>
  readonly optionValues: readonly OptionValue[]
}

interface OptionValue {
  readonly option: string
  readonly value: string
}

type Values = Readonly<Record<string, FieldValue>>

/** A product as the master catalog keeps it. One without options has one variant, whose SKU is its own. */
export interface NewMaster {
  readonly fields: Values
  readonly options: readonly { readonly name: string; readonly values: readonly string[] }[]
  readonly variants: readonly { readonly fields: Values }[]
}

/** By input field, such as `fields.price` or `variants.2.fields.sku`. */
type Faults = Record<string, string>

const variantsMost = 600

/** Reads a new product, or says what is wrong with it, field by field. */
export function readNewProduct(given: GivenProduct): { product: NewMaster } | { faults: Faults } {
  const faults: Faults = {}
  const own = readFields('product', given.fields, 'fields', faults)
  if (own.name === undefined && faults['fields.name'] === undefined) {
    faults['fields.name'] = 'A product needs a name: type one.'
  }
  const usual = { type: 'physical', visible: true } as const
  const variants = given.variants ?? []
  const fields: Values = { ...usual, ...own }
  const options = optionsOf(given)
  refuseOptions(options, faults)
  const isClear = !Object.keys(faults).some(place => place.startsWith('options.'))
  if (isClear && options.length > 0 && variants.length === 0) faults.variants = 'Give the product at least one variant.'
  if (variants.length > variantsMost) faults.variants = `A product has at most ${variantsMost} variants.`
  const read: Values[] = variants.map(({ fields: values, optionValues }, at) => {
    const place = `variants.${at}`
    const fault = isClear ? faultOfChoice(optionValues, options, variants.length) : null
    if (fault !== null) faults[`${place}.optionValues`] = fault
    const chosen = options.flatMap(({ name }) => optionValues.filter(({ option }) => isSame(option, name)))
    return {
      ...readFields('variant', values, `${place}.fields`, faults),
      ...(chosen.length > 0 && { optionValues: chosen.map(({ option, value }) => ({ option, value })) }),
    }
  })
  refuseTwins(read, faults)
  if (options.length === 0 && variants.length > 1)
    faults.variants = 'Several variants need options that tell them apart.'
  if (Object.keys(faults).length > 0) return { faults }
  if (options.length > 0) return { product: { fields, options, variants: read.map(one => ({ fields: one })) } }
  // A product and its only variant have one SKU.
  const [base = {}] = read
  const sku = base.sku ?? fields.sku
  const shared = sku === undefined ? {} : { sku }
  return { product: { fields: { ...fields, ...shared }, options, variants: [{ fields: { ...base, ...shared } }] } }
}

function readFields(level: Level, given: Readonly<Record<string, unknown>>, place: string, faults: Faults): Values {
  const values: Record<string, FieldValue> = {}
  for (const [field, value] of Object.entries(given)) {
    const definition = definitionOf(level, field)
    if (definition === undefined || !isEditable(level, field) || definition.storeBound === true) {
      faults[`${place}.${field}`] = `${definition?.label ?? field} can’t be given to a new ${level}.`
      continue
    }
    if (value === null || value === '') continue
    const read = readFieldValue(level, field, value)
    if ('fault' in read) faults[`${place}.${field}`] = read.fault
    else if (read.value !== null) values[field] = read.value
  }
  return values
}

function optionsOf({ options, variants = [] }: GivenProduct): NewMaster['options'] {
  if (options !== undefined) return options
  const named = new Map<string, string[]>()
  for (const { option, value } of variants.flatMap(one => one.optionValues)) {
    const values = named.get(option) ?? []
    named.set(option, values)
    if (!values.some(known => isSame(known, value))) values.push(value)
  }
  return [...named].map(([name, values]) => ({ name, values }))
}

/** A fault of an option is said there, not at each variant that has it. */
function refuseOptions(options: NewMaster['options'], faults: Faults): void {
  for (const [at, { name, values }] of options.entries()) {
    const place = `options.${at}`
    if (name.trim() === '') faults[`${place}.name`] = 'An option needs a name: type one.'
    else if (options.slice(0, at).some(other => isSame(other.name, name))) {
      faults[`${place}.name`] = 'Another option has this name.'
    }
    const twin = values.find((value, index) => values.slice(0, index).some(other => isSame(other, value)))
    if (values.length === 0) faults[`${place}.values`] = 'Give it at least one value.'
    else if (values.some(value => value.trim() === '')) faults[`${place}.values`] = 'A value needs a name: type one.'
    else if (twin !== undefined) faults[`${place}.values`] = `It has the value “${twin}” twice.`
  }
}

function faultOfChoice(chosen: readonly OptionValue[], options: NewMaster['options'], count: number): string | null {
  for (const { name, values } of options) {
    const own = chosen.filter(({ option }) => isSame(option, name))
    const [first] = own
    if (first === undefined || own.length > 1) return `Give this variant one value of “${name}”.`
    if (!values.some(value => isSame(value, first.value))) {
      return `“${name}” has no value “${first.value}”: it has ${values.join(', ')}.`
    }
  }
  if (chosen.some(({ option, value }) => option.trim() === '' || value.trim() === '')) {
    return 'An option and its value need a name: type both.'
  }
  const unknown = chosen.find(({ option }) => !options.some(({ name }) => isSame(name, option)))
  if (unknown !== undefined) return `The product has no option “${unknown.option}”.`
  return count > 1 && chosen.length === 0 ? 'Say by which options this variant differs from the others.' : null
}

/** No two variants of a product have the same SKU, or the same options. */
function refuseTwins(variants: readonly Values[], faults: Faults): void {
  const [skus, choices] = [new Set<string>(), new Set<string>()]
  for (const [at, { sku, optionValues }] of variants.entries()) {
    const key = skuKey(typeof sku === 'string' ? sku : undefined)
    if (key !== null && skus.has(key)) faults[`variants.${at}.fields.sku`] = 'Another of these variants has this SKU.'
    if (key !== null) skus.add(key)
    const choice = JSON.stringify(optionValues ?? null).toLowerCase()
    if (optionValues !== undefined && choices.has(choice)) {
      faults[`variants.${at}.optionValues`] = 'Another of these variants has the same options.'
    }
    choices.add(choice)
  }
}

function isSame(a: string, b: string): boolean {
  return a.trim().toLowerCase() === b.trim().toLowerCase()
}
