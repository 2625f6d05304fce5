import { type Level, pairsOf, sentAs } from './store-witness.ts'
import { idsOf, type ShopNames } from './witness-names.ts'

/** What somebody puts into a store who means this value of a field. */
export function toldStore(level: Level, field: string, value: unknown, names: ShopNames): unknown {
  if (field === 'customFields') return pairsOf(value).map(pair => JSON.parse(pair))
  return field === 'brand' || field === 'categories' ? idsOf(field, value, names) : sentAs(level, field, value)
}

/** Another value of the same kind as a store shows; undefined where there is none to be sure of. */
export function another(field: string, shown: unknown, number: number, { brands, categories }: ShopNames): unknown {
  if (field === 'customFields') return [['Theirs', `${number}`]]
  if (field === 'brand' || field === 'categories') {
    const ids = [...(field === 'brand' ? brands : categories).keys()].map(Number)
    const id = ids[number % Math.max(1, ids.length)]
    if (id !== undefined) return field === 'categories' ? [id] : id
  }
  if (typeof shown === 'boolean') return !shown
  if (typeof shown === 'number') return Number.isInteger(shown) ? number % 100 : number / 4
  const isChoice = typeof shown === 'string' && /^[A-Za-z]{3,10}$/.test(shown)
  return typeof shown === 'string' && !isChoice ? `Theirs ${number}` : undefined
}
