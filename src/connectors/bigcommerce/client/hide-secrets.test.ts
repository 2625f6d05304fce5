import { expect, it } from 'vitest'
import { secretsHider } from './hide-secrets.ts'

it('hides every secret of a session, and what it is told to be a number', () => {
  const hide = secretsHider({ accessToken: '1234567890', clientSecret: 'abc1234567890xyz', note: 'short' })
  expect(hide(['a 1234567890 b', 'abc1234567890xyz', 1234567890, 123456789, 'short'])).toEqual([
    'a [hidden] b',
    '[hidden]',
    '[hidden]',
    123456789,
    'short',
  ])
})

it('leaves everything else as it was', () => {
  const json = JSON.parse('{"__proto__":{"a":1},"list":[{}, [], "", null, 0.5, false]}')
  const hidden = secretsHider({ accessToken: 'n5d2bl5n7hkdmppqtgkepbt0e46xsis' })(json)
  expect(JSON.stringify(hidden)).toBe(JSON.stringify(json))
})
