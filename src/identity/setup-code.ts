import { timingSafeEqual } from 'node:crypto'
import type { RandomBytes } from '../runtime/ids.ts'

const alphabet = '23456789abcdefghjkmnpqrstuvwxyz'
const codeLength = 12
const wrongTriesMost = 20

/**
 * The one-time code that start prints while the hub has no owner. It lives in memory only: a restart prints
 * another. After too many wrong tries it stops working, so that nobody can guess it over the network.
 */
export interface SetupCode {
  readonly code: string
  accepts(code: string): boolean
}

export function newSetupCode(randomBytes: RandomBytes): SetupCode {
  let code = ''
  // 31 letters do not divide 256: bytes that would favor the first few are drawn again.
  while (code.length < codeLength) {
    for (const byte of randomBytes(codeLength)) {
      if (byte < 248 && code.length < codeLength) code += alphabet[byte % alphabet.length]
    }
  }
  let wrongTries = 0
  return {
    code: `${code.slice(0, 4)}-${code.slice(4, 8)}-${code.slice(8)}`,
    accepts(given) {
      if (wrongTries >= wrongTriesMost) return false
      const letters = Buffer.from(given.toLowerCase().replaceAll(/[^a-z0-9]/g, ''))
      const right = letters.length === codeLength && timingSafeEqual(letters, Buffer.from(code))
      if (!right) wrongTries += 1
      return right
    },
  }
}
