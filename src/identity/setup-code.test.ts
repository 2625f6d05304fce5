import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { newSetupCode } from './setup-code.ts'

it('accepts its own code however it is typed, and nothing else', () => {
  const setup = newSetupCode(randomBytes)
  expect(setup.code).toMatch(/^[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}$/)
  expect(setup.accepts(setup.code)).toBe(true)
  expect(setup.accepts(setup.code.replaceAll('-', ' ').toUpperCase())).toBe(true)
  expect(setup.accepts('')).toBe(false)
  expect(setup.accepts(newSetupCode(randomBytes).code)).toBe(false)
})

it('stops working after twenty wrong tries', () => {
  const setup = newSetupCode(randomBytes)
  for (let wrong = 0; wrong < 20; wrong += 1) expect(setup.accepts('aaaa-aaaa-aaaa')).toBe(false)
  expect(setup.accepts(setup.code)).toBe(false)
})
