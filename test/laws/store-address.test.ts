import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readStoreAddress, takeStoreAddress } from '../../src/connectors/bigcommerce/store-address.ts'
import { HubError } from '../../src/runtime/errors.ts'
import { anyText } from './any-text.ts'

/** As our own bounds have it. */
const hash = fc.stringMatching(/^[A-Za-z0-9]{3,20}$/)
const around = fc.tuple(
  fc.string({
    unit: fc.constantFrom(' ', '\t', '\n', '\r', '"', "'", '`', '<', '(', '\u200b', '\ufeff'),
    maxLength: 6,
  }),
  fc.string({
    unit: fc.constantFrom(' ', '\t', '\n', '\r', '"', "'", '`', '>', ')', ',', ';', '\u2060'),
    maxLength: 6,
  }),
)
const host = fc.constantFrom(
  'https://api.bigcommerce.com/',
  'http://api.bigcommerce.com/',
  'HTTPS://API.BigCommerce.com/',
  'api.bigcommerce.com/',
  'https://payments.bigcommerce.com/',
  '/',
  '',
)
const after = fc.oneof(
  fc.constantFrom('', '/', '/v2', '/v3/', '/v3', '?page=2', '#top', '/v3/?limit=1#x'),
  fc.webPath().map(path => (path.startsWith('/') ? path : `/${path}`)),
)
const path = fc.tuple(host, hash, after).map(([before, code, rest]) => ({
  code,
  text: `${before}stores/${code}${rest}`,
}))

describe('a store hash', () => {
  it('comes out of an API path as it went in, its case too, whatever is pasted around it', () => {
    const label = fc.constantFrom('', 'API PATH: ', 'api path:', 'Store Hash = ')
    fc.assert(
      fc.property(path, around, label, ({ code, text }, [before, behind], name) => {
        expect(takeStoreAddress(`${before}${name}${text}${behind}`)).toEqual({
          ok: true,
          storeHash: code,
          takenFrom: 'API path',
          apiAddress: null,
        })
      }),
      { numRuns: 1_000 },
    )
  })

  it('comes out of a credentials file, wherever in it the path stands', () => {
    const other = fc.constantFrom('CLIENT ID: abc', 'CLIENT SECRET: def', 'NAME: Shop', '')
    fc.assert(
      fc.property(path, fc.array(other), fc.constantFrom('\n', '\r\n'), fc.nat(), ({ code, text }, rest, end, at) => {
        const lines = ['ACCESS TOKEN: ghi', ...rest]
        lines.splice(at % (lines.length + 1), 0, `API PATH: ${text}`)
        expect(takeStoreAddress(lines.join(end))).toMatchObject({
          ok: true,
          storeHash: code,
          takenFrom: 'credentials file',
        })
      }),
    )
  })

  it('comes out of a control panel address, with and without the number of a storefront', () => {
    const form = fc.constantFrom(
      (name: string) => name,
      (name: string) => `https://${name}.mybigcommerce.com/manage/dashboard`,
      (name: string) => `${name}.mybigcommerce.com`,
    )
    const number = fc.option(fc.nat(9_999), { nil: null })
    fc.assert(
      fc.property(hash, number, form, around, (code, storefront, write, [before, behind]) => {
        const name = `store-${code}${storefront === null ? '' : `-${storefront}`}`
        expect(takeStoreAddress(`${before}${write(name)}${behind}`)).toMatchObject({ ok: true, storeHash: code })
      }),
    )
  })

  it('taken once is taken for ever: what came out goes in and comes out the same', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          hash,
          path.map(({ text }) => text),
        ),
        text => {
          const once = takeStoreAddress(text)
          expect(once.ok).toBe(true)
          if (!once.ok) return
          expect(takeStoreAddress(once.storeHash)).toEqual({ ...once, takenFrom: null })
        },
      ),
    )
  })

  it('is letters and digits, or there is a sentence for the form: no text does anything else', () => {
    const piece = fc.oneof(
      anyText(60),
      hash,
      fc.constantFrom('/stores/', 'stores/', 'store-', '.mybigcommerce.com', 'https://', 'api path:', 'ACCESS TOKEN:'),
      fc.constantFrom('\n', '@', '.', ':', '/', '[', ']', '%', '\\', '127.0.0.1:80/'),
    )
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), pieces => {
        const text = pieces.join('')
        const taken = takeStoreAddress(text)
        if (taken.ok) {
          expect(taken.storeHash).toMatch(/^[A-Za-z0-9]{3,20}$/)
          // Nothing is made up: the hash stood in the text as it is, for whoever looks at it.
          expect(text.replaceAll(/\p{Cf}/gu, '')).toContain(taken.storeHash)
        } else {
          expect(taken.fault).toMatch(/^.{20,300}$/)
        }
        try {
          expect(readStoreAddress(text).storeHash).toBe(taken.ok && taken.storeHash)
        } catch (error) {
          expect(error).toBeInstanceOf(HubError)
          expect(error).toMatchObject({ code: 'input_invalid', fields: { storeHash: expect.any(String) } })
        }
      }),
      { numRuns: 2_000 },
    )
  })
})
