import type { Location } from '../seed/locations.ts'
import { locations as firstLocations } from '../seed/locations.ts'

/** Where the goods of a store lie. The first is the default one, which is never deleted (documented). */
export class Locations {
  #rows: readonly Location[] = firstLocations
  #lastId = Math.max(...firstLocations.map(location => location.id))

  get rows(): readonly Location[] {
    return this.#rows
  }

  get(id: number): Location | undefined {
    return this.#rows.find(location => location.id === id)
  }

  /** The id of the next new one. */
  get nextId(): number {
    return this.#lastId + 1
  }

  /** Puts a location, whose id is higher than that of any before, behind the others. */
  add(location: Location): void {
    this.#lastId = location.id
    this.#rows = [...this.#rows, location]
  }

  replace(location: Location): void {
    this.#rows = this.#rows.map(old => (old.id === location.id ? location : old))
  }

  remove(ids: ReadonlySet<number>): void {
    this.#rows = this.#rows.filter(location => !ids.has(location.id))
  }
}

/** The place of a location among the stock numbers of a variant: ids count from 1 and are never given twice. */
export const slotOf = (locationId: number): number => locationId - 1
