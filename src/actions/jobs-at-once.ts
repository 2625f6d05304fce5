interface JobsOptions<Claim> {
  readonly most: number
  /** The hub stops: nothing more is taken up. */
  readonly signal: AbortSignal
  readonly onError: (error: unknown) => void
  /** Claims jobs whose time has come. */
  readonly claim: (most: number) => Promise<readonly Claim[]>
  readonly work: (claim: Claim) => Promise<void>
}

/** Works on jobs of all workspaces at the same time, each by itself, so that a slow store holds up nobody else. */
export class JobsAtOnce<Claim> {
  readonly #options: JobsOptions<Claim>
  readonly #running = new Set<Promise<void>>()
  #takingUp: Promise<void> = Promise.resolve()

  constructor(options: JobsOptions<Claim>) {
    this.#options = options
  }

  /** Takes up as many as there is room for. */
  async takeUp(): Promise<void> {
    // One call after the other: each has to know how many the one before took up.
    const takingUp = this.#takingUp.then(() => this.#takeUpNow())
    this.#takingUp = takingUp.catch(() => {})
    await takingUp
  }

  async #takeUpNow(): Promise<void> {
    const { most, signal, onError, claim, work } = this.#options
    const room = most - this.#running.size
    if (room <= 0 || signal.aborted) return
    for (const job of await claim(room)) {
      const working = work(job).catch(error => {
        if (!signal.aborted) onError(error)
      })
      this.#running.add(working)
      void working.then(() => this.#running.delete(working))
    }
  }

  /** Resolves when those under way have ended or were left. */
  async settled(): Promise<void> {
    // One that is being taken up at this moment is not among them yet.
    await this.#takingUp
    await Promise.all(this.#running)
  }
}
