import type { PrivateFields } from './private-fields.ts'

/** What doesn't belong to the state of a store, by the name of the field, and why. */
const stateless: Readonly<Record<string, string>> = {
  clock: 'is given',
  '#clock': 'is given',
  origin: 'where it listens',
  '#origin': 'where it listens',
  '#closed': 'says that it is closed',
  '#listeners': 'who hears of events',
  changes: 'counts what has to be saved',
  keptBytes: 'what was made of rows once',
  '#variants': 'what was made of rows once',
  '#inUse': 'what was made of rows once',
  '#variantHomes': 'what was made of rows once',
  '#startMs': 'the 90 days of webhooks begin with each start',
  '#heardMs': 'the 90 days of webhooks begin with each start',
}

const isPlain = (object: object) =>
  Array.isArray(object) ||
  object instanceof Map ||
  object instanceof Set ||
  Object.getPrototypeOf(object) === Object.prototype

/** Everything that an object holds, in public and private fields and however deep, as plain values that can be compared. */
export function stateTree(root: object, privateFields: PrivateFields): unknown {
  const seen = new Set<object>()
  const treeOf = (value: unknown): unknown => {
    if (typeof value === 'function') return undefined
    if (typeof value !== 'object' || value === null) return value
    if (!isPlain(value)) {
      if (seen.has(value)) return '(seen above)'
      seen.add(value)
    }
    if (value instanceof Map) return [...value].map(([key, one]) => [key, treeOf(one)])
    if (value instanceof Set) return [...value]
    if (Array.isArray(value)) return value.map(treeOf)
    const fields = [...Object.entries(value), ...(isPlain(value) ? [] : privateFields.of(value))]
    return Object.fromEntries(fields.filter(([name]) => !(name in stateless)).map(([name, one]) => [name, treeOf(one)]))
  }
  return treeOf(root)
}
