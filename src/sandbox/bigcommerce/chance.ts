import { createHash, randomBytes } from 'node:crypto'

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
export function seededChance(seed: number, label: string): Chance {
  const digest = createHash('sha256').update(`${seed}/${label}`).digest()
  let a = digest.readInt32LE(0)
  let b = digest.readInt32LE(4)
  let c = digest.readInt32LE(8)
  let counter = 1
  return chanceOf(() => {
    const sum = (((a + b) | 0) + counter) | 0
    counter = (counter + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (((c << 21) | (c >>> 11)) + sum) | 0
    return (sum >>> 0) / 4_294_967_296
  })
}

/** Chance that nobody can foresee, for secrets of a store that was started without a seed. */
export function trueChance(): Chance {
  return chanceOf(() => randomBytes(6).readUIntBE(0, 6) / 2 ** 48)
}
