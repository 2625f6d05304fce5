import { z } from 'zod'
import type { Call } from '../call.ts'
import { notFound } from '../call.ts'
import { newVariantInBatch, variantInBatch } from '../catalog/input/variant.ts'
import type { ProductRecord, Variant } from '../catalog/types.ts'
import { withChangedVariant, withNewVariant } from '../catalog/variant-writes.ts'
import type { Answer } from '../http/answer.ts'
import { data, json, problem, Refusal } from '../http/answer.ts'
import { batchOf, bodyOf } from '../http/input.ts'
import type { Store } from '../store.ts'
import { ruled } from './ruled.ts'

/** Documented: how many variants one call changes. */
const changedMost = 50

/** One row of the batch: which product it changes, and how. */
interface Row {
  readonly id: number
  readonly change: (record: ProductRecord) => ProductRecord
  /** Null where the variant is a new one, which is then the last of its product. */
  readonly variantId: number | null
}

const namesVariant = (item: unknown) => typeof item === 'object' && item !== null && 'id' in item

/** @throws Refusal 404 or 422 */
function rowOf(call: Call): Row {
  const { store, body } = call
  if (!namesVariant(body)) {
    const { product_id: id, ...made } = bodyOf(call, newVariantInBatch)
    if (store.catalog.product(id) === undefined) throw notFound('v3', 'A product with this id')
    return { id, change: record => withNewVariant(store, record, made), variantId: null }
  }
  const { id: variantId, ...changed } = bodyOf(call, variantInBatch)
  const variant = store.catalog.variant(variantId)
  if (variant === undefined) throw notFound('v3', 'A variant with this id')
  const change = (record: ProductRecord) => {
    // A row before this one may have put it in another place, or a variant of options in that of the base variant.
    const at = record.variants.findIndex(one => one.id === variantId)
    if (at < 0) throw notFound('v3', 'A variant with this id')
    return withChangedVariant(store, record, at, changed)
  }
  return { id: variant.product_id, change, variantId }
}

/**
 * Makes the changes, all or none, and gives the variants of the rows. Guess: but not one that a later row replaced, as
 * the first variant of options does the base variant. @throws Refusal
 */
function changeVariants(store: Store, rows: readonly Row[]): Variant[] {
  const ids: (number | undefined)[] = []
  const changes = rows.map(({ id, change, variantId }) => ({
    id,
    change: (record: ProductRecord) => {
      const changed = ruled(() => change(record))
      ids.push(variantId ?? changed.variants.at(-1)?.id)
      return changed
    },
  }))
  const records = store.productChanges.replaceAll(changes)
  return records.flatMap(({ variants }, at) => variants.find(variant => variant.id === ids[at]) ?? [])
}

/** What the work gives, or why it is refused. */
function attempt<T>(work: () => T): T | Refusal {
  try {
    return work()
  } catch (error) {
    if (error instanceof Refusal) return error
    throw error
  }
}

/** Documented: a batch that is refused says so in a list of errors. Guess: then nothing of it takes effect. */
function batchErrors(call: Call, refusals: readonly Refusal[]): Answer {
  const errors = refusals.map(refusal => JSON.parse(String(problem('v3', refusal, call.path).body)))
  return json(422, { batch_errors: errors })
}

/** PUT of up to 50 variants of any products, which also makes those that have no id yet. */
export function putVariants(call: Call): Answer {
  const items = batchOf(call, z.unknown(), changedMost)
  const rows = items.map(item => attempt(() => rowOf({ ...call, body: item })))
  const refusals = rows.filter(row => row instanceof Refusal)
  if (refusals.length > 0) return batchErrors(call, refusals)
  const good = rows.flatMap(row => (row instanceof Refusal ? [] : [row]))
  const changed = attempt(() => changeVariants(call.store, good))
  return changed instanceof Refusal ? batchErrors(call, [changed]) : data(changed)
}
