/** What a part of the state is as plain JSON: many of a kind as rows, and what there is besides. */
export interface PlainPart {
  /** The rows themselves, which are never changed in place, in a list that nobody else holds. */
  readonly rows: readonly unknown[]
  readonly value: unknown
}

/** A part of the state of a store that can be taken out as it is at a moment, and put back. */
export interface KeptPart {
  /** Grows whenever something changes that has to be saved soon. */
  readonly changes: number
  keep(): PlainPart
  /**
   * Holds this from now on, and nothing of what it held before.
   * @throws ImpossibleState
   */
  restore(plain: PlainPart): void
  /** Leaves out more ids than can have been given since the last save: those that got lost are not given again. */
  skipIds?(): void
}

/** A room of the store: one field of `Store` that holds state of its own. */
export interface Room {
  readonly kept: Readonly<Record<string, KeptPart>>
  /** Makes anew what follows from the parts, after all of them were put back. */
  restored?(): void
}

/** What a part can't hold; `row` is the position of the row at fault, null where it isn't a row. */
export class ImpossibleState extends Error {
  readonly row: number | null

  constructor(row: number | null, reason: string) {
    super(reason)
    this.row = row
  }
}

/** How many ids are left out after a crash. */
export const idsSkipped = 1_000_000

export const isWhole = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0
