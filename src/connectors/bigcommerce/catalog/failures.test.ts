import { describe, expect, it } from 'vitest'
import type { Answer } from '../client/answer.ts'
import { failureOf } from './failures.ts'

const about = { status: 200, quota: null, storeDate: null, receivedAt: new Date(0), tookMs: 1 }
const host = 'api.bigcommerce.com'
const kindOf = (answer: Answer) => failureOf(answer, host).kind

describe('a read of the catalog that brought nothing', () => {
  it('is worth another try later where the store or the way to it is in trouble', () => {
    expect(kindOf({ ...about, kind: 'server_error', status: 503 })).toBe('busy')
    expect(kindOf({ ...about, kind: 'rate_limited', status: 429 })).toBe('busy')
    for (const failure of ['dns', 'refused', 'tls', 'timeout', 'reset', 'held_back'] as const) {
      expect([failure, kindOf({ ...about, kind: 'no_answer', failure })]).toEqual([failure, 'busy'])
    }
    // A page of a gateway in between.
    expect(kindOf({ ...about, kind: 'not_json', looksLike: 'html', came: '<html>' })).toBe('busy')
  })

  it('is refused where a permission is missing, and says who finds out', () => {
    for (const kind of ['unauthorized', 'forbidden'] as const) {
      const failure = failureOf({ ...about, kind }, host)
      expect(failure).toMatchObject({ kind: 'refused', sentence: expect.stringContaining('connection doctor') })
    }
  })

  it('is withheld where only a list beside the products may not be read, and names the scope', () => {
    for (const part of ['categories', 'brands'] as const) {
      const failure = failureOf({ ...about, kind: 'forbidden' }, host, part)
      expect(failure).toMatchObject({ kind: 'withheld', sentence: expect.stringContaining('The scope Products') })
      // Whoever is not known to the store at all may not read its products either.
      expect(failureOf({ ...about, kind: 'unauthorized' }, host, part).kind).toBe('refused')
    }
  })

  it('is at fault itself where the answer cannot be used, and shows what came', () => {
    const cut = failureOf({ ...about, kind: 'not_json', looksLike: 'cut', came: '{"data":[{"id":1' }, host)
    expect(cut).toMatchObject({ kind: 'unusable', came: '{"data":[{"id":1' })
    const other = failureOf({ ...about, kind: 'ok', json: { data: 'none' } }, host)
    expect(other).toMatchObject({ kind: 'unusable', came: '{"data":"none"}' })
    for (const kind of ['not_found', 'redirect', 'other_status'] as const) {
      expect([kind, kindOf({ ...about, kind, status: 404 })]).toEqual([kind, 'unusable'])
    }
  })

  it('is too large where smaller pages may come through', () => {
    expect(kindOf({ ...about, kind: 'no_answer', failure: 'too_large' })).toBe('too_large')
  })

  it('is told in whole sentences', () => {
    const answers: Answer[] = [
      { ...about, kind: 'empty' },
      { ...about, kind: 'forbidden' },
      { ...about, kind: 'other_status', status: 418 },
      { ...about, kind: 'no_answer', failure: 'reset' },
    ]
    for (const answer of answers) expect(failureOf(answer, host).sentence).toMatch(/^[A-Z].*\.$/)
  })
})
