import { describe, expect, it } from 'vitest'
import { HubError } from '../../runtime/errors.ts'
import { foreignFault, readStoreAddress, takeStoreAddress } from './store-address.ts'

const hash = 'kl28jKd3w5o'

describe('what holds a store hash', () => {
  it.each([
    [hash, null],
    [`  ${hash}\n`, null],
    [`"${hash}"`, null],
    [`\u200b${hash}\ufeff`, null],
    [`https://api.bigcommerce.com/stores/${hash}/v3/`, 'API path'],
    [`https://api.bigcommerce.com/stores/${hash}/v2`, 'API path'],
    [`https://api.bigcommerce.com/stores/${hash}`, 'API path'],
    [`HTTPS://API.BIGCOMMERCE.COM/stores/${hash}/v3/catalog/products?limit=1#top`, 'API path'],
    [`api.bigcommerce.com/stores/${hash}/v3/`, 'API path'],
    [`http://api.bigcommerce.com/stores/${hash}/v3/`, 'API path'],
    [`https://payments.bigcommerce.com/stores/${hash}/payments`, 'API path'],
    [`/stores/${hash}/v3`, 'API path'],
    [`stores/${hash}`, 'API path'],
    [` API PATH: 'https://api.bigcommerce.com/stores/${hash}/v3/' `, 'API path'],
    [`https://store-${hash}.mybigcommerce.com/manage/dashboard`, 'control panel address'],
    [`https://store-${hash}-1.mybigcommerce.com/manage/settings/store#x`, 'control panel address'],
    [`store-${hash}-12.mybigcommerce.com`, 'control panel address'],
    [`store-${hash}`, 'control panel address'],
    [`store-${hash}-2`, 'control panel address'],
    [
      `ACCESS TOKEN: abc\r\nCLIENT ID: def\r\nAPI PATH: https://api.bigcommerce.com/stores/${hash}/v3/\r\n`,
      'credentials file',
    ],
  ])('%j', (text, takenFrom) => {
    expect(takeStoreAddress(text)).toEqual({ ok: true, storeHash: hash, takenFrom, apiAddress: null })
  })

  it('says what was taken out of what', () => {
    expect(readStoreAddress(hash)).toEqual({ storeHash: hash, note: null })
    expect(readStoreAddress(`stores/${hash}`).note).toBe(`Taken from the API path: ${hash}.`)
  })

  it('takes an address other than BigCommerce’s along, and says so', () => {
    expect(takeStoreAddress(`http://127.0.0.1:4100/stores/${hash}/v3/`)).toMatchObject({
      apiAddress: 'http://127.0.0.1:4100',
    })
    expect(takeStoreAddress(`127.0.0.1:4100/stores/${hash}`)).toMatchObject({ apiAddress: 'http://127.0.0.1:4100' })
    expect(readStoreAddress(`http://127.0.0.1:4100/stores/${hash}`).note).toContain('http://127.0.0.1:4100')
  })

  it.each([
    [`https://Gate.example/bc/stores/${hash}/v3`, 'gate.example', 'https://gate.example/bc'],
    [`https://api.bigcommerce.com.evil.io/stores/${hash}/v3`, 'api.bigcommerce.com.evil.io', null],
    [`https://api.bigcommerce.com%2eevil.io/stores/${hash}/v3`, 'api.bigcommerce.com.evil.io', null],
    [`https://evilbigcommerce.com/stores/${hash}/v3`, 'evilbigcommerce.com', null],
    [`evil.io/stores/${hash}`, 'evil.io', null],
    [`//evil.io/stores/${hash}`, 'evil.io', null],
    [`https:///evil.io/stores/${hash}`, 'evil.io', null],
    [`https://api.bigcommerce.com:8443/stores/${hash}`, 'api.bigcommerce.com:8443', null],
    [`https://192.168.0.9/stores/${hash}`, '192.168.0.9', null],
    [`ACCESS TOKEN: abc\nAPI PATH: https://evil.io/stores/${hash}/v3/`, 'evil.io', null],
  ])('says while it is typed that %j leads elsewhere', (text, host, apiAddress) => {
    const address = takeStoreAddress(text)
    expect(address).toMatchObject({ ok: true, storeHash: hash, apiAddress: apiAddress ?? `https://${host}` })
    const sentence = `This API path leads to ${host}, which is not BigCommerce. If that is meant, type ${apiAddress ?? `https://${host}`} under Advanced as API address.`
    expect(address.ok && foreignFault(address)).toBe(sentence)
    expect(() => readStoreAddress(text)).toThrow(
      expect.objectContaining({ code: 'input_invalid', fields: { storeHash: sentence } }),
    )
  })

  it('takes BigCommerce’s own for nothing to take along, however it is spelt', () => {
    for (const host of ['API.BigCommerce.com.', 'api.bigcommerce.com:443', 'api.big\u00adcommerce.com']) {
      expect(takeStoreAddress(`https://${host}/stores/${hash}`)).toMatchObject({ ok: true, apiAddress: null })
    }
  })
})

describe('what holds none', () => {
  it.each([
    ['', 'Paste the Store Hash'],
    ['   ', 'Paste the Store Hash'],
    ['my-shop.example', 'not part of this address'],
    ['https://www.my-shop.example/about', 'not part of this address'],
    ['https://my-shop.mybigcommerce.com/manage', 'not part of this address'],
    ['owner@my-shop.example', 'e-mail'],
    ['ya9zi23yzwp8c66nhgihizcuc5jiqx7', 'Client ID or the Access Token'],
    ['ab', '3 to 20'],
    ['https://api.bigcommerce.com/stores/{store_hash}/v3', '3 to 20'],
    ['https://api.bigcommerce.com/stores//v3', '3 to 20'],
    ["kl28'; drop table channels; --", '3 to 20'],
    ['<script>alert(1)</script>', '3 to 20'],
    ['מחרוזת', '3 to 20'],
    ['🛒🛒🛒', '3 to 20'],
    ['kl28jKd3w5o\nsecond', 'several lines'],
    ['ACCESS TOKEN: abc\nCLIENT ID: def', 'without an API path'],
    ['http://elsewhere.example/stores/kl28jKd3w5o/v3', 'https://'],
    ['https://user:pass@elsewhere.example/stores/kl28jKd3w5o/v3', 'up to the @'],
    ['https://api.bigcommerce.com@evil.io/stores/kl28jKd3w5o/v3', 'up to the @'],
    ['https://@evil.io/stores/kl28jKd3w5o/v3', 'up to the @'],
    ['https://evil.io@api.bigcommerce.com/stores/kl28jKd3w5o/v3', 'up to the @'],
    ['https://store-kl28jKd3w5o.mybigcommerce.com:443@evil.io/manage', 'e-mail'],
    [String.raw`https://evil.io\@bigcommerce.com/stores/kl28jKd3w5o/v3`, 'backslash'],
    [String.raw`https://evil.io\.bigcommerce.com/stores/kl28jKd3w5o/v3`, 'backslash'],
    [String.raw`https://store-kl28jKd3w5o.mybigcommerce.com/\evil.io`, 'backslash'],
    ['https://evil.io#.bigcommerce.com/stores/kl28jKd3w5o/v3', '? or #'],
    ['https://evil.io?.bigcommerce.com/stores/kl28jKd3w5o/v3', '? or #'],
    ['http:evil.io/stores/kl28jKd3w5o/v3', 'cannot be used'],
    ['ftp://api.bigcommerce.com/stores/kl28jKd3w5o/v3', 'https://'],
    ['https://api.bigcommerce.com.evil.example/stores/kl28 jKd/v3', '3 to 20'],
  ])('%j', (text, words) => {
    const address = takeStoreAddress(text)
    expect(address).toMatchObject({ ok: false, fault: expect.stringContaining(words) })
    expect(() => readStoreAddress(text)).toThrow(HubError)
  })

  it('refuses 10,000 characters without repeating them', () => {
    expect(takeStoreAddress('x'.repeat(10_000))).toMatchObject({
      ok: false,
      fault: expect.stringMatching(/^.{20,200}$/),
    })
    expect(takeStoreAddress(' '.repeat(1_900))).toMatchObject({
      fault: expect.stringContaining('Paste the Store Hash'),
    })
  })

  it('reads hostile texts in linear time', () => {
    const started = performance.now()
    for (const text of ['.'.repeat(2_000), '/stores/'.repeat(250), ' "'.repeat(1_000), '\n'.repeat(2_000)]) {
      takeStoreAddress(text)
    }
    expect(performance.now() - started).toBeLessThan(500)
  })
})
