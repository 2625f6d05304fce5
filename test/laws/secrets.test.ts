import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { HubError } from '../../src/runtime/errors.ts'
import { createKeyring, parseKey } from '../../src/runtime/secrets.ts'
import { anyText } from './any-text.ts'

const keyring = createKeyring(randomBytes(32), randomBytes)
const someText = anyText(300)
const anyPlace = fc.record({ workspace: someText, channel: someText, field: someText })
const unreadable = expect.objectContaining({ code: 'secret_unreadable' })

describe('a sealed secret', () => {
  it('opens to the same text in the same place, whatever both are', () => {
    fc.assert(
      fc.property(someText, anyPlace, (text, place) => {
        expect(keyring.open(keyring.seal(text, place), place)).toBe(text)
      }),
    )
  })

  it('opens in no other place, not even in one whose names run together to the same', () => {
    const separator = fc.constantFrom('', ':', '/', ',', '","', '\u0000', '|', ' ')
    fc.assert(
      fc.property(fc.tuple(someText, someText, someText, someText), separator, ([a, b, c, d], between) => {
        const ways = [
          { workspace: `${a}${between}${b}`, channel: c, field: d },
          { workspace: a, channel: `${b}${between}${c}`, field: d },
          { workspace: a, channel: b, field: `${c}${between}${d}` },
        ]
        for (const place of ways) {
          const sealed = keyring.seal('secret', place)
          for (const other of ways) {
            if (JSON.stringify(other) === JSON.stringify(place)) expect(keyring.open(sealed, other)).toBe('secret')
            else expect(() => keyring.open(sealed, other)).toThrow(unreadable)
          }
        }
      }),
      { numRuns: 300 },
    )
  })

  it('does not open with another key', () => {
    fc.assert(
      fc.property(someText, anyPlace, (text, place) => {
        const other = createKeyring(randomBytes(32), randomBytes)
        expect(() => other.open(keyring.seal(text, place), place)).toThrow(unreadable)
      }),
    )
  })

  it('does not open once a single bit of it was changed', () => {
    const place = { workspace: 'wsp_1', channel: 'chn_1', field: 'accessToken' }
    fc.assert(
      fc.property(someText, fc.nat(), fc.nat(7), (text, where, bit) => {
        const [version, keyId, ...parts] = keyring.seal(text, place).split(':')
        const [nonce, ciphertext] = parts.map(part => Buffer.from(part, 'base64url'))
        const bytes = Buffer.concat([nonce ?? Buffer.alloc(0), ciphertext ?? Buffer.alloc(0)])
        const index = where % bytes.length
        bytes.writeUInt8(bytes.readUInt8(index) ^ (1 << bit), index)
        const changed = [bytes.subarray(0, 12), bytes.subarray(12)].map(part => part.toString('base64url'))
        expect(() => keyring.open([version, keyId, ...changed].join(':'), place)).toThrow(unreadable)
      }),
    )
  })

  it('shows nothing of a text in the open', () => {
    const place = { workspace: 'wsp_1', channel: 'chn_1', field: 'accessToken' }
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{12,40}$/), text => {
        const sealed = keyring.seal(text, place)
        expect(sealed).not.toContain(text)
        expect(sealed).not.toContain(Buffer.from(text).toString('base64url').slice(0, 15))
      }),
    )
  })

  it('is the only thing that opens: anything else is refused in words', () => {
    const place = { workspace: 'wsp_1', channel: 'chn_1', field: 'accessToken' }
    const parts = fc.array(fc.oneof(someText, fc.constant('v1'), fc.constant(keyring.keyId)), { maxLength: 6 })
    fc.assert(
      fc.property(parts, made => {
        expect(() => keyring.open(made.join(':'), place)).toThrow(unreadable)
      }),
    )
  })
})

describe('a key', () => {
  it('is read back from base64 and from hex, with blanks around it', () => {
    const blanks = fc.string({ unit: fc.constantFrom(' ', '\n', '\t', '\r'), maxLength: 4 })
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), blanks, (bytes, blank) => {
        const key = Buffer.from(bytes)
        for (const text of [key.toString('base64'), key.toString('hex'), key.toString('hex').toUpperCase()]) {
          expect(parseKey(`${blank}${text}${blank}`, 'here').equals(key)).toBe(true)
        }
      }),
    )
  })

  it('of another length is refused, and no text is anything but a key or refused', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 80 }), someText, (bytes, text) => {
        fc.pre(bytes.length !== 32)
        expect(() => parseKey(Buffer.from(bytes).toString('base64'), 'here')).toThrow(HubError)
        try {
          expect(parseKey(text, 'here')).toHaveLength(32)
        } catch (error) {
          expect(error).toMatchObject({ code: 'key_invalid' })
        }
      }),
    )
  })
})
