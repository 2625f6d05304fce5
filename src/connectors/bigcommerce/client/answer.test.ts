import { describe, expect, it } from 'vitest'
import type { StoreReply } from '../../../connector/connector.ts'
import { readAnswer } from './answer.ts'

const at = new Date('2026-03-01T12:00:00.000Z')

function answered(status: number, body: string, headers: Record<string, string> = {}) {
  return readAnswer({ kind: 'answer', status, headers, body, tookMs: 5 }, at)
}

const missingScope =
  '{"status":403,"title":"You don\'t have a required scope to access the endpoint","type":"https://developer.bigcommerce.com/api-docs/getting-started/api-status-codes","errors":{}}'

describe('what an answer means', () => {
  it.each([
    [200, '{"data":[]}', 'ok'],
    [200, '\ufeff[1]', 'ok'],
    [207, '{"data":[]}', 'ok'],
    [204, '', 'empty'],
    [200, ' \n', 'empty'],
    [401, '', 'unauthorized'],
    [401, '<html>', 'unauthorized'],
    [401, '[{"status":401,"message":"Unauthorized"}]', 'unauthorized'],
    [403, missingScope, 'forbidden'],
    [403, '[{"status":403,"message":"no"}]', 'forbidden'],
    [403, '', 'forbidden'],
    [403, '<!DOCTYPE html><p>blocked</p>', 'not_json'],
    [404, '{"status":404,"title":"no","type":"x"}', 'not_found'],
    [404, '<html></html>', 'not_json'],
    [429, '', 'rate_limited'],
    [500, '<html></html>', 'server_error'],
    [503, '', 'server_error'],
    [301, '', 'redirect'],
    [302, '<html></html>', 'redirect'],
    [400, '{}', 'other_status'],
    [422, '{"title":"no"}', 'other_status'],
    [101, '', 'other_status'],
  ])('%i %j is %s', (status, body, kind) => {
    expect(answered(status, body).kind).toBe(kind)
  })

  it.each([
    ['<!doctype HTML><p>', 'html'],
    ['  <html lang="en">', 'html'],
    ['{"data":[{"id":1', 'cut'],
    ['[1,2', 'cut'],
    ['<?xml version="1.0"?><store/>', 'other'],
    ['OK', 'other'],
  ])('%j is not JSON: %s', (body, looksLike) => {
    expect(answered(200, body)).toMatchObject({ kind: 'not_json', looksLike })
  })

  it('quotes the store in one short line', () => {
    expect(answered(403, missingScope).words).toBe("You don't have a required scope to access the endpoint")
    expect(answered(400, '[{"status":404,"message":"a\\u0000\\n b"}]').words).toBe('a b')
    expect(answered(422, '{"code":403,"message":"Missing scope"}').words).toBe('Missing scope')
    expect(answered(422, `{"title":"${'x'.repeat(1_000)}"}`).words).toHaveLength(200)
    expect(answered(422, '[]').words).toBeNull()
    expect(answered(422, '{"title":7}').words).toBeNull()
    expect(answered(200, '{"title":"a product"}').words).toBeNull()
  })

  it('reads the store’s clock and quota along', () => {
    const answer = answered(200, '{}', { date: 'Sun, 01 Mar 2026 11:59:59 GMT', 'x-retry-after': '2' })
    expect(answer.storeDate).toEqual(new Date('2026-03-01T11:59:59Z'))
    expect(answer.quota?.retryAt).toEqual(new Date('2026-03-01T12:00:02Z'))
    expect(answered(200, '{}', { date: 'yesterday' }).storeDate).toBeNull()
  })

  it('keeps why no answer came', () => {
    const reply: StoreReply = { kind: 'failed', failure: 'dns', detail: 'ENOTFOUND', tookMs: 1 }
    expect(readAnswer(reply, at)).toMatchObject({ kind: 'no_answer', failure: 'dns', status: 0 })
  })
})
