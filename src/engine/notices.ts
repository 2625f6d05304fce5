import type { Notice } from '../domain/notice.ts'

export interface NumberedNotice {
  readonly id: number
  readonly workspace: string
  readonly notice: Notice
}

const keptMost = 500

/** Hands notices to the open screens of this process, and keeps the latest for a screen that was away for a moment. */
export class Notices {
  #kept: NumberedNotice[] = []
  #listeners = new Set<(notice: NumberedNotice) => void>()
  #next: number

  /** Numbers begin at `firstId`: higher than any of an earlier process, so that its numbers are never mistaken for ours. */
  constructor(firstId: number) {
    this.#next = firstId
  }

  publish(workspace: string, notice: Notice): void {
    const numbered = { id: this.#next, workspace, notice }
    this.#next += 1
    this.#kept.push(numbered)
    if (this.#kept.length > keptMost) this.#kept.shift()
    for (const listener of this.#listeners) listener(numbered)
  }

  /** What this workspace's screens missed since notice `id`; null when that is no longer known. */
  since(workspace: string, id: number): NumberedNotice[] | null {
    const oldest = this.#kept[0]?.id ?? this.#next
    if (id < oldest - 1 || id >= this.#next) return null
    return this.#kept.filter(kept => kept.id > id && kept.workspace === workspace)
  }

  /** Returns the function that stops listening. */
  listen(listener: (notice: NumberedNotice) => void): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
}
