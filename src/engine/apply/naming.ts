import type { FieldWrites, WriteResult } from '../../connector/writer.ts'
import { type ChangeResult, namesOfPlan } from '../../database/changes-to-send.ts'
import { readStoreNames } from '../../database/store-names.ts'
import type { FieldValue } from '../../domain/fields.ts'
import { nameKey } from '../../domain/match.ts'
import type { ObservedProduct } from '../../domain/observed.ts'
import type { StoreNames } from '../../domain/store-names.ts'
import { noBrandWords, pathFaultWords } from '../names/words.ts'
import type { PlacedChange } from './batches.ts'
import { resultOf } from './check.ts'
import type { ApplyWork } from './work.ts'

const named: ReadonlySet<string> = new Set(['brand', 'categories'])

/**
 * Translates between the names of brands and categories, which the hub keeps, and the ids by which a store is written.
 * What no change is about is left alone, and costs nothing.
 */
export class Naming {
  readonly #names: StoreNames | null
  /** Why a brand or category that was to be made is not there. */
  readonly #refused: ReadonlyMap<string, string>

  private constructor(names: StoreNames | null, refused: ReadonlyMap<string, string>) {
    this.#names = names
    this.#refused = refused
  }

  static async of({ options: { db, claim } }: ApplyWork, changes: readonly PlacedChange[]): Promise<Naming> {
    if (!changes.some(isNamed)) return new Naming(null, new Map())
    const made = await namesOfPlan(db, claim.planId)
    const refused = made.flatMap(({ name, state, reason }): [string, string][] =>
      state === 'applied' ? [] : [[nameKey(name), reason ?? 'It was left out of the plan.']],
    )
    return new Naming(await readStoreNames(db, claim.channelId), new Map(refused))
  }

  /** The product with the names of its brand and categories among its fields. */
  shown(product: ObservedProduct): ObservedProduct {
    if (this.#names === null) return product
    const { brandRemoteId, categoryRemoteIds } = product
    const brand = brandRemoteId === null ? {} : { brand: this.#names.brandName(brandRemoteId) }
    const paths = categoryRemoteIds.map(id => this.#names?.categoryPath(id) ?? '')
    return { ...product, fields: { ...product.fields, ...brand, ...(paths.length > 0 && { categories: paths }) } }
  }

  /** Why a change can't be written to this product; null where it can. */
  faultOf(change: PlacedChange, product: ObservedProduct | undefined): ChangeResult | null {
    const written = this.#idsOf(change, product)
    return 'fault' in written ? resultOf(change, 'rejected', written.fault) : null
  }

  /** What an item says to the store, by its ids. */
  writeOf<Write extends FieldWrites>(
    write: Write,
    changes: readonly PlacedChange[],
    product: ObservedProduct | undefined,
  ): Write {
    if (this.#names === null || product === undefined) return write
    const [fields, before] = [{ ...write.fields }, { ...write.before }]
    for (const change of changes.filter(isNamed)) {
      const written = this.#idsOf(change, product)
      if ('fault' in written) continue
      fields[change.field] = written.ids
      before[change.field] = change.field === 'brand' ? (product.brandRemoteId ?? undefined) : product.categoryRemoteIds
    }
    return { ...write, fields, before }
  }

  /** What the store’s answer shows, by names. */
  resultOf(result: WriteResult): WriteResult {
    const { shows } = result
    if (this.#names === null || shows === null) return result
    const names = this.#names
    const { brand, categories, ...others } = shows
    const paths = Array.isArray(categories) ? categories.map(id => names.categoryPath(String(id))) : []
    return {
      ...result,
      shows: {
        ...others,
        ...(typeof brand === 'string' && { brand: names.brandName(brand) }),
        ...(paths.length > 0 && { categories: paths }),
      },
    }
  }

  #idsOf(
    change: PlacedChange,
    product: ObservedProduct | undefined,
  ): { ids: FieldValue | null } | { fault: { reason: string; fix: string } } {
    const { field, after } = change
    if (this.#names === null || !isNamed(change) || product === undefined) return { ids: after }
    if (field === 'brand') {
      if (typeof after !== 'string') return { ids: null }
      const id = this.#names.brandId(after)
      return id === null ? { fault: this.#missing(after, noBrandWords(after)) } : { ids: id }
    }
    const found = this.#names.categoryIds(Array.isArray(after) ? after.map(String) : [], product.categoryRemoteIds)
    if ('ids' in found) return { ids: found.ids.length === 0 ? null : found.ids }
    return { fault: this.#missing(found.fault.path, pathFaultWords(found.fault)) }
  }

  #missing(name: string, words: { reason: string; fix: string }): { reason: string; fix: string } {
    const why = this.#refused.get(nameKey(name))
    return why === undefined ? words : { ...words, reason: `${words.reason} ${why}` }
  }
}

function isNamed({ level, field }: PlacedChange): boolean {
  return level === 'product' && named.has(field)
}
