import type { CatalogWriter } from '../../connector/writer.ts'
import type { FieldValue } from '../../domain/fields.ts'
import { nameKey } from '../../domain/match.ts'
import type { PlannedChange } from '../../domain/plan.ts'
import type { MissingCategory, StoreNames } from '../../domain/store-names.ts'
import { pathFaultWords } from '../names/words.ts'
import type { PlanFault } from './planner.ts'

/** What the products of a plan need of brands and categories, and which of them the store has to get first. */
export class NewNames {
  readonly #names: StoreNames
  readonly #writer: CatalogWriter
  readonly #brands = new Map<string, string>()
  readonly #categories = new Map<string, MissingCategory>()

  constructor(names: StoreNames, writer: CatalogWriter) {
    this.#names = names
    this.#writer = writer
  }

  /** Why a product can't have this brand, or be in these categories. What it needs otherwise is among `changes`. */
  need(field: string, before: FieldValue | null, after: FieldValue | null): PlanFault | null {
    if (field === 'brand') return typeof after === 'string' ? this.#needBrand(after) : null
    if (field === 'categories') return this.#needCategories(pathsIn(before), pathsIn(after))
    return null
  }

  #needBrand(name: string): PlanFault | null {
    if (this.#names.brandId(name) !== null) return null
    const fault = this.#writer.nameFaultOf({ kind: 'brand', name, level: 1 })
    if (fault === null) this.#brands.set(nameKey(name), this.#brands.get(nameKey(name)) ?? name)
    return fault
  }

  #needCategories(before: readonly string[], after: readonly string[]): PlanFault | null {
    const wanted = new Set(after.map(nameKey))
    const away = before.filter(path => !wanted.has(nameKey(path)))
    const twice = away.find((path, at) => away.indexOf(path) !== at)
    if (twice !== undefined) return pathFaultWords({ kind: 'several', path: twice })
    const there = new Set(before.map(nameKey))
    const needed: MissingCategory[] = []
    for (const path of after.filter(one => !there.has(nameKey(one)))) {
      const missing = this.#names.missingTo(path)
      if ('fault' in missing) return pathFaultWords(missing.fault)
      for (const step of missing.steps) {
        const { name, treeId, level } = step
        const fault = this.#writer.nameFaultOf({ kind: 'category', name, treeId, parentId: null, level })
        if (fault !== null) return fault
        needed.push(step)
      }
    }
    for (const step of needed) {
      const key = nameKey(step.path)
      if (!this.#categories.has(key)) this.#categories.set(key, step)
    }
    return null
  }

  /** A change for each that is to be made, brands first, and what lies above before what lies below. */
  changes(): PlannedChange[] {
    const brands = [...this.#brands.values()].toSorted().map(name => changeOf('brand', name))
    const categories = [...this.#categories.values()]
      .toSorted((a, b) => a.level - b.level || (a.path < b.path ? -1 : 1))
      .map(({ path }) => changeOf('category', path))
    return [...brands, ...categories]
  }
}

function changeOf(level: 'brand' | 'category', name: string): PlannedChange {
  return {
    level,
    listingId: '',
    offerId: null,
    field: level === 'brand' ? 'brand' : 'categories',
    part: 'data',
    name,
    sku: '',
    before: null,
    after: name,
    lostImages: 0,
    priceNow: null,
    edited: false,
    content: null,
    requests: 1,
    state: 'planned',
    reason: null,
    fix: null,
  }
}

function pathsIn(value: FieldValue | null): readonly string[] {
  return Array.isArray(value) ? value.map(String) : []
}
