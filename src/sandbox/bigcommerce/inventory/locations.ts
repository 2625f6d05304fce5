import type { Location } from '../seed/locations.ts'
import { locations as firstLocations } from '../seed/locations.ts'
import type { Room } from '../state/part.ts'
import { Table } from '../table.ts'

/** Fewer than of other rows, because the stock of every variant has a slot for each id. */
const idsSkipped = 10

/** Where the goods of a store lie. The first is the default one, which is never deleted (documented). */
export class Locations implements Room {
  readonly #table = new Table(firstLocations, idsSkipped)
  readonly kept = { locations: this.#table }

  get rows(): readonly Location[] {
    return this.#table.rows
  }

  get(id: number): Location | undefined {
    return this.#table.get(id)
  }

  /** The id of the next new one. */
  get nextId(): number {
    return this.#table.nextId
  }

  /** Puts a location, whose id is the next one, behind the others. */
  add(location: Location): void {
    this.#table.add(() => location)
  }

  replace(location: Location): void {
    this.#table.replace(location)
  }

  remove(ids: ReadonlySet<number>): void {
    this.#table.remove(ids)
  }
}

/** The place of a location among the stock numbers of a variant: ids count from 1 and are never given twice. */
export const slotOf = (locationId: number): number => locationId - 1
