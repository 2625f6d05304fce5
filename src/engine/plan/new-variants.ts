import type { CatalogWriter } from '../../connector/writer.ts'
import type { WantedOffer } from '../../database/offers-wanted.ts'
import { nameKey } from '../../domain/match.ts'
import { choicesIn } from '../../domain/new-variants.ts'
import { labelOf } from '../../domain/option-list.ts'
import type { Level, OptionChoice, PlannedChange, VariantContent } from '../../domain/plan.ts'

interface Rules {
  readonly writer: Pick<CatalogWriter, 'variantFields' | 'faultOf' | 'valueFaultOf'>
  isOurs(level: Level, field: string): boolean
}

/**
 * A change for each variant that a listing is to get. One whose option has no such value yet makes that, too, with a
 * request more; several that need the same make it once.
 */
export function planNewVariants(wanted: readonly WantedOffer[], rules: Rules): PlannedChange[] {
  const made = new Set<string>()
  return wanted.map(offer => {
    const variant = newVariantOf(offer, rules)
    const missing = missingValues(offer, variant.optionValues)
    const fresh = missing.filter(({ option, value }) => {
      const key = [offer.listingId, nameKey(option), nameKey(value)].join('\n')
      const isNew = !made.has(key)
      made.add(key)
      return isNew
    })
    const fault = faultOf(offer, variant, missing, rules)
    const name = [offer.name, variant.optionValues.map(({ value }) => value).join(' / ')].join(', ')
    return {
      level: 'new_variant',
      listingId: offer.listingId,
      offerId: null,
      field: 'variant',
      part: 'data',
      name,
      sku: offer.sku,
      before: null,
      after: name,
      lostImages: 0,
      priceNow: null,
      edited: false,
      requests: 1 + fresh.length,
      ...(fault === null ? planned : { state: 'rejected', ...fault }),
      content: { productId: offer.productId, fields: {}, variants: [variant] },
    }
  })
}

const planned = { state: 'planned', reason: null, fix: null } as const

/** All that a variant is made with: what the store takes of its fields, and the hub says there. */
export function newVariantOf(
  { variantId, fields }: WantedOffer,
  { writer, isOurs }: Omit<Rules, 'writer'> & { writer: Pick<CatalogWriter, 'variantFields'> },
): VariantContent {
  // Whoever says what its SKU is: there is no variant without one.
  const isSent = (field: string) => field === 'sku' || (writer.variantFields.has(field) && isOurs('variant', field))
  const entries = Object.entries(fields).filter(([field, value]) => value !== undefined && isSent(field))
  return { variantId, optionValues: choicesIn(fields.optionValues), fields: Object.fromEntries(entries) }
}

function missingValues({ options }: WantedOffer, choices: readonly OptionChoice[]): OptionChoice[] {
  return choices.filter(choice => {
    const option = options.find(one => typeof one === 'object' && nameKey(String(one.name)) === nameKey(choice.option))
    if (typeof option !== 'object') return false
    const values: readonly unknown[] = Array.isArray(option.values) ? option.values : []
    return !values.some(value => nameKey(labelOf(value)) === nameKey(choice.value))
  })
}

/** Why the store would not take it, as far as that is known without asking. */
function faultOf(
  { options }: WantedOffer,
  variant: VariantContent,
  missing: readonly OptionChoice[],
  { writer }: Rules,
): { reason: string; fix: string } | null {
  const all = Object.entries({ sku: undefined, ...variant.fields })
  const ofFields = all.map(([field, value]) => writer.faultOf('variant', field, value ?? null))
  const ofValues = missing.map(({ option, value }) => {
    const found = options.find(one => typeof one === 'object' && nameKey(String(one.name)) === nameKey(option))
    const type = typeof found === 'object' ? String(found.type) : ''
    return writer.valueFaultOf({ name: option, type }, value)
  })
  const reason = [...ofFields, ...ofValues].find(fault => fault !== null)
  return reason === undefined ? null : { reason, fix: 'Change the variant, then make a new plan.' }
}
