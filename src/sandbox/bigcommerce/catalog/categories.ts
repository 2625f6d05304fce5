import type { StoreEvents } from '../events.ts'
import type { Metafields } from '../metafields/metafields.ts'
import type { CatalogBuilder, CategoryFields, CategoryPlace } from './build.ts'
import type { CategoryTree } from './catalog.ts'
import { limits } from './limits.ts'
import { withoutCategories } from './losses.ts'
import type { ProductOrder } from './product-order.ts'
import { refuse, taken, unknown } from './refuse.ts'
import type { Category } from './types.ts'

/** What a category can be changed to; it stays in its tree. */
export type CategoryChange = CategoryFields & { readonly name?: string; readonly parent_id?: number }

/**
 * The categories of a store and their trees, by the rules that the API and the merchant's hand share. A refused change
 * throws a SandboxError and changes nothing; one that took effect is told, to the store and to the channel of the tree.
 */
export class Categories {
  readonly #builder: CatalogBuilder
  readonly #events: StoreEvents
  readonly #metafields: Metafields
  readonly #productOrder: ProductOrder

  constructor(parts: {
    builder: CatalogBuilder
    events: StoreEvents
    metafields: Metafields
    productOrder: ProductOrder
  }) {
    this.#builder = parts.builder
    this.#events = parts.events
    this.#metafields = parts.metafields
    this.#productOrder = parts.productOrder
  }

  /** Adds a category below `parentId`, or at the root of a tree where that is 0. */
  add(place: { name: string; parentId: number; treeId?: number }, fields: CategoryFields = {}): Category {
    const { name, parentId } = place
    const treeId = this.#treeOf(parentId, place.treeId)
    this.checkRoom(1)
    this.#checkLevels(parentId, 1)
    this.#checkName({ name, parentId, treeId }, null)
    this.#checkUrl(fields, null)
    return this.announce(this.#builder.addCategory({ name, parentId, treeId }, fields))
  }

  /** The id of the category at this path of names in the first tree, made with its parents where it is new. */
  at(path: readonly string[]): number {
    return this.#builder.categoryAt(path, place => this.add(place).category_id)
  }

  /** Changes fields of a category, its name and its parent among them. Guess: its address stays unless it is given. */
  change(id: number, fields: CategoryChange): Category {
    const old = this.#category(id)
    const changed: Category = { ...old, ...fields }
    if (changed.parent_id !== old.parent_id) this.#checkMove(old, changed.parent_id)
    this.#checkName({ name: changed.name, parentId: changed.parent_id, treeId: old.tree_id }, id)
    this.#checkUrl(fields, old)
    this.#builder.replaceCategory(changed)
    this.#tell('updated', changed)
    return changed
  }

  /** @throws SandboxError where the store doesn't take so many more categories */
  checkRoom(count: number): void {
    if (this.#builder.catalog.categories.length + count <= limits.categories) return
    throw refuse(`A store has at most ${limits.categories} categories.`, 'Delete some first.')
  }

  /** These categories and everything below them; ids that the store doesn't have are left out. */
  withBelow(ids: Iterable<number>): ReadonlySet<number> {
    const below = this.#childrenOf()
    const all = new Set([...ids].filter(id => this.#builder.catalog.category(id) !== undefined))
    // The set grows while it is walked: a category that is found brings what is right below it.
    for (const id of all) for (const child of below.get(id) ?? []) all.add(child.category_id)
    return all
  }

  /** Deletes categories with everything below them. Ids that the store doesn't have are left alone. */
  remove(ids: Iterable<number>): void {
    const all = this.withBelow(ids)
    if (all.size === 0) return
    const gone = [...all].map(id => this.#category(id))
    this.#builder.removeCategories(all)
    withoutCategories(this.#builder.catalog, all)
    this.#metafields.drop('category', all)
    this.#productOrder.drop(all)
    for (const category of gone) this.#tell('deleted', category)
  }

  /** Tells that a category was made, and answers it. */
  announce(id: number): Category {
    const made = this.#category(id)
    this.#tell('created', made)
    return made
  }

  addTree(name: string, channelId: number): CategoryTree {
    const other = this.#builder.catalog.trees.find(tree => tree.channels.includes(channelId))
    if (other !== undefined) throw refuse(`The channel ${channelId} has the category tree ${other.id}.`, 'Change that.')
    const tree = this.#builder.addTree({ name, channels: [channelId] })
    this.#tellTree(tree)
    return tree
  }

  renameTree(id: number, name: string): CategoryTree {
    const old = this.#builder.catalog.tree(id)
    if (old === undefined) throw unknown('category tree', id)
    const tree = { ...old, name }
    this.#builder.catalog.replaceTree(tree)
    this.#tellTree(tree)
    return tree
  }

  /** Deletes category trees with all of their categories. Guess: these are told one by one, before the tree. */
  removeTrees(ids: ReadonlySet<number>): void {
    const { catalog } = this.#builder
    const trees = catalog.trees.filter(tree => ids.has(tree.id))
    this.remove(catalog.categories.filter(category => ids.has(category.tree_id)).map(one => one.category_id))
    catalog.removeTrees(ids)
    for (const tree of trees) this.#tellTree(tree)
  }

  #category(id: number): Category {
    const category = this.#builder.catalog.category(id)
    if (category === undefined) throw unknown('category', id)
    return category
  }

  /** The tree of the parent; at the root the one that is asked for. */
  #treeOf(parentId: number, wanted: number | undefined): number {
    const treeId = parentId === 0 ? wanted : this.#category(parentId).tree_id
    if (treeId === undefined) throw refuse('A category at the root has a tree.', 'Name its tree or its parent.')
    if (this.#builder.catalog.tree(treeId) === undefined) throw unknown('category tree', treeId)
    if (wanted !== undefined && wanted !== treeId) throw refuse('The parent is in another tree.', 'Leave the tree out.')
    return treeId
  }

  #checkName(place: CategoryPlace, own: number | null): void {
    const { name } = place
    if (name.trim() === '') throw refuse('A category has a name.', 'Give it one.')
    const { length } = [...name]
    if (length > limits.categoryNameLength) {
      throw refuse(`The name has ${length} characters; a store takes ${limits.categoryNameLength}.`, 'Make it shorter.')
    }
    const other = this.#builder.findCategory(place)
    if (other !== undefined && other !== own) throw taken(`Another category there is called “${name}”.`)
  }

  #checkUrl({ url }: CategoryFields, own: Category | null): void {
    if (url === undefined || url.path === own?.url.path || !this.#builder.hasUrl(url.path)) return
    throw taken(`Something else has the address “${url.path}”.`)
  }

  /** Refuses what would reach below the lowest level: `levels` of categories under this parent. */
  #checkLevels(parentId: number, levels: number): void {
    let depth = 0
    for (let id = parentId; id !== 0; id = this.#category(id).parent_id) depth += 1
    if (depth + levels > limits.categoryLevels) {
      throw refuse(`A tree has at most ${limits.categoryLevels} levels.`, 'Choose a parent that is higher up.')
    }
  }

  #checkMove(category: Category, parentId: number): void {
    this.#treeOf(parentId, category.tree_id)
    const below = this.#childrenOf()
    let row = [category]
    let levels = 0
    while (row.length > 0) {
      if (row.some(one => one.category_id === parentId)) {
        throw refuse('A category is not below itself.', 'Choose another parent.')
      }
      levels += 1
      row = row.flatMap(one => below.get(one.category_id) ?? [])
    }
    this.#checkLevels(parentId, levels)
  }

  #childrenOf(): ReadonlyMap<number, readonly Category[]> {
    return Map.groupBy(this.#builder.catalog.categories, category => category.parent_id)
  }

  #tell(what: 'created' | 'updated' | 'deleted', { category_id, tree_id }: Category): void {
    this.#events.tell(`store/category/${what}`, { type: 'category', id: category_id })
    for (const channel of this.#builder.catalog.tree(tree_id)?.channels ?? []) {
      this.#events.tell(`store/channel/${channel}/category/${what}`, { category_id, tree_id })
    }
  }

  #tellTree({ id, channels }: CategoryTree): void {
    for (const channel of channels) this.#events.tell(`store/channel/${channel}/categoryTree/updated`, { tree_id: id })
  }
}
