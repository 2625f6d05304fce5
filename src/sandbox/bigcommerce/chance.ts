import { createHash, randomBytes } from 'node:crypto'
import type { KeptPart, PlainPart, Room } from './state/part.ts'
import { ImpossibleState } from './state/part.ts'

/** A source of chance. Everything in the sandbox that is random draws from one of these, never from `Math.random`. */
export interface Chance {
  /** A number from 0 to below 1. */
  next(): number
  /** A whole number from `min` to `max`, both included. */
  int(min: number, max: number): number
  pick<T>(list: readonly [T, ...T[]]): T
  /** True in `share` of the cases, 0 to 1. */
  happens(share: number): boolean
  /** `length` characters of the alphabet. */
  text(length: number, alphabet: string): string
}

/** Chance that repeats itself can go back to where it was, and on from there. */
interface SeededChance extends Chance {
  position: readonly number[]
}

export const lowerCase = 'abcdefghijklmnopqrstuvwxyz0123456789'
export const hexDigits = '0123456789abcdef'

function chanceOf(next: () => number): Chance {
  const int = (min: number, max: number) => min + Math.floor(next() * (max - min + 1))
  return {
    next,
    int,
    pick: list => list[int(0, list.length - 1)] ?? list[0],
    happens: share => next() < share,
    text: (length, alphabet) => {
      let text = ''
      for (let at = 0; at < length; at += 1) text += alphabet.charAt(int(0, alphabet.length - 1))
      return text
    },
  }
}

/**
 * Chance that repeats itself: the same seed and label give the same sequence on every machine (sfc32, seeded by SHA-256).
 * A label for each use keeps, say, the orders the same when the catalog draws once more.
 */
export function seededChance(seed: number, label: string): SeededChance {
  const digest = createHash('sha256').update(`${seed}/${label}`).digest()
  let a = digest.readInt32LE(0)
  let b = digest.readInt32LE(4)
  let c = digest.readInt32LE(8)
  let counter = 1
  const chance = chanceOf(() => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 4_294_967_296
  })
  return {
    ...chance,
    get position() {
      return [a, b, c, counter]
    },
    set position([toA = 0, toB = 0, toC = 0, toCounter = 0]) {
      a = toA
      b = toB
      c = toC
      counter = toCounter
    },
  }
}

/** Chance that nobody can foresee, for secrets of a store that was started without a seed. */
export function trueChance(): Chance {
  return chanceOf(() => randomBytes(6).readUIntBE(0, 6) / 2 ** 48)
}

/** Where a store draws from: what repeats itself where it has a seed, and what nobody can foresee where it has none. */
export class Chances implements Room, KeptPart {
  /** What was only drawn is saved with the next change. */
  readonly changes = 0
  readonly kept = { positions: this }
  readonly #seed: number | null
  readonly #running = new Map<string, SeededChance>()

  constructor(seed: number | null) {
    this.#seed = seed
  }

  /** Chance for what happens once under its label. */
  once(label: string): Chance {
    return this.#seed === null ? trueChance() : seededChance(this.#seed, label)
  }

  /** Chance that goes on where whoever drew under its label before has left it. */
  of(label: string): Chance {
    return this.#seed === null ? trueChance() : this.#run(this.#seed, label)
  }

  keep(): PlainPart {
    return { rows: [...this.#running].map(([label, { position }]) => [label, position]), value: null }
  }

  restore({ rows }: PlainPart): void {
    if (this.#seed === null) return
    for (const [label, chance] of this.#running) chance.position = seededChance(this.#seed, label).position
    for (const [at, row] of rows.entries()) {
      const [label, position] = Array.isArray(row) ? row : []
      if (typeof label !== 'string' || !Array.isArray(position) || !position.every(Number.isInteger)) {
        throw new ImpossibleState(at, 'it is no position of a chance')
      }
      this.#run(this.#seed, label).position = position
    }
  }

  #run(seed: number, label: string): SeededChance {
    const chance = this.#running.get(label) ?? seededChance(seed, label)
    this.#running.set(label, chance)
    return chance
  }
}
