import type { ProductRecord } from './types.ts'

/** What a SKU or a name is compared by: without regard to case (documented). */
const fold = (text: string) => text.toLowerCase()

/** The SKUs of a product and of its variants as they are compared, each once; a blank one is none. */
function skusOf({ row, variants }: ProductRecord): Set<string> {
  const skus = new Set<string>()
  if (row.sku !== '') skus.add(fold(row.sku))
  for (const { sku } of variants) if (sku !== '') skus.add(fold(sku))
  return skus
}

function count(counts: Map<string, number>, key: string, by: 1 | -1): void {
  const sum = (counts.get(key) ?? 0) + by
  if (sum === 0) counts.delete(key)
  else counts.set(key, sum)
}

/** How many products hold each name and each SKU: one, unless duplicates were asked for. */
export class InUse {
  readonly #names = new Map<string, number>()
  readonly #skus = new Map<string, number>()

  constructor(records: readonly ProductRecord[]) {
    for (const record of records) this.add(record)
  }

  add(record: ProductRecord): void {
    this.#count(record, 1)
  }

  remove(record: ProductRecord): void {
    this.#count(record, -1)
  }

  /** Whether a product other than `own` has the name. */
  hasName(name: string, own: ProductRecord | null): boolean {
    const mine = own !== null && fold(own.row.name) === fold(name) ? 1 : 0
    return (this.#names.get(fold(name)) ?? 0) > mine
  }

  /** Those of the SKUs that a product other than `own` has, or a variant of one. */
  takenSkus(skus: readonly string[], own: ProductRecord | null): string[] {
    const mine = own === null ? new Set<string>() : skusOf(own)
    return skus.filter(sku => (this.#skus.get(fold(sku)) ?? 0) > (mine.has(fold(sku)) ? 1 : 0))
  }

  #count(record: ProductRecord, by: 1 | -1): void {
    count(this.#names, fold(record.row.name), by)
    for (const sku of skusOf(record)) count(this.#skus, sku, by)
  }
}
