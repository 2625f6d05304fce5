import type { KeptPart, PlainPart, Room } from './part.ts'
import { ImpossibleState } from './part.ts'

/** The state of a store at a moment, by the names of its parts. */
export type PlainState = ReadonlyMap<string, PlainPart>

/** A state that a store can't have, and which part of it says so. */
export class ImpossiblePart extends Error {
  readonly part: string
  readonly row: number | null

  constructor(part: string, row: number | null, reason: string) {
    super(reason)
    this.part = part
    this.row = row
  }
}

function isRoom(field: unknown): field is Room {
  return typeof field === 'object' && field !== null && 'kept' in field
}

/** All of the state of a store: the parts of every field that keeps some. */
export class StoreState {
  readonly #rooms: readonly Room[]
  readonly #parts: ReadonlyMap<string, KeptPart>

  constructor(fields: object) {
    const rooms = Object.entries(fields).filter(([, field]) => isRoom(field))
    this.#rooms = rooms.map(([, room]) => room)
    this.#parts = new Map(
      rooms.flatMap(([name, room]: [string, Room]) =>
        Object.entries(room.kept).map(([part, kept]) => [`${name}.${part}`, kept] as const),
      ),
    )
  }

  /** Grows with every change that has to be saved soon. */
  get changes(): number {
    return this.#parts.values().reduce((sum, part) => sum + part.changes, 0)
  }

  /** The state as it is now. Quick, for rows are shared; what changes afterwards doesn't show in it. */
  keep(): PlainState {
    return new Map([...this.#parts].map(([name, part]) => [name, part.keep()]))
  }

  /**
   * Puts the store into this state.
   * @throws ImpossiblePart; what is restored by then is no whole store
   */
  restore(state: PlainState): void {
    const unknown = state.keys().find(name => !this.#parts.has(name))
    if (unknown !== undefined) throw new ImpossiblePart(unknown, null, 'there is no such part')
    for (const [name, part] of this.#parts) {
      const plain = state.get(name)
      if (plain === undefined) throw new ImpossiblePart(name, null, 'it is missing')
      attempt(name, () => part.restore(plain))
    }
    for (const room of this.#rooms) attempt('', () => room.restored?.())
  }

  skipIds(): void {
    for (const part of this.#parts.values()) part.skipIds?.()
  }
}

/** Whatever goes wrong with what came from outside is wrong with that. */
function attempt(part: string, restore: () => void): void {
  try {
    restore()
  } catch (error) {
    const { row, message } =
      error instanceof ImpossibleState ? error : { row: null, message: 'it is not what it must be' }
    throw new ImpossiblePart(part, row, message)
  }
}
