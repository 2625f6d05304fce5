import type { ProductDraft, VariantDraft } from '../catalog/draft.ts'
import { plainVariant } from '../catalog/draft.ts'
import { limits } from '../catalog/limits.ts'
import { shopOpenedMs } from '../seed/generator.ts'
import type { Ledger } from './ledger.ts'
import type { Row } from './table.ts'
import { RowProblem } from './table.ts'

/** A product's own row and the rows that belong to it. */
export interface Group {
  readonly head: Row
  readonly members: Row[]
}

/** Files say nothing of when a product was made. */
export const importedDates = { createdMs: shopOpenedMs, modifiedMs: shopOpenedMs }

export function variantDraft(more: Partial<VariantDraft>): VariantDraft {
  return { ...plainVariant, ...more }
}

/** The last part of a picture's address, which is all that is kept of it: nothing is fetched from elsewhere. */
export function fileNameOf(address: string): string {
  return address.split(/[?#]/)[0]?.split('/').at(-1) ?? ''
}

/** Category names of a path, parted by slashes; a slash inside a name is written `\/`. */
function splitPath(path: string): string[] {
  return path
    .split(/(?<!\\)\//)
    .map(name => name.replaceAll('\\/', '/').trim())
    .filter(name => name !== '')
}

/** Several category paths, parted by semicolons. */
export function splitPaths(paths: string): string[][] {
  return paths
    .split(';')
    .map(splitPath)
    .filter(path => path.length > 0)
}

/** Variants that are being collected from rows: each must differ from the others and have a SKU that is free. */
export class VariantCollector {
  readonly #ledger: Ledger
  readonly #seen = new Map<string, number>()
  readonly variants: VariantDraft[] = []
  /** The values of each option, in the order in which they came up. */
  readonly values: string[][] = []

  constructor(ledger: Ledger) {
    this.#ledger = ledger
  }

  /** @throws RowProblem where the row repeats another one or is one too many */
  add(row: Row, variant: VariantDraft): void {
    const key = JSON.stringify(variant.values)
    const before = this.#seen.get(key)
    if (before !== undefined) throw new RowProblem(`Line ${before} has the same options.`)
    if (this.variants.length >= limits.variants)
      throw new RowProblem(`A product has at most ${limits.variants} variants.`)
    this.#ledger.checkSku(variant.sku)
    this.#seen.set(key, row.line)
    this.#ledger.claimSku(variant.sku)
    this.variants.push(variant)
    for (const [at, value] of variant.values.entries()) {
      const known = this.values[at] ?? []
      this.values[at] = known
      if (!known.includes(value)) known.push(value)
    }
  }
}

/** Reads the products of a file one by one. What becomes of a product's row decides for the rows that belong to it. */
export function collectProducts(
  groups: readonly Group[],
  ledger: Ledger,
  read: (group: Group) => ProductDraft,
): ProductDraft[] {
  const drafts: ProductDraft[] = []
  for (const group of groups) {
    const draft = ledger.attempt(group.head, () => {
      const made = read(group)
      ledger.claimName(made.name)
      return made
    })
    if (draft === null) {
      for (const row of group.members) ledger.refuse(row, `Its product on line ${group.head.line} was refused.`)
      continue
    }
    ledger.take(group.head, `Product “${draft.name}”`)
    drafts.push(draft)
  }
  return drafts
}
