import type { Exchange, Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { askStore } from './catalog.ts'

/** What brands are called and where categories are (`Home/Kitchen`), by the ids of a store. */
export interface ShopNames {
  readonly brands: ReadonlyMap<string, string>
  readonly categories: ReadonlyMap<string, string>
}

/** A brand or category that a request was to make. */
export interface MadeName {
  readonly kind: 'brand' | 'category'
  /** A category's with the way to it. */
  readonly name: string
  readonly exchange: Exchange
}

export async function readNames(store: Sandbox): Promise<ShopNames> {
  const brands = await askStore(store, '/v3/catalog/brands')
  const rows = await askStore(store, '/v3/catalog/trees/categories')
  const byId = new Map(rows.map(row => [row.category_id, row]))
  const pathOf = (row: Record<string, unknown>): string => {
    const above = byId.get(row.parent_id)
    const name = String(row.name).replaceAll('/', '\\/')
    return above === undefined ? name : `${pathOf(above)}/${name}`
  }
  return {
    brands: new Map(brands.map(({ id, name }) => [String(id), String(name)])),
    categories: new Map(rows.map(row => [String(row.category_id), pathOf(row)])),
  }
}

/** The fields of a product that are names or lists, as the hub means them. */
export function toldOf(row: Readonly<Record<string, unknown>>, names: ShopNames): Record<string, unknown> {
  const categories = ((row.categories ?? []) as number[]).map(id => names.categories.get(String(id)))
  const customFields = ((row.custom_fields ?? []) as { name: string; value: string }[]).map(({ name, value }) => ({
    ...{ name, value },
  }))
  return {
    brand: names.brands.get(String(row.brand_id)) ?? null,
    categories: categories.length === 0 ? null : categories,
    customFields: customFields.length === 0 ? null : customFields,
  }
}

/** What a store is told in place of names: undefined where it has none of that name. */
export function idsOf(field: string, value: unknown, { brands, categories }: ShopNames): unknown {
  const idIn = (names: ReadonlyMap<string, string>, name: unknown) => {
    const [id] = [...names].find(([, one]) => one === name) ?? []
    return id === undefined ? undefined : Number(id)
  }
  if (field === 'brand') return value === null ? 0 : idIn(brands, value)
  const ids = ((value ?? []) as unknown[]).map(path => idIn(categories, path))
  return ids.includes(undefined) ? undefined : ids
}

export function madeName(exchange: Exchange, path: string, names: ShopNames): MadeName | null {
  if (exchange.method !== 'POST') return null
  if (path === '/v3/catalog/brands') {
    return { kind: 'brand', name: String(JSON.parse(exchange.requestBody).name), exchange }
  }
  if (path !== '/v3/catalog/trees/categories') return null
  const [{ name, parent_id }] = JSON.parse(exchange.requestBody) as [{ name: string; parent_id: number }]
  const above = names.categories.get(String(parent_id))
  const own = name.replaceAll('/', '\\/')
  return { kind: 'category', name: above === undefined ? own : `${above}/${own}`, exchange }
}
