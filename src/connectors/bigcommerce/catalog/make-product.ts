import type { Read } from '../../../connector/catalog.ts'
import type { MadeProduct, NewProduct } from '../../../connector/product-maker.ts'
import type { ObservedProduct } from '../../../domain/observed.ts'
import type { StoreApi, WriteNeeds } from '../client/request.ts'
import { customFieldsOf } from './custom-fields.ts'
import { readProduct } from './product.ts'
import { idOf, isRawRow } from './read-fields.ts'
import { rowMembers, writtenFields } from './write-fields.ts'
import { verdictOf } from './write-refusal.ts'
import { rejection } from './write-words.ts'

/** Fields that stand in the body of a new product; pictures follow, in a way of their own. */
export const newProductFields: ReadonlySet<string> = new Set([...writtenFields.product.keys(), 'customFields'])
export const newVariantFields: ReadonlySet<string> = new Set(writtenFields.variant.keys())

/** Documented. */
const variantsMost = 600
const optionValuesMost = 250
const optionCharactersMost = 255

/** Why the store would not take a new product as a whole, with what to do; null where it would. */
export function productFaultOf({ fields, variants }: NewProduct): string | null {
  if (fields.type === undefined) return 'A product must have a type: choose physical or digital.'
  for (const needed of ['name', 'price', 'weight']) {
    if (fields[needed] === undefined) return `A product must have a ${needed}: type one${hintFor(needed)}.`
  }
  if (variants.length > variantsMost) {
    return `The product has ${variants.length} variants and BigCommerce takes ${variantsMost}: make two products of it.`
  }
  if (!hasOptions({ fields, variants })) {
    return variants.length <= 1 ? null : 'Several variants need options that tell them apart: give them some.'
  }
  return variants.find(({ fields: own }) => !isText(own.sku)) === undefined
    ? faultOfOptions(variants)
    : 'Every variant must have a SKU: give it one, or let the hub fill them from a pattern.'
}

function hintFor(needed: string): string {
  return needed === 'name' ? '' : '; 0 is allowed'
}

function faultOfOptions(variants: NewProduct['variants']): string | null {
  const values = new Map<string, Set<string>>()
  for (const { option, value } of variants.flatMap(({ optionValues }) => optionValues)) {
    for (const text of [option, value]) {
      if (text.trim() === '') return 'An option and each of its values need a name: type one.'
      if ([...text].length > optionCharactersMost) {
        return `“${text.slice(0, 60)}…” is longer than the ${optionCharactersMost} characters that BigCommerce takes: make it shorter.`
      }
    }
    const known = values.get(option) ?? new Set()
    values.set(option, known.add(value))
    if (known.size > optionValuesMost) {
      return `The option “${option}” has more than the ${optionValuesMost} values that BigCommerce takes: make two products of it.`
    }
  }
  const chosen = variants.map(({ optionValues }) => choiceOf(optionValues))
  if (variants.some(({ optionValues }) => new Set(optionValues.map(one => one.option)).size !== values.size)) {
    return 'Every variant needs one value of each option: give it those that are missing.'
  }
  return new Set(chosen).size === chosen.length ? null : 'Two variants have the same options: leave one of them out.'
}

function choiceOf(values: NewProduct['variants'][number]['optionValues']): string {
  return JSON.stringify(values.map(({ option, value }) => [option, value.toLowerCase()]).sort())
}

function hasOptions({ variants }: NewProduct): boolean {
  return variants.some(({ optionValues }) => optionValues.length > 0)
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value.trim() !== ''
}

/** What the maker needs of the connection. */
interface MakeTools {
  readonly api: Pick<StoreApi, 'post'>
  readonly host: string
  readonly needs: WriteNeeds
  shown(remoteIds: readonly string[]): Promise<Read<readonly ObservedProduct[]>>
}

/** Makes a product with its options and variants, with one request: what it shows then is in the answer, or read. */
export async function makeProduct(product: NewProduct, { api, host, needs, shown }: MakeTools): Promise<MadeProduct> {
  const answer = await api.post('/v3/catalog/products', bodyOf(product), needs)
  const verdict = verdictOf(answer, 'product', host)
  switch (verdict.kind) {
    case 'shown':
    case 'partly': {
      const row = answer.kind === 'ok' && isRawRow(answer.json) ? answer.json.data : null
      const remoteId = isRawRow(row) ? idOf(row.id) : null
      return remoteId === null ? untold : { status: 'applied', remoteId, product: await whole(remoteId, row, shown) }
    }
    case 'ended':
      return verdict.outcome.status === 'applied' ? untold : verdict.outcome
    case 'missing':
    case 'refused': {
      const outcome = rejection('product', verdict.complaints)
      return outcome.status === 'applied' ? untold : outcome
    }
  }
}

/** The answer where it shows all parts, as documented; else what the store shows when it is asked. */
async function whole(remoteId: string, row: unknown, shown: MakeTools['shown']): Promise<ObservedProduct | null> {
  const isWhole = isRawRow(row) && Array.isArray(row.variants) && Array.isArray(row.custom_fields)
  const read = isWhole ? readProduct(row) : null
  if (read !== null && 'product' in read && read.product.variants.length > 0) return read.product
  const page = await shown([remoteId])
  return page.ok ? (page.value.find(one => one.remoteId === remoteId) ?? null) : null
}

const untold: MadeProduct = {
  status: 'unknown',
  reason: 'The store’s answer does not show what was made. The hub will look.',
}

/**
 * JSON as text, with decimals as they are. A product without options has its SKU itself; its base variant takes the rest
 * from the product, and what it has of its own is written once it is there.
 */
function bodyOf(product: NewProduct): string {
  const { fields, variants } = product
  const { customFields, ...own } = fields
  const isSimple = !hasOptions(product)
  const sku = isSimple ? (variants[0]?.fields.sku ?? own.sku) : own.sku
  const members = rowMembers('product', withoutNone({ ...own, sku }))
  const pairs = customFieldsOf(customFields).map(({ name, value }) => ({ name, value }))
  if (pairs.length > 0) members.push(`"custom_fields":${JSON.stringify(pairs)}`)
  if (!isSimple) members.push(`"variants":[${variants.map(variantJson).join(',')}]`)
  return `{${members.join(',')}}`
}

function variantJson({ fields, optionValues }: NewProduct['variants'][number]): string {
  const values = optionValues.map(({ option, value }) => ({ option_display_name: option, label: value }))
  return `{${[`"option_values":${JSON.stringify(values)}`, ...rowMembers('variant', withoutNone(fields))].join(',')}}`
}

function withoutNone(fields: NewProduct['fields']) {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, value]])),
  )
}
