import { machineClock } from './clock.ts'
import type { StoreState } from './state/store-state.ts'

/** How long a change waits until it is saved. */
const pauseMs = 500

/** The part of the time that saving a large store may take. */
const shareMost = 0.2

/** Saves the state of a store a moment after it has changed, and at the end. */
export class Autosave {
  readonly #state: StoreState
  readonly #write: () => Promise<void>
  readonly #ended = new AbortController()
  readonly #running: Promise<void>
  /** The changes that were counted when the state was saved last. */
  #saved: number
  #isFailing = false

  /** `write` writes the state as it is when it is called. */
  constructor(state: StoreState, write: () => Promise<void>) {
    this.#state = state
    this.#write = write
    this.#saved = state.changes
    this.#running = this.#run()
  }

  /** @throws SandboxError where it can't be saved */
  async save(): Promise<void> {
    const { changes } = this.#state
    await this.#write()
    this.#saved = changes
  }

  /**
   * Saves what is not saved yet, and never again.
   * @throws SandboxError where it can't be saved
   */
  async end(): Promise<void> {
    this.#ended.abort()
    await this.#running
    if (this.#state.changes !== this.#saved) await this.save()
  }

  async #run(): Promise<void> {
    let waitMs = pauseMs
    while (await this.#pause(waitMs)) {
      if (this.#state.changes === this.#saved) continue
      const startMs = machineClock.now().getTime()
      await this.save().then(
        () => {
          this.#isFailing = false
        },
        error => this.#warn(error),
      )
      waitMs = Math.max(pauseMs, (machineClock.now().getTime() - startMs) / shareMost)
    }
  }

  /** False where the end came first. */
  #pause(ms: number): Promise<boolean> {
    return machineClock.sleep(ms, this.#ended.signal).then(
      () => true,
      () => false,
    )
  }

  /** Once for each time that it begins to fail: it is tried again until it works. */
  #warn(error: Error): void {
    if (!this.#isFailing) process.emitWarning(error)
    this.#isFailing = true
  }
}
