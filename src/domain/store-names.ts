import { keptPath, pathOf } from './category-paths.ts'
import { nameKey } from './match.ts'

export interface NamedCategory {
  readonly remoteId: string
  readonly treeId: string
  /** Names from the root to its own. */
  readonly path: readonly string[]
}

/** A category that a store does not have yet. */
export interface MissingCategory {
  readonly path: string
  readonly name: string
  readonly treeId: string
  /** Null where it is at the root, or below another that is missing. */
  readonly parentId: string | null
  /** 1 at the root. */
  readonly level: number
}

/** Why a path stands for no category that could be written. */
export interface PathFault {
  /** `several`: categories of several trees have it; `no_tree`: nobody can say in which tree it would be. */
  readonly kind: 'several' | 'no_tree' | 'missing'
  readonly path: string
}

/** What the names of brands and the paths of categories are in one store. Names that differ in case alone are the same. */
export class StoreNames {
  readonly #brands = new Map<string, { remoteId: string; name: string }[]>()
  readonly #brandNames = new Map<string, string>()
  readonly #byPath = new Map<string, { remoteId: string; treeId: string; text: string }[]>()
  readonly #paths = new Map<string, string>()
  readonly #trees: readonly string[]
  /** Those that have a category. */
  readonly #usedTrees = new Set<string>()

  constructor(rows: {
    brands: readonly { readonly remoteId: string; readonly name: string }[]
    categories: readonly NamedCategory[]
    trees: readonly string[]
  }) {
    this.#trees = rows.trees
    for (const { remoteId, name } of rows.brands) this.addBrand(remoteId, name)
    for (const category of rows.categories) this.addCategory(category)
  }

  addBrand(remoteId: string, name: string): void {
    this.#brandNames.set(remoteId, name)
    const key = nameKey(name)
    this.#brands.set(key, [...(this.#brands.get(key) ?? []), { remoteId, name }])
  }

  addCategory({ remoteId, treeId, path }: NamedCategory): void {
    const text = keptPath(path)
    this.#paths.set(remoteId, text)
    this.#usedTrees.add(treeId)
    const key = nameKey(text)
    this.#byPath.set(key, [...(this.#byPath.get(key) ?? []), { remoteId, treeId, text }])
  }

  /** Null where the store has none of this name. */
  brandId(name: string): string | null {
    const found = this.#brands.get(nameKey(name)) ?? []
    return (found.find(brand => brand.name === name) ?? found[0])?.remoteId ?? null
  }

  /** What a product with this brand shows. */
  brandName(remoteId: string): string {
    return this.#brandNames.get(remoteId) ?? `Brand ${remoteId}`
  }

  /** What a product in this category shows. */
  categoryPath(remoteId: string): string {
    return this.#paths.get(remoteId) ?? `Category ${remoteId}`
  }

  /** Where a new category at the root belongs, if there is no question of it: in the only tree, or the only one in use. */
  #onlyTree(): string | undefined {
    const trees = this.#usedTrees.size > 0 ? [...this.#usedTrees] : this.#trees
    return trees.length === 1 ? trees[0] : undefined
  }

  #at(path: string) {
    const found = this.#byPath.get(nameKey(path)) ?? []
    const exact = found.filter(({ text }) => text === path)
    return exact.length > 0 ? exact : found
  }

  /** The categories to be made so that the store has this path, from the top down; none where it is there. */
  missingTo(path: string): { readonly steps: readonly MissingCategory[] } | { readonly fault: PathFault } {
    const names = pathOf(path)
    for (let known = names.length; known >= 0; known -= 1) {
      const there = known === 0 ? [] : this.#at(keptPath(names.slice(0, known)))
      if (there.length > 1) return { fault: { kind: 'several', path: keptPath(names.slice(0, known)) } }
      const [parent] = there
      if (parent === undefined && known > 0) continue
      const treeId = parent?.treeId ?? this.#onlyTree()
      if (treeId === undefined) return { fault: { kind: 'no_tree', path } }
      const steps = names.slice(known).map((name, at) => ({
        ...{ path: keptPath(names.slice(0, known + at + 1)), name, treeId, level: known + at + 1 },
        parentId: at === 0 ? (parent?.remoteId ?? null) : null,
      }))
      return { steps }
    }
    return { fault: { kind: 'no_tree', path } }
  }

  /**
   * The ids of the categories that a product is to be in, of those that it is in now. What the hub has no name for stays,
   * and of one path in several trees none is taken away or chosen.
   */
  categoryIds(
    wanted: readonly string[],
    now: readonly string[],
  ): { readonly ids: readonly string[] } | { readonly fault: PathFault } {
    const wantedKeys = new Set(wanted.map(nameKey))
    const kept: string[] = []
    const [there, away] = [new Set<string>(), new Set<string>()]
    for (const id of now) {
      const path = this.#paths.get(id)
      const key = path === undefined ? null : nameKey(path)
      if (key === null || wantedKeys.has(key)) {
        kept.push(id)
        if (key !== null) there.add(key)
        continue
      }
      if (away.has(key)) return { fault: { kind: 'several', path: path ?? '' } }
      away.add(key)
    }
    const unnamed = new Set(now.filter(id => !this.#paths.has(id)).map(id => this.categoryPath(id)))
    const added = wanted.filter(path => !there.has(nameKey(path)) && !unnamed.has(path))
    for (const path of added) {
      const found = this.#at(path)
      const [first] = found
      if (first === undefined) return { fault: { kind: 'missing', path } }
      if (found.length > 1) return { fault: { kind: 'several', path } }
      kept.push(first.remoteId)
    }
    return { ids: [...new Set(kept)] }
  }
}
