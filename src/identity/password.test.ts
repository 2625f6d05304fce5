import { expect, it } from 'vitest'
import { hashPassword, passwordMatches } from './password.ts'

it('keeps passwords as Argon2id and tells the right one from a wrong one', async () => {
  const kept = await hashPassword('correct horse battery')
  expect(kept).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  expect(await passwordMatches(kept, 'correct horse battery')).toBe(true)
  expect(await passwordMatches(kept, 'correct horse battery ')).toBe(false)
})
