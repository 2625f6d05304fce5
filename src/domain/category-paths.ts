export interface CategoryNode {
  readonly id: string
  readonly parentId: string | null
  readonly name: string
}

/** The way from the root to a category: the names down to its own, and the ids of those above it. */
export interface CategoryPlace {
  readonly path: readonly string[]
  readonly ancestorIds: readonly string[]
}

/** BigCommerce has at most 8 levels. */
const levelsMost = 20

/**
 * The place of each category, by its id. One whose parent isn't among them counts as at the root, and so do the first of
 * a ring of parents and what lies deeper than any store has it: an answer must neither hide a category, nor keep us for
 * ever, nor fill the memory.
 */
export function categoryPlaces(nodes: readonly CategoryNode[]): Map<string, CategoryPlace> {
  const byId = new Map(nodes.map(node => [node.id, node]))
  const places = new Map<string, CategoryPlace>()
  for (const node of nodes) {
    const below: CategoryNode[] = []
    const onTheWay = new Set<string>()
    let at: CategoryNode | undefined = node
    while (at !== undefined && !places.has(at.id) && !onTheWay.has(at.id)) {
      below.push(at)
      onTheWay.add(at.id)
      at = at.parentId === null ? undefined : byId.get(at.parentId)
    }
    for (const next of below.reverse()) {
      const parent = next.parentId === null ? undefined : places.get(next.parentId)
      const isAtRoot = next.parentId === null || parent === undefined || parent.path.length > levelsMost
      places.set(
        next.id,
        isAtRoot
          ? { path: [next.name], ancestorIds: [] }
          : { path: [...parent.path, next.name], ancestorIds: [...parent.ancestorIds, next.parentId] },
      )
    }
  }
  return places
}

/** `Home/Kitchen`; a slash inside of a name is `\/`. */
export function pathText(path: readonly string[]): string {
  return path.map(name => name.replaceAll('/', '\\/')).join('/')
}

/** The names of a path that was written so, from the root down. */
export function pathOf(text: string): string[] {
  return text.split(/(?<!\\)\//u).map(name => name.replaceAll('\\/', '/'))
}

const pathCharactersMost = 600

/** The way to a category, as much of it as is kept. */
export function keptPath(path: readonly string[]): string {
  return pathText(path).slice(0, pathCharactersMost).toWellFormed()
}
