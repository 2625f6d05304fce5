import type { Store } from '../store.ts'
import { plainVariant } from './draft.ts'
import type { VariantFields } from './edit.ts'
import { isSimple, withVariant, withVariantFields } from './edit.ts'
import { given } from './input/fields.ts'
import type { NewVariantBody, OptionChoice, VariantChange } from './input/variant.ts'
import type { Place } from './parts.ts'
import { pictureUrls } from './parts.ts'
import { refuse } from './refuse.ts'
import { checkSkus, checkVariantCount, checkVariantSku, checkVariants } from './rules.ts'
import type { OptionValue, ProductOption, ProductRecord } from './types.ts'

/**
 * What a body says of a variant, but for its SKU. Documented: a level counts where stock is tracked by variant, and a picture is copied,
 * so that its address becomes the store's own. Guess: a level that doesn't count is ignored.
 */
export function variantFieldsOf({ row }: ProductRecord, body: VariantChange, place: Place): VariantFields {
  const { sku, inventory_level, image_url, ...rest } = given(body)
  return {
    ...rest,
    ...(inventory_level !== undefined && row.inventory_tracking === 'variant' && { inventory_level }),
    ...(image_url !== undefined && { image_url: image_url === '' ? '' : copyOfPicture(place) }),
  }
}

/** The address of a picture that belongs to no list of pictures. */
function copyOfPicture(place: Place): string {
  place.ids.image += 1
  return pictureUrls(place, place.ids.image).url_standard
}

function optionOf(options: readonly ProductOption[], choice: OptionChoice): ProductOption | undefined {
  return options.find(({ id, display_name }) =>
    choice.option_id === undefined ? display_name === choice.option_display_name : id === choice.option_id,
  )
}

function chosenValue(option: ProductOption, choice: OptionChoice): OptionValue | undefined {
  return option.option_values.find(({ id, label }) =>
    choice.id === undefined ? label === choice.label : id === choice.id,
  )
}

/** The labels that a new variant chooses, one for each option, in their order. */
function labelsOf(options: readonly ProductOption[], choices: readonly OptionChoice[]): string[] {
  const labels = new Map<number, string>()
  for (const choice of choices) {
    const option = optionOf(options, choice)
    const value = option === undefined ? undefined : chosenValue(option, choice)
    if (option === undefined || value === undefined) {
      throw refuse('The product has no such option value.', 'Create it first.', 'option_values')
    }
    labels.set(option.id, value.label)
  }
  return options.flatMap(({ id }) => labels.get(id) ?? [])
}

/** The product with one more variant. @throws RuleError */
export function withNewVariant(store: Store, record: ProductRecord, body: NewVariantBody): ProductRecord {
  const { options, row } = record
  const { option_values: choices, ...fields } = body
  const present = isSimple(record) ? [] : record.variants
  const values = labelsOf(options, choices)
  if (options.length === 0) {
    throw refuse('A product without options has its base variant alone.', 'Create an option first.', 'option_values')
  }
  checkVariantCount(present.length + 1)
  // A variant from before the last option was made chooses nothing of it, and can't be the same as the new one.
  const chosen = present.map(variant => variant.option_values.map(value => value.label))
  const complete = chosen.filter(labels => labels.length === options.length)
  checkVariants(
    options.map(option => ({
      name: option.display_name,
      values: option.option_values.map(value => value.label),
    })),
    [...complete, values].map(labels => ({ values: labels })),
  )
  const siblings = [row.sku, ...present.map(variant => variant.sku)]
  checkSkus(store.catalog, { given: [body.sku], siblings }, record, {})
  const place = store.builder.placeOf(row.id)
  const grown = withVariant(record, { ...plainVariant, sku: body.sku, values }, options, place)
  return withVariantFields(grown, grown.variants.length - 1, variantFieldsOf(grown, fields, place))
}

/** The product with other fields in one of its variants. @throws RuleError */
export function withChangedVariant(
  store: Store,
  record: ProductRecord,
  at: number,
  body: VariantChange,
): ProductRecord {
  if (body.sku !== undefined) checkVariantSku(store.catalog, body.sku, { record, at }, {})
  const fields = variantFieldsOf(record, body, store.builder.placeOf(record.row.id))
  return withVariantFields(record, at, body.sku === undefined ? fields : { ...fields, sku: body.sku })
}
