import { randomBytes } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createKeyring, parseKey } from './secrets.ts'

const place = { workspace: 'wsp_1', channel: 'chn_1', field: 'accessToken' }
const keyring = createKeyring(randomBytes(32), randomBytes)

describe('sealing secrets', () => {
  it('opens what it sealed, and never seals the same text the same way twice', () => {
    const first = keyring.seal('tökén 🔑', place)
    const second = keyring.seal('tökén 🔑', place)
    expect(first).toMatch(/^v1:[0-9a-f]{8}:[\w-]{16}:[\w-]+$/)
    expect(first).not.toBe(second)
    expect(keyring.open(first, place)).toBe('tökén 🔑')
    expect(keyring.open(second, place)).toBe('tökén 🔑')
  })

  it.each([
    ['another workspace', { ...place, workspace: 'wsp_2' }],
    ['another channel', { ...place, channel: 'chn_2' }],
    ['another field', { ...place, field: 'clientSecret' }],
  ])('does not open a value in %s', (_where, elsewhere) => {
    expect(() => keyring.open(keyring.seal('secret', place), elsewhere)).toThrow(
      expect.objectContaining({ code: 'secret_unreadable' }),
    )
  })

  it('does not open a value whose bytes were changed, cut or made up', () => {
    const sealed = keyring.seal('secret', place)
    const other = sealed.at(-6) === 'A' ? 'B' : 'A'
    for (const damaged of [
      `${sealed.slice(0, -6)}${other}${sealed.slice(-5)}`,
      sealed.slice(0, -8),
      'v1:x',
      '',
      'v1:::',
    ]) {
      expect(() => keyring.open(damaged, place)).toThrow(expect.objectContaining({ code: 'secret_unreadable' }))
    }
  })

  it('names both keys when a value was sealed with another one', () => {
    const other = createKeyring(randomBytes(32), randomBytes)
    expect(() => keyring.open(other.seal('secret', place), place)).toThrow(
      `sealed with key ${other.keyId}, and this hub has key ${keyring.keyId}`,
    )
  })

  it('derives keys that differ by purpose and stay the same', () => {
    expect(keyring.derive('sessions')).toBe(keyring.derive('sessions'))
    expect(keyring.derive('sessions')).not.toBe(keyring.derive('backups'))
  })
})

describe('reading a key', () => {
  it('takes base64 and hex, and refuses anything else with the way to make one', () => {
    const key = randomBytes(32)
    expect(parseKey(` ${key.toString('base64')}\n`, 'here').equals(key)).toBe(true)
    expect(parseKey(key.toString('hex'), 'here').equals(key)).toBe(true)
    for (const wrong of ['', 'short', randomBytes(31).toString('base64')]) {
      expect(() => parseKey(wrong, 'CARTWRIGHT_KEY')).toThrow('The key in CARTWRIGHT_KEY is not 32 bytes of base64.')
    }
  })
})
