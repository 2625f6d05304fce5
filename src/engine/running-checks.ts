import { dropCheck } from '../database/checks.ts'
import type { WorkspaceDb } from '../database/connect.ts'
import { HubError } from '../runtime/errors.ts'

interface Running {
  readonly stop: AbortController
  readonly ended: Promise<void>
  /** Nobody waits for it: it makes way for a person. */
  readonly givesWay: boolean
}

/** The checks of connections that are under way in this process, so that a person need not wait for a regular one. */
export class RunningChecks {
  readonly #running = new Map<string, Running>()
  readonly #abandoned = new Map<string, WorkspaceDb>()

  /**
   * Runs `work` as the check of this channel. A regular check that is under way is broken off first where a person
   * asks; `work` is given the signal that breaks it off itself.
   */
  async run<T>(
    channelId: string,
    options: { givesWay: boolean },
    work: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    const before = this.#running.get(channelId)
    if (before?.givesWay && !options.givesWay) {
      before.stop.abort(new HubError('check_running', 'Somebody else checks this channel now.'))
      await before.ended
    }
    const stop = new AbortController()
    const result = work(stop.signal)
    const running = { stop, givesWay: options.givesWay, ended: result.then(noted, noted) }
    if (!this.#running.has(channelId)) this.#running.set(channelId, running)
    try {
      return await result
    } finally {
      if (this.#running.get(channelId) === running) this.#running.delete(channelId)
    }
  }

  /**
   * Removes the rows of a check that broke off, for while they are there the channel counts as being checked. If the
   * database doesn't answer, `dropAbandoned` tries again.
   */
  async abandon(db: WorkspaceDb, checkId: string): Promise<void> {
    try {
      await dropCheck(db, checkId)
    } catch {
      this.#abandoned.set(checkId, db)
    }
  }

  async dropAbandoned(): Promise<void> {
    for (const [checkId, db] of [...this.#abandoned]) {
      await dropCheck(db, checkId)
      this.#abandoned.delete(checkId)
    }
  }
}

function noted(): void {}
