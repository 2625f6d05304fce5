import type { FaultRule } from './faults.ts'
import type { Answer } from './http/answer.ts'
import type { Store } from './store.ts'

/** The ids of the products that an answer shows. */
function idsIn(answer: Answer): number[] {
  if (answer.body === null || answer.status !== 200) return []
  const value: unknown = JSON.parse(String(answer.body))
  if (typeof value !== 'object' || value === null || !('data' in value) || !Array.isArray(value.data)) return []
  return value.data.flatMap((row: unknown) =>
    typeof row === 'object' && row !== null && 'id' in row && typeof row.id === 'number' ? [row.id] : [],
  )
}

/**
 * Shifts the pages under a reader. `disappear` deletes the first product that was just shown, so that the next page by
 * number begins one too late; `appear` makes a new product; `both` does both, so that the total stays the same.
 */
export function shiftCatalog(store: Store, rule: FaultRule, answer: Answer): void {
  const [id] = idsIn(answer)
  const shown = id === undefined ? undefined : store.catalog.product(id)
  if (shown === undefined) return
  const how = rule.shift ?? 'disappear'
  if (how !== 'disappear') store.builder.addCopyOf(shown, store.clock.now().getTime())
  if (how !== 'appear') store.catalog.removeProduct(shown.row.id)
}
