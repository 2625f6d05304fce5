import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser, startTestHub, type TestHub } from '../support/hub.ts'
import { picture } from '../support/pictures.ts'

let hub: TestHub
let browser: Browser
const eightMegabytes = 8 * 2 ** 20

beforeAll(async () => {
  hub = await startTestHub()
  browser = await hub.signedIn()
})
afterAll(() => hub.close())

const cookieOf = (who: Browser) => [...who.cookies].map(([name, value]) => `${name}=${value}`).join('; ')

function send(bytes: Uint8Array, type = 'image/png', who = browser): Promise<Response> {
  return fetch(new URL('/api/files?name=front.png', hub.url), {
    method: 'POST',
    headers: { 'content-type': type, cookie: cookieOf(who) },
    body: new Uint8Array(bytes),
  })
}

const show = (id: string, who = browser) =>
  fetch(new URL(`/api/files/${id}`, hub.url), { headers: { cookie: cookieOf(who) } })

describe('pictures that are uploaded', () => {
  it('are kept by what they hold, and shown as what they are', async () => {
    const bytes = picture(1)
    const kept = await (await send(bytes, 'image/jpeg')).json()
    const fileId = createHash('sha256').update(bytes).digest('hex')
    expect(kept).toEqual({ fileId, bytes: bytes.length, kind: 'png', width: 8, height: 8 })
    const again = await browser.call('POST /api/files', { body: { data: bytes.toString('base64') } })
    expect(again).toEqual(kept)
    const shown = await show(fileId)
    expect(Buffer.from(await shown.arrayBuffer()).equals(bytes)).toBe(true)
    expect(Object.fromEntries(shown.headers)).toMatchObject({
      ...{ 'content-type': 'image/png', 'x-content-type-options': 'nosniff' },
      'content-security-policy': "default-src 'none'; sandbox",
      'content-disposition': `inline; filename="${fileId.slice(0, 12)}.png"`,
    })
    const events = await hub.db.kysely.selectFrom('event').where('verb', '=', 'file.uploaded').selectAll().execute()
    expect(events).toHaveLength(1)
  })

  it('are refused where they are no picture, too large, or nobody is signed in', async () => {
    const told = async (response: Promise<Response>) => {
      const answer = await response
      const { code, fields } = (await answer.json()) as { code: string; fields?: { file?: string } }
      return `${answer.status} ${code} ${fields?.file ?? ''}`.trim()
    }
    const none = '400 input_invalid This is no JPEG, PNG, GIF, WebP or BMP file, whatever its name says.'
    expect(await told(send(Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), 'image/svg+xml'))).toBe(none)
    expect(await told(send(Buffer.from('<script>alert(1)</script>')))).toBe(none)
    expect(await told(send(Buffer.alloc(0)))).toMatch(/^400 input_invalid/)
    const large = Buffer.concat([picture(2), Buffer.alloc(eightMegabytes)])
    expect(await told(send(large))).toBe('400 input_invalid A picture may have at most 8 MB: make it smaller.')
    expect(await told(send(Buffer.alloc(12 * 2 ** 20)))).toBe('413 body_too_large')
    expect(await told(send(picture(3), 'multipart/form-data; boundary=a'))).toBe('415 media_type_unsupported')
    expect(await told(send(picture(3), 'image/png', new Browser(hub.url)))).toBe('401 not_signed_in')
    expect(await told(send(Buffer.alloc(12 * 2 ** 20), 'image/png', new Browser(hub.url)))).toBe('401 not_signed_in')
    const kept = await browser.call('POST /api/files', { body: { data: picture(4).toString('base64') } })
    expect(await told(show(kept.fileId, new Browser(hub.url)))).toBe('401 not_signed_in')
    expect(await told(show('f'.repeat(64)))).toBe('404 not_found')
  })

  it('may have eight megabytes, and are not taken elsewhere', async () => {
    const bytes = Buffer.concat([picture(5), Buffer.alloc(eightMegabytes - picture(5).length)])
    expect(await (await send(bytes)).json()).toMatchObject({ bytes: eightMegabytes })
    const elsewhere = await fetch(new URL('/api/edits', hub.url), {
      method: 'POST',
      headers: { 'content-type': 'image/png', cookie: cookieOf(browser) },
      body: new Uint8Array(picture(6)),
    })
    expect(elsewhere.status).toBe(415)
  })
})
