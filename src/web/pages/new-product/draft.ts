import type { Input } from '../../../api/contract/route.ts'
import type { Routes } from '../../../api/contract/routes.ts'
import { type Choice, combinationKey, newCombinations, type Option } from '../product/combinations.ts'

type Body = Input<Routes['POST /api/products']>['body']

/** What is typed of one variant. */
export interface TypedVariant {
  readonly sku: string
  readonly price: string
}
export const nothingTyped: TypedVariant = { sku: '', price: '' }

/** All that is typed of a product that is not made yet. */
export interface Draft {
  readonly values: Readonly<Record<string, unknown>>
  readonly options: readonly Option[]
  /** By combination, so that it stays with its variant whatever options come and go. */
  readonly variants: ReadonlyMap<string, TypedVariant>
  /** Combinations that the product is not to have. */
  readonly leftOut: ReadonlySet<string>
  readonly channelIds: readonly string[]
}

export const emptyDraft: Draft = {
  values: { visible: true, type: 'physical' },
  options: [],
  variants: new Map(),
  leftOut: new Set(),
  channelIds: [],
}

/** A variant that the options come to. */
export interface Combination {
  readonly key: string
  readonly choices: readonly Choice[]
}

const isBlank = ({ name, values }: Option) => name.trim() === '' && values.length === 0
const isSame = (a: string, b: string) => a.trim().toLowerCase() === b.trim().toLowerCase()
const isWhole = ({ name, values }: Option) => name.trim() !== '' && values.length > 0

/**
 * Every combination of the options that are typed in full; null for more than a product can have. A second option of the
 * same name is left out here, and refused where it stands.
 */
export function combinationsOf(options: readonly Option[]): readonly Combination[] | null {
  const isTwin = ({ name }: Option, at: number) => options.slice(0, at).some(other => isSame(other.name, name))
  const whole = options.filter((option, at) => isWhole(option) && !isTwin(option, at))
  const all = newCombinations(whole, new Map(whole.map(({ name, values }) => [name, values])), [])
  return all?.map(choices => ({ key: combinationKey(choices), choices })) ?? null
}

/** Those that the product is to have. */
export function chosenOf(combinations: readonly Combination[], { leftOut }: Draft): readonly Combination[] {
  return combinations.filter(({ key }) => !leftOut.has(key))
}

/** What the hub is asked for: what is left empty is not given. */
export function bodyOf({ values, options, variants, channelIds }: Draft, chosen: readonly Combination[]): Body {
  const given = options.filter(one => !isBlank(one))
  return {
    fields: whatIsTyped(values),
    ...(given.length > 0 && {
      options: given.map(({ name, values: labels }) => ({ name, values: [...labels] })),
      variants: chosen.map(({ key, choices }) => ({
        fields: whatIsTyped({ ...(variants.get(key) ?? nothingTyped) }),
        optionValues: [...choices],
      })),
    }),
    ...(channelIds.length > 0 && { channelIds: [...channelIds] }),
  }
}

function whatIsTyped(values: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isTyped = (value: unknown) => value !== undefined && value !== null && String(value).trim() !== ''
  return Object.fromEntries(Object.entries(values).filter(([, value]) => isTyped(value)))
}

/** Sentences by the control that they belong to: `fields.name`, `options.0.values`, `SKU of` a combination. */
export type Faults = Readonly<Record<string, string>>

export const placeOfVariant = (key: string, field: string) => `${field} of ${key}`

/** The hub’s faults, which count what was sent, at the controls of what was typed. */
export function faultsAt(fields: Faults, { options }: Draft, sent: readonly Combination[]): Faults {
  const places = options.flatMap((one, at) => (isBlank(one) ? [] : [at]))
  return Object.fromEntries(
    Object.entries(fields).map(([place, sentence]) => {
      const [part = '', index = '', ...rest] = place.split('.')
      const field = rest.at(-1) ?? ''
      if (part === 'options' && places[Number(index)] !== undefined) {
        return [`options.${places[Number(index)]}.${field}`, sentence]
      }
      const variant = part === 'variants' && index !== '' ? sent[Number(index)] : undefined
      return [variant === undefined ? place : placeOfVariant(variant.key, field), sentence]
    }),
  )
}

/** Without what is said at one control. */
export function withoutFaults(faults: Faults, place: string): Faults {
  return Object.fromEntries(Object.entries(faults).filter(([at]) => at !== place))
}

/** What is said of options and variants is another matter once there are other options. */
export function onlyOfFields(faults: Faults): Faults {
  return Object.fromEntries(Object.entries(faults).filter(([at]) => at.startsWith('fields.')))
}
