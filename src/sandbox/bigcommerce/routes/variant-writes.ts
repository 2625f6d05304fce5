import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import { withoutVariants, withVariantFields } from '../catalog/edit.ts'
import { newVariantBody, variantChange, variantImage } from '../catalog/input/variant.ts'
import { checkNotLast } from '../catalog/rules.ts'
import type { ProductRecord } from '../catalog/types.ts'
import { withChangedVariant, withNewVariant } from '../catalog/variant-writes.ts'
import type { Answer } from '../http/answer.ts'
import { data, noContent } from '../http/answer.ts'
import { bodyOf } from '../http/input.ts'
import { productAt } from './products.ts'
import { ruled } from './ruled.ts'
import { hasPicture, keptPicture, variantPictures } from './sent-picture.ts'
import { putVariants } from './variant-batch.ts'

const scope = 'store_v2_products'
const what = 'A variant with this id'

/** The position of the variant with this id. @throws Refusal 404 */
function variantAt(record: ProductRecord, id: number): number {
  const at = record.variants.findIndex(variant => variant.id === id)
  if (at < 0) throw notFound('v3', what)
  return at
}

function post(call: Call): Answer {
  const record = productAt(call)
  const body = bodyOf(call, newVariantBody)
  const changed = ruled(() => call.store.productChanges.replace(withNewVariant(call.store, record, body)))
  return data(changed.variants.at(-1))
}

function put(call: Call): Answer {
  const record = productAt(call)
  const at = variantAt(record, idAt(call, 1, what))
  const body = bodyOf(call, variantChange)
  const changed = ruled(() => call.store.productChanges.replace(withChangedVariant(call.store, record, at, body)))
  return data(changed.variants[at])
}

function remove(call: Call): Answer {
  const record = productAt(call)
  const id = idAt(call, 1, what)
  variantAt(record, id)
  ruled(() => checkNotLast(record))
  const place = call.store.builder.placeOf(record.row.id)
  call.store.productChanges.replace(withoutVariants(record, variant => variant.id !== id, place))
  return noContent
}

/** Documented: a variant has one picture at most; a second one takes its place. */
function postImage(call: Call): Answer {
  const record = productAt(call)
  const at = variantAt(record, idAt(call, 1, what))
  const changed = hasPicture(call)
    ? withVariantFields(record, at, {
        image_url: call.store.pictures.addressOf(keptPicture(call, variantPictures).picture),
      })
    : withChangedVariant(call.store, record, at, bodyOf(call, variantImage))
  const { variants } = call.store.productChanges.replace(changed)
  return data({ image_url: variants[at]?.image_url })
}

const variants = '/v3/catalog/products/{id}/variants'

export const variantWriteRoutes: readonly Route[] = [
  { method: 'POST', path: variants, scope, answer: post },
  { method: 'PUT', path: `${variants}/{part_id}`, scope, answer: put },
  { method: 'DELETE', path: `${variants}/{part_id}`, scope, answer: remove },
  { method: 'POST', path: `${variants}/{part_id}/image`, scope, takesForms: true, answer: postImage },
  { method: 'PUT', path: '/v3/catalog/variants', scope, answer: putVariants },
]
