import type { CatalogBuilder } from '../catalog/build.ts'
import { limits } from '../catalog/limits.ts'

const levelsMax = limits.categoryLevels

const rooms = ['Hall', 'Wing', 'Corridor', 'Room', 'Cabinet', 'Shelf', 'Drawer', 'Compartment']
const looks = [
  'north of the old staircase',
  'beside the tall window',
  'under the painted ceiling',
  'behind the oak door',
]

/** How many there are below one parent, so that `count` of them fit into eight levels. */
function widthFor(count: number): number {
  let width = 1
  for (;;) {
    let room = 0
    for (let level = 1; level <= levelsMax; level += 1) room += width ** level
    if (room >= count) return width
    width += 1
  }
}

/**
 * Makes `count` categories in the first tree, eight levels deep with long names, so that the path of each is long too.
 * Each call makes a tree beside the others. Answers their ids, in the order in which they were made.
 */
export function addDeepCategories(builder: CatalogBuilder, count: number): number[] {
  const { catalog } = builder
  const treeId = catalog.trees[0]?.id ?? 1
  const width = widthFor(count)
  const ids: number[] = []
  const below = (parentId: number, level: number) => {
    for (let turn = 0; turn < width && ids.length < count; turn += 1) {
      // Numbered through the whole store, so that no two have the same name.
      const number = (catalog.categories.at(-1)?.category_id ?? 0) + 1
      const name = `${rooms[level - 1]} ${number}, ${looks[number % looks.length]}`
      const id = builder.addCategory({ name, parentId, treeId, url: `/rooms/${number}` })
      ids.push(id)
      if (level < levelsMax) below(id, level + 1)
    }
  }
  below(0, 1)
  return ids
}
