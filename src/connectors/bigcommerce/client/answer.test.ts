import { describe, expect, it } from 'vitest'
import type { StoreReply } from '../../../connector/connector.ts'
import { readAnswer } from './answer.ts'
import { secretsHider } from './hide-secrets.ts'

const token = 'n5d2bl5n7hkdm/ppqtgkepbt0e46xsis'
const hide = secretsHider({ accessToken: token })
const at = new Date('2026-03-01T12:00:00.000Z')

function answered(status: number, body: string, headers: Record<string, string> = {}) {
  return readAnswer({ kind: 'answer', status, headers, body, tookMs: 5 }, at, hide)
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

  it.each([
    ['as it is', token],
    ['escaped', '\\u006e5d2bl5n7hkdm\\/ppqtgkepbt0e46xsis'],
  ])('holds no secret that the store sends back, %s', (_, echoed) => {
    const body = `{"name":"Shop ${echoed}!","${echoed}":[{"deep":"${echoed}${echoed}"},7,null,true]}`
    const answer = answered(200, body)
    expect(answer).toMatchObject({
      json: { name: 'Shop [hidden]!', '[hidden]': [{ deep: '[hidden][hidden]' }, 7, null, true] },
    })
    expect(JSON.stringify(answered(418, `{"title":"${echoed}"}`))).not.toMatch(/n5d2bl5n7hkdm|ppqtgkepbt0e46xsis/)
  })

  it('may be nested deeper than anybody can go', () => {
    expect(answered(200, '['.repeat(500_000) + ']'.repeat(500_000))).toMatchObject({ kind: 'not_json' })
  })

  it('reads the store’s clock and quota along', () => {
    const answer = answered(200, '{}', { date: 'Sun, 01 Mar 2026 11:59:59 GMT', 'x-retry-after': '2' })
    expect(answer.storeDate).toEqual(new Date('2026-03-01T11:59:59Z'))
    expect(answer.quota?.retryAt).toEqual(new Date('2026-03-01T12:00:02Z'))
    expect(answered(200, '{}', { date: 'yesterday' }).storeDate).toBeNull()
  })

  it('keeps why no answer came', () => {
    const reply: StoreReply = { kind: 'failed', failure: 'dns', detail: 'ENOTFOUND', tookMs: 1 }
    expect(readAnswer(reply, at, hide)).toMatchObject({ kind: 'no_answer', failure: 'dns', status: 0 })
  })
})
