import { describe, expect, it } from 'vitest'
import { HubError } from '../../runtime/errors.ts'
import { bigcommerce } from './connector.ts'
import { parseConnection } from './settings.ts'

const good = {
  storeHash: 'kl28jKd3w5o',
  clientId: 'ya9zi23yzwp8c66nhgihizcuc5jiqx7',
  accessToken: 'n5d2bl5n7hkdmppqtgkepbt0e46xsis',
}

function faultsOf(input: Record<string, string>): Record<string, string> {
  try {
    parseConnection(input)
  } catch (error) {
    if (error instanceof HubError && error.code === 'input_invalid') return error.fields ?? {}
    throw error
  }
  return {}
}

describe('the API connection form', () => {
  it('keeps what is shown apart from what is sealed', () => {
    expect(parseConnection({ ...good, clientSecret: 'f'.repeat(64) })).toEqual({
      settings: { storeHash: good.storeHash, clientId: good.clientId, apiAddress: 'https://api.bigcommerce.com' },
      secrets: { accessToken: good.accessToken, clientSecret: 'f'.repeat(64) },
      notes: {},
    })
  })

  it('leaves an empty token out, as the caller may hold one', () => {
    expect(parseConnection({ ...good, accessToken: '  ' }).secrets).toEqual({})
  })

  it('drops white space at the ends and the label of the line', () => {
    const parsed = parseConnection({
      storeHash: `${good.storeHash} `,
      clientId: `CLIENT ID: ${good.clientId}`,
      accessToken: `\taccess token: ${good.accessToken}\r\n`,
    })
    expect(parsed.settings.clientId).toBe(good.clientId)
    expect(parsed.secrets).toEqual({ accessToken: good.accessToken })
    expect(parsed.notes.accessToken).toBe('Taken from the line ACCESS TOKEN of the credentials file.')
  })

  it('names all faults at once, each at its field', () => {
    const faults = faultsOf({
      storeHash: '',
      clientId: ' ',
      accessToken: 'a b',
      clientSecret: 'é',
      apiAddress: 'http://x',
    })
    expect(Object.keys(faults).sort()).toEqual(['accessToken', 'apiAddress', 'clientId', 'clientSecret', 'storeHash'])
  })

  it.each([
    ['n5d2bl5n7hkdm\nppqtgkepbt0e46xsis', 'line break'],
    ['n5d2bl5n7hkdm\r\nX-Evil: 1', 'line break'],
    ['n5d2bl5n7hkdm\u2028ppqtgkepbt0e46xsis', 'line break'],
    ['n5d2bl5n7hkdm ppqtgkepbt0e46xsis', 'space'],
    ['n5d2bl5n7hkdmppqtgkepbt0e46xsi\u0000', 'character'],
    ['n5d2bl5n7hkdmppqtgkepbt0e46xsiś', 'character'],
    ['מחרוזתמחרוזת', 'character'],
    ['🛒🛒🛒🛒🛒🛒', 'character'],
    ['short', 'whole Access Token'],
    ['owner@shop.example', 'e-mail'],
    ['https://api.bigcommerce.com/stores/kl28jKd3w5o/v3/', 'an address'],
    ['ACCESS TOKEN: n5d2bl5n7hkdm\nCLIENT ID: ya9zi23\nCLIENT SECRET: 123', 'whole credentials file'],
    [good.clientId, 'same text as the Client ID'],
  ])('refuses the token %j', (accessToken, words) => {
    const fault = faultsOf({ ...good, accessToken }).accessToken
    expect(fault).toContain(words)
    if (!words.startsWith('same')) expect(fault).not.toContain(accessToken)
  })

  it('refuses 10,000 characters', () => {
    const long = 'x'.repeat(10_000)
    const faults = faultsOf({
      storeHash: long,
      clientId: long,
      accessToken: long,
      clientSecret: long,
      apiAddress: long,
    })
    expect(Object.keys(faults)).toHaveLength(5)
    expect(Object.values(faults).join(' ').length).toBeLessThan(800)
  })

  it.each(["'; drop table users; --", '<b>id</b>', 'two words', 'owner@shop.example', 'מחרוזת', 'ab'])(
    'refuses the client id %j',
    clientId => {
      expect(faultsOf({ ...good, clientId })).toHaveProperty('clientId')
    },
  )

  it('takes no text for left empty', () => {
    const odd: unknown = { ...good, clientSecret: 7, apiAddress: null }
    expect(parseConnection(odd as Record<string, string>).settings.apiAddress).toBe('https://api.bigcommerce.com')
    expect(faultsOf(null as unknown as Record<string, string>)).toHaveProperty('storeHash')
  })
})

describe('the API address', () => {
  it.each([
    ['', 'https://api.bigcommerce.com'],
    ['https://api.bigcommerce.com/', 'https://api.bigcommerce.com'],
    ['https://API.bigcommerce.com/stores/abc123/v3/', 'https://api.bigcommerce.com'],
    ['api.bigcommerce.com', 'https://api.bigcommerce.com'],
    ['http://127.0.0.1:4100', 'http://127.0.0.1:4100'],
    ['http://127.8.9.10:4100/', 'http://127.8.9.10:4100'],
    ['http://[::1]:4100', 'http://[::1]:4100'],
    ['localhost:4100', 'http://localhost:4100'],
    ['https://gate.example/bigcommerce/stores/x', 'https://gate.example/bigcommerce'],
    ['https://api.bigcommerce.com./', 'https://api.bigcommerce.com'],
    ['localhost.:4100', 'http://localhost:4100'],
    ['https://gate.example/@us/bigcommerce', 'https://gate.example/@us/bigcommerce'],
  ])('%j', (apiAddress, read) => {
    expect(parseConnection({ ...good, apiAddress }).settings.apiAddress).toBe(read)
  })

  it.each([
    'http://api.bigcommerce.com',
    'http://127.0.0.1.evil.example',
    'http://10.0.0.1',
    'ftp://127.0.0.1',
    'https://user:secret@api.bigcommerce.com',
    'https://api.bigcommerce.com@evil.io',
    'https://@evil.io',
    'api.bigcommerce.com@evil.io',
    String.raw`https://evil.io\@bigcommerce.com`,
    String.raw`https:\\evil.io`,
    'https://api.bigcommerce.com..',
    'https://api.bigcommerce.com?x=1',
    'https://api.bigcommerce.com/#x',
    'https://api.bigcommerce.com?',
    'https://api big',
    'https://',
    'javascript:alert(1)',
    '<img src=x>',
  ])('refuses %j', apiAddress => {
    expect(faultsOf({ ...good, apiAddress })).toHaveProperty('apiAddress')
  })

  it('is taken from the API path where the field is empty, and otherwise from the field', () => {
    const storeHash = 'http://127.0.0.1:4100/stores/kl28jKd3w5o/v3/'
    const taken = parseConnection({ ...good, storeHash })
    expect(taken.settings).toMatchObject({ storeHash: 'kl28jKd3w5o', apiAddress: 'http://127.0.0.1:4100' })
    expect(taken.notes.apiAddress).toContain('http://127.0.0.1:4100')
    const typed = parseConnection({ ...good, storeHash, apiAddress: 'https://gate.example' })
    expect(typed.settings.apiAddress).toBe('https://gate.example')
    expect(typed.notes.apiAddress).toContain('https://gate.example')
  })
})

describe('an API path that leads elsewhere', () => {
  const storeHash = 'https://Gate.example/bc/stores/kl28jKd3w5o/v3/'

  it('never takes the Access Token there by itself', () => {
    for (const apiAddress of ['', '  ']) {
      expect(faultsOf({ ...good, storeHash, apiAddress })).toEqual({
        apiAddress:
          'This API path leads to gate.example, which is not BigCommerce. If that is meant, type https://gate.example/bc under Advanced as API address.',
      })
    }
  })

  it('does where the same address was typed', () => {
    const parsed = parseConnection({ ...good, storeHash, apiAddress: 'https://gate.example/bc/' })
    expect(parsed.settings).toMatchObject({ storeHash: 'kl28jKd3w5o', apiAddress: 'https://gate.example/bc' })
    expect(parsed.notes).toEqual({ storeHash: 'Taken from the API path: kl28jKd3w5o.' })
  })

  it('does not where another one was typed', () => {
    const parsed = parseConnection({ ...good, storeHash, apiAddress: 'https://api.bigcommerce.com' })
    expect(parsed.settings.apiAddress).toBe('https://api.bigcommerce.com')
    expect(parsed.notes.apiAddress).toContain('https://gate.example/bc')
  })
})

describe('the key of a store', () => {
  it('tells hosts apart without case, and hashes with it', () => {
    const key = (apiAddress: string, storeHash: string) =>
      bigcommerce.storeKey({ apiAddress, storeHash, clientId: 'x' })
    const official = 'bigcommerce:https://api.bigcommerce.com:kl28jKd3w5o'
    expect(key('https://api.bigcommerce.com', 'kl28jKd3w5o')).toBe(official)
    expect(key('https://API.bigcommerce.com./', 'kl28jKd3w5o')).toBe(official)
    expect(key('http://127.0.0.1:4100', 'KL28')).toBe('bigcommerce:http://127.0.0.1:4100:KL28')
  })

  it('tells the tenants of a gateway apart, and what is encrypted from what is not', () => {
    const keys = [
      ...['https://gate.example', 'https://gate.example/a', 'https://gate.example/A', 'https://gate.example/a/b'],
      ...['https://gate.example:8443', 'http://127.0.0.1', 'https://127.0.0.1'],
    ].map(apiAddress => bigcommerce.storeKey({ apiAddress, storeHash: 'kl28jKd3w5o', clientId: 'x' }))
    expect(new Set(keys).size).toBe(keys.length)
    expect(keys[3]).toBe('bigcommerce:https://gate.example/a/b:kl28jKd3w5o')
  })
})
