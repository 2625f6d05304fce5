import type { SandboxClock } from '../clock.ts'
import { v2Date } from '../query/date.ts'
import type { Room } from '../state/part.ts'
import { Table } from '../table.ts'

/** What a member of a group pays less, in the form in which the API takes and gives it. */
interface DiscountRule {
  readonly type: 'price_list' | 'all' | 'category' | 'product'
  readonly method?: 'percent' | 'fixed' | 'price'
  readonly amount?: string
  readonly price_list_id?: number
  readonly category_id?: number
  readonly product_id?: number
}

/** A customer group as V2 shows it. */
export interface CustomerGroup {
  readonly id: number
  readonly name: string
  readonly is_default: boolean
  readonly category_access: {
    readonly type: 'all' | 'specific' | 'none'
    readonly categories?: readonly number[]
  }
  readonly discount_rules: readonly DiscountRule[]
  readonly date_created: string
  readonly date_modified: string
  readonly is_group_for_guests: boolean
}

/** The customer groups of a store. Documented: one at most is the default, and one is for guests. */
export class CustomerGroups implements Room {
  readonly #clock: SandboxClock
  readonly #groups = new Table<CustomerGroup>()
  readonly kept = { groups: this.#groups }

  constructor(clock: SandboxClock) {
    this.#clock = clock
  }

  get all(): readonly CustomerGroup[] {
    return this.#groups.rows
  }

  get(id: number): CustomerGroup | undefined {
    return this.#groups.get(id)
  }

  add(fields: Omit<CustomerGroup, 'id' | 'date_created' | 'date_modified'>): CustomerGroup {
    const now = v2Date(this.#clock.now().getTime())
    const made = this.#groups.add(id => ({ id, ...fields, date_created: now, date_modified: now }))
    this.#standDown(made)
    return made
  }

  change(old: CustomerGroup, fields: Partial<Omit<CustomerGroup, 'id'>>): CustomerGroup {
    const changed = { ...old, ...fields, date_modified: v2Date(this.#clock.now().getTime()) }
    this.#groups.replace(changed)
    this.#standDown(changed)
    return changed
  }

  remove(id: number): void {
    this.#groups.remove(new Set([id]))
  }

  /** Guess: the group that was the default before, or that for guests, stops being it. */
  #standDown({ id, is_default, is_group_for_guests }: CustomerGroup): void {
    for (const other of this.all) {
      if (other.id === id) continue
      const still = {
        is_default: other.is_default && !is_default,
        is_group_for_guests: other.is_group_for_guests && !is_group_for_guests,
      }
      this.#groups.replace({ ...other, ...still })
    }
  }
}
