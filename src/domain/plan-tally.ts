import { BrakeWatch, type EmptiedCategory } from './brakes.ts'
import {
  type ChangeState,
  type FieldTally,
  isOfLevel,
  isRemoval,
  type PlanBasis,
  type PlannedChange,
  type PlanSummary,
} from './plan.ts'

type Counted = Omit<PlannedChange, 'state' | 'reason' | 'fix'> & { readonly state: ChangeState }

/** Adds up a plan: what it writes, with how many requests, and which brakes it trips. The order of changes is no matter. */
export class PlanTally {
  readonly #basis: PlanBasis
  readonly #brakes: BrakeWatch
  readonly #products = new Set<string>()
  readonly #variants = new Set<string>()
  readonly #fields = new Map<string, FieldTally>()
  /** Whom the requests go to: those of one level can share one. */
  readonly #targets = new Map<string, { readonly most: number; readonly ids: Set<string> }>()
  #apart = 0
  /** Products that are made: they have no id yet, and are looked for one by one. */
  #made = 0
  /** Products that get variants, and how many: those have no id yet either. */
  readonly #growing = new Set<string>()
  #newVariants = 0
  /** Looks whether the store has something already that is to be made. */
  #looks = 0
  #changes = 0
  #faults = 0
  #edited = 0

  constructor(basis: PlanBasis) {
    this.#basis = basis
    this.#brakes = new BrakeWatch(basis.brakes)
  }

  add(change: Counted): void {
    if (change.state === 'rejected') this.#faults += 1
    if (change.state !== 'planned') return
    const { level, listingId, offerId, field, part } = change
    this.#changes += 1
    if (change.edited) this.#edited += 1
    this.#brakes.look(change)
    if (isOfLevel(level) || isRemoval(level)) this.#products.add(listingId)
    // Of a product its name, its SKU and each variant's; of a variant its options, its SKU, and its product afterwards.
    else this.#looks += change.content === null ? 1 : 2 + change.content.variants.length
    if (level === 'new_product') this.#made += 1
    if (level === 'new_variant') {
      this.#growing.add(listingId)
      this.#newVariants += 1
    }
    if (offerId !== null) this.#variants.add(offerId)
    const name = `${level} ${field}`
    this.#fields.set(name, { level, field, part, changes: (this.#fields.get(name)?.changes ?? 0) + 1 })
    if (change.requests !== null) {
      this.#apart += change.requests
      return
    }
    this.#target(level, level === 'product' ? this.#basis.listingsMost : this.#basis.offersMost).add(
      offerId ?? listingId,
    )
  }

  #target(name: string, most: number): Set<string> {
    const known = this.#targets.get(name)
    if (known !== undefined) return known.ids
    const ids = new Set<string>()
    this.#targets.set(name, { most, ids })
    return ids
  }

  /** `emptied`: categories that all the changes together leave without a product on sale. */
  summary(emptied: readonly EmptiedCategory[] = []): PlanSummary {
    const { shownMost, requestsPerSecond, visible, hiddenLately } = this.#basis
    const shared = [...this.#targets.values()].reduce((sum, { most, ids }) => sum + Math.ceil(ids.size / most), 0)
    const writes = shared + this.#apart
    const reads = Math.ceil(this.#products.size / shownMost) + this.#looks
    const isPaced = requestsPerSecond !== null && requestsPerSecond > 0
    return {
      changes: this.#changes,
      products: this.#products.union(this.#growing).size + this.#made,
      variants: this.#variants.size + this.#newVariants,
      fields: [...this.#fields.values()].toSorted(
        (a, b) => a.level.localeCompare(b.level) || b.changes - a.changes || a.field.localeCompare(b.field),
      ),
      writes,
      reads,
      seconds: isPaced ? (writes + reads) / requestsPerSecond : null,
      faults: this.#faults,
      edited: this.#edited,
      brakes: this.#brakes.tripped(visible, hiddenLately, emptied),
      basis: this.#basis,
    }
  }
}
