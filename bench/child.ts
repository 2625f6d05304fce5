import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'

/** A module of this folder in a process of its own, which ends when nobody listens to it any more. */
export class Child {
  readonly #process: ChildProcess
  readonly #told: unknown[] = []

  /** `order` is what `orderOf` gives in the child. */
  constructor(module: string, order: object) {
    this.#process = fork(join(import.meta.dirname, module), [JSON.stringify(order)], { serialization: 'advanced' })
    this.#process.on('message', message => this.#told.push(message))
  }

  /** The next thing that it tells. */
  async next<Told>(): Promise<Told> {
    while (this.#told.length === 0) {
      if (this.#process.exitCode !== null || this.#process.signalCode !== null) {
        throw new Error(`The process ended too early: ${this.#process.spawnargs.at(-2)}`)
      }
      await Promise.race([once(this.#process, 'message'), once(this.#process, 'exit')])
    }
    return this.#told.shift() as Told
  }

  ask<Told>(question: string): Promise<Told> {
    this.#process.send(question)
    return this.next()
  }

  async end(): Promise<void> {
    if (this.#process.connected) this.#process.disconnect()
    if (this.#process.exitCode === null && this.#process.signalCode === null) await once(this.#process, 'exit')
  }
}

/** In the child: what it was started for. */
export function orderOf<Order>(): Order {
  return JSON.parse(process.argv[2] ?? '{}')
}

/** In the child. */
export function tell(told: unknown): void {
  process.send?.(told)
}
