import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import { withoutVariants } from '../catalog/edit.ts'
import { newVariantBody, newVariantInBatch, variantChange, variantInBatch } from '../catalog/input/variant.ts'
import { checkNotLast } from '../catalog/rules.ts'
import type { ProductRecord, Variant } from '../catalog/types.ts'
import { withChangedVariant, withNewVariant } from '../catalog/variant-writes.ts'
import type { Answer } from '../http/answer.ts'
import { data, json, problem, Refusal } from '../http/answer.ts'
import { batchOf, bodyOf } from '../http/input.ts'
import { nothing } from './product-writes.ts'
import { productAt } from './products.ts'
import { ruled } from './ruled.ts'

const scope = 'store_v2_products'
const what = 'A variant with this id'

/** Documented: how many variants one call changes. */
const changedMost = 50

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
  return nothing
}

/** One row of the batch: whose product it changes, and how; the variant is looked for in what comes of it. */
interface BatchRow {
  readonly id: number
  readonly change: (record: ProductRecord) => ProductRecord
  /** The id of the variant; null where it is a new one, the last of its product at that moment. */
  readonly variantId: number | null
}

const isKnown = (item: unknown) => typeof item === 'object' && item !== null && 'id' in item

function batchRow(call: Call): BatchRow {
  const { store, body } = call
  if (!isKnown(body)) {
    const { product_id: id, ...made } = bodyOf(call, newVariantInBatch)
    if (store.catalog.product(id) === undefined) throw notFound('v3', 'A product with this id')
    return { id, change: record => withNewVariant(store, record, made), variantId: null }
  }
  const { id: variantId, ...changed } = bodyOf(call, variantInBatch)
  const id = store.catalog.variants.find(variant => variant.id === variantId)?.product_id
  if (id === undefined) throw notFound('v3', what)
  const change = (record: ProductRecord) => withChangedVariant(store, record, variantAt(record, variantId), changed)
  return { id, change, variantId }
}

/** Documented: a batch that is refused says so in a list of errors. Guess: then nothing of it takes effect. */
function batchErrors(call: Call, refusals: readonly Refusal[]): Answer {
  const errors = refusals.map(refusal => JSON.parse(problem('v3', refusal, call.path).body ?? ''))
  return json(422, { batch_errors: errors })
}

function putBatch(call: Call): Answer {
  const rows: BatchRow[] = []
  const refusals: Refusal[] = []
  for (const item of batchOf(call, z.unknown(), changedMost)) {
    try {
      rows.push(batchRow({ ...call, body: item }))
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      refusals.push(error)
    }
  }
  if (refusals.length > 0) return batchErrors(call, refusals)
  const ids: number[] = []
  const changes = rows.map(({ id, change, variantId }) => ({
    id,
    change: (record: ProductRecord) => {
      const changed = ruled(() => change(record))
      ids.push(variantId ?? changed.variants.at(-1)?.id ?? 0)
      return changed
    },
  }))
  try {
    const known = new Map<number, Variant>()
    for (const { variants } of call.store.productChanges.replaceAll(changes)) {
      for (const variant of variants) known.set(variant.id, variant)
    }
    return data(ids.flatMap(id => known.get(id) ?? []))
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return batchErrors(call, [error])
  }
}

const variants = '/v3/catalog/products/{id}/variants'

export const variantWriteRoutes: readonly Route[] = [
  { method: 'POST', path: variants, scope, answer: post },
  { method: 'PUT', path: `${variants}/{part_id}`, scope, answer: put },
  { method: 'DELETE', path: `${variants}/{part_id}`, scope, answer: remove },
  { method: 'PUT', path: '/v3/catalog/variants', scope, answer: putBatch },
]
