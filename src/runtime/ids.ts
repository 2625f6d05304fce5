/** Fills `size` bytes with chance: `crypto.randomBytes` in the hub, a seeded source in tests. */
export type RandomBytes = (size: number) => Uint8Array

/** What an id is of; the prefix makes an id legible in an address, a log line or an error. */
export type IdPrefix = 'wsp' | 'usr' | 'chn' | 'chk' | 'evt' | 'run' | 'prd' | 'var' | 'rvw' | 'fil'

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const idLength = 20

/** A new id such as `chn_4t0v1m9k2c7d8e5f6g3h`: 100 bits of chance, lower case, no look-alikes. */
export function newId(prefix: IdPrefix, randomBytes: RandomBytes): string {
  const bytes = randomBytes(idLength)
  let id = ''
  for (const byte of bytes) id += alphabet[byte & 31]
  return `${prefix}_${id}`
}
