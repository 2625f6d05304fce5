import { systemClock } from './clock.ts'

/** Fills `size` bytes with chance: `crypto.randomBytes` in the hub, a seeded source in tests. */
export type RandomBytes = (size: number) => Uint8Array

/** What an id is of; the prefix makes an id legible in an address, a log line or an error. */
export type IdPrefix = 'wsp' | 'usr' | 'chn' | 'chk' | 'evt' | 'run' | 'prd' | 'var' | 'rvw' | 'fil' | 'edt' | 'pln'

/** The same chance, fetched for hundreds of ids at a time: each call to the source costs more than the id. */
export function inBulk(randomBytes: RandomBytes): RandomBytes {
  let bytes: Uint8Array = new Uint8Array()
  let next = 0
  return size => {
    if (next + size > bytes.length) {
      bytes = randomBytes(Math.max(size, bulkSize))
      next = 0
    }
    next += size
    return bytes.subarray(next - size, next)
  }
}

const bulkSize = 4_096
const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
/** Milliseconds since 1970 fit in until the year 3084. */
const timeLength = 9
const chanceLength = 11

/**
 * A new id such as `chn_1jqx4c7k0m9k2c7d8e5f`, lower case, without look-alikes: when it was made, to the millisecond,
 * and 55 bits of chance. What is made together lies together in every index, which an import of 100,000 variants feels.
 */
export function newId(prefix: IdPrefix, randomBytes: RandomBytes): string {
  // The machine's own time, also where a test has another: nobody reads it out of an id.
  let time = systemClock.now().getTime()
  let id = ''
  for (let place = 0; place < timeLength; place += 1) {
    id = `${alphabet[time % 32]}${id}`
    time = Math.floor(time / 32)
  }
  for (const byte of randomBytes(chanceLength)) id += alphabet[byte & 31]
  return `${prefix}_${id}`
}
