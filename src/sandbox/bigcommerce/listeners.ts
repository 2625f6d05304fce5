/**
 * Who wants to be told. A listener breaks nothing for the others, nor for what it is told of: what it throws comes out
 * as a warning of the process.
 */
export class Listeners<Told> {
  readonly #all = new Set<(told: Told) => void>()

  /** Until the returned function is called. */
  add(listener: (told: Told) => void): () => void {
    this.#all.add(listener)
    return () => {
      this.#all.delete(listener)
    }
  }

  tell(told: Told): void {
    for (const listener of this.#all) {
      try {
        listener(told)
      } catch (error) {
        process.emitWarning(error instanceof Error ? error : String(error))
      }
    }
  }
}
