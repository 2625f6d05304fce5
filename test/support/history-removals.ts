import type { RemovalItem } from '../../src/actions/remove-products.ts'
import type { StoredChange } from '../../src/database/plan-changes.ts'
import type { RemovalStep } from './any-edits.ts'
import { removedKey } from './apply-judge.ts'
import type { RawStore } from './store-witness.ts'

/** What of the store somebody means by each step. */
export function itemsToRemove(steps: readonly RemovalStep[], store: RawStore): RemovalItem[] {
  return steps.flatMap(({ level, at }) => {
    const those = [...store.values()].filter(item => item.level === level)
    const item = those[at % those.length]
    return item === undefined ? [] : [{ listingId: item.productId, offerId: level === 'product' ? null : item.id }]
  })
}

/** A history's own books on what somebody wants deleted and is not gone yet: `product 12`. */
export class GoingBooks {
  readonly #going = new Set<string>()

  add(items: readonly RemovalItem[]): void {
    for (const item of items) this.#going.add(removedKey(item))
  }

  /** What a plan deleted is gone. */
  settle(ended: readonly StoredChange[]): void {
    for (const change of ended) if (change.state === 'applied') this.#going.delete(removedKey(change))
  }

  /** Whether it is to be deleted, by itself or with its product. */
  has(key: string, store: RawStore): boolean {
    const item = key.split(' ', 2).join(' ')
    return this.#going.has(item) || this.#going.has(`product ${store.get(item)?.productId}`)
  }

  /** What is wanted to go is in a plan, where the store has it still, and nothing else is. */
  judge(removals: readonly StoredChange[], store: RawStore): string[] {
    const planned = new Set(removals.map(removedKey))
    const missing = [...this.#going].filter(
      key => store.has(key) && !planned.has(key) && !planned.has(`product ${store.get(key)?.productId}`),
    )
    return [
      ...[...planned]
        .filter(key => !this.#going.has(key))
        .map(key => `${key} is to be deleted, and nobody asked for it`),
      ...missing.map(key => `${key} was to be deleted, and is not in it`),
    ]
  }
}
