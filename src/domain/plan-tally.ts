import { BrakeWatch } from './brakes.ts'
import type { ChangeState, FieldTally, PlanBasis, PlannedChange, PlanSummary } from './plan.ts'

type Counted = Omit<PlannedChange, 'state' | 'reason' | 'fix'> & { readonly state: ChangeState }

/** Adds up a plan: what it writes, with how many requests, and which brakes it trips. The order of changes is no matter. */
export class PlanTally {
  readonly #basis: PlanBasis
  readonly #brakes: BrakeWatch
  readonly #products = new Set<string>()
  readonly #variants = new Set<string>()
  readonly #fields = new Map<string, FieldTally>()
  /** Whom the requests go to: those of one part and level can share one. */
  readonly #targets = new Map<string, { readonly most: number; readonly ids: Set<string> }>()
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
    this.#products.add(listingId)
    if (offerId !== null) this.#variants.add(offerId)
    const name = `${level} ${field}`
    this.#fields.set(name, { level, field, part, changes: (this.#fields.get(name)?.changes ?? 0) + 1 })
    this.#target(`${level} ${part}`, level === 'product' ? this.#basis.listingsMost : this.#basis.offersMost).add(
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

  summary(): PlanSummary {
    const { shownMost, requestsPerSecond, visible } = this.#basis
    const writes = [...this.#targets.values()].reduce((sum, { most, ids }) => sum + Math.ceil(ids.size / most), 0)
    const reads = Math.ceil(this.#products.size / shownMost)
    const isPaced = requestsPerSecond !== null && requestsPerSecond > 0
    return {
      changes: this.#changes,
      products: this.#products.size,
      variants: this.#variants.size,
      fields: [...this.#fields.values()].toSorted(
        (a, b) => a.level.localeCompare(b.level) || b.changes - a.changes || a.field.localeCompare(b.field),
      ),
      writes,
      reads,
      seconds: isPaced ? (writes + reads) / requestsPerSecond : null,
      faults: this.#faults,
      edited: this.#edited,
      brakes: this.#brakes.tripped(visible),
      basis: this.#basis,
    }
  }
}
