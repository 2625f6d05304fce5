import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { Browser, owner, refusalOf, startTestHub, type TestHub } from '../support/hub.ts'

describe('the first run', () => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await startTestHub()
  })
  afterAll(() => hub.close())

  it('asks for the setup code when somebody comes through a proxy, and takes no other', async () => {
    const browser = new Browser(hub.url)
    const elsewhere = { 'x-forwarded-for': '203.0.113.9' }
    const state = await (await browser.send('GET', '/api/hub', undefined, elsewhere)).json()
    expect(state).toMatchObject({ ownerExists: false, setupCodeNeeded: true })
    const refused = await browser.send('POST', '/api/owner', { ...owner, setupCode: 'aaaa-bbbb-cccc' }, elsewhere)
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({ code: 'setup_code_needed', fields: { setupCode: expect.any(String) } })
    expect(await browser.call('GET /api/hub')).toMatchObject({ ownerExists: false, setupCodeNeeded: false })
  })

  it('says at the field what is wrong with a name, an address or a password', async () => {
    const problem = await refusalOf(
      new Browser(hub.url).call('POST /api/owner', { body: { name: ' ', email: 'ada', password: 'short' } }),
    )
    expect(problem).toMatchObject({
      status: 400,
      code: 'input_invalid',
      fields: {
        name: 'Give your name.',
        password: 'Use 12 characters or more.',
        email: expect.stringContaining('e-mail'),
      },
    })
  })

  it('makes one owner when ten try at the same moment', async () => {
    const tries = Array.from({ length: 10 }, (_, index) =>
      new Browser(hub.url).send('POST', '/api/owner', {
        ...owner,
        email: index === 0 ? owner.email : `other${index}@example.com`,
      }),
    )
    const statuses = (await Promise.all(tries)).map(response => response.status)
    expect(statuses.filter(status => status === 201)).toHaveLength(1)
    expect(statuses.filter(status => status !== 201 && status !== 409)).toEqual([])
    expect(await hub.db.kysely.selectFrom('auth.user').select('id').execute()).toHaveLength(1)
  })
})

describe('signing in', () => {
  let hub: TestHub
  beforeAll(async () => {
    hub = await startTestHub()
    await hub.signedIn()
  })
  afterAll(() => hub.close())

  it('lets nobody sign up any more, by our address or by the sign-in library’s own', async () => {
    const browser = new Browser(hub.url)
    expect(await refusalOf(browser.call('POST /api/owner', { body: owner }))).toMatchObject({ code: 'setup_closed' })
    const bodies = { name: 'Eve', email: 'eve@example.com', password: 'a long enough password' }
    for (const path of [
      '/api/auth/sign-up/email',
      '/api/auth/sign-in/email',
      '/api/auth/get-session',
      '/api/auth/update-user',
      '/api/auth/reset-password',
      '/sign-up/email',
    ]) {
      expect([path, (await browser.send('POST', path, bodies)).status]).toEqual([path, 404])
    }
    expect(await hub.db.kysely.selectFrom('auth.user').select('email').execute()).toEqual([{ email: owner.email }])
  })

  it('keeps the session in a cookie that scripts and other sites cannot use, and forgets it on sign-out', async () => {
    const browser = new Browser(hub.url)
    const response = await browser.send('POST', '/api/session', owner)
    const cookies = response.headers.getSetCookie()
    expect(cookies.length).toBeGreaterThan(0)
    for (const cookie of cookies) {
      expect(cookie).toMatch(/HttpOnly/i)
      expect(cookie).toMatch(/SameSite=Lax/i)
      expect(cookie).not.toMatch(/;\s*Secure/i)
    }
    expect(await browser.call('GET /api/hub')).toMatchObject({ user: { email: owner.email, role: 'owner' } })
    const kept = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    await browser.call('DELETE /api/session')
    expect(await browser.call('GET /api/hub')).toMatchObject({ user: null })
    const replayed = await new Browser(hub.url).send('GET', '/api/channels', undefined, { cookie: kept })
    expect(replayed.status).toBe(401)
  })

  it('marks the cookie Secure, and insists on https, where the address is https', async () => {
    const secure = await startTestHub({ publicUrl: new URL('https://hub.example.com') })
    try {
      const browser = new Browser(secure.url)
      const response = await browser.send('POST', '/api/owner', { ...owner, setupCode: secure.hub.setupCode })
      expect(response.status).toBe(201)
      for (const cookie of response.headers.getSetCookie()) expect(cookie).toMatch(/;\s*Secure/i)
      expect(response.headers.get('strict-transport-security')).toContain('max-age=15552000')
    } finally {
      await secure.close()
    }
  })

  it('tells a wrong password and an unknown address in the same words', async () => {
    const browser = new Browser(hub.url)
    const wrong = await refusalOf(
      browser.call('POST /api/session', { body: { ...owner, password: 'not this one at all' } }),
    )
    const unknown = await refusalOf(
      browser.call('POST /api/session', { body: { email: 'nobody@example.com', password: 'x' } }),
    )
    expect(wrong).toMatchObject({ status: 401, code: 'sign_in_failed' })
    expect({ ...unknown, requestId: '' }).toEqual({ ...wrong, requestId: '' })
  })

  it('slows down whoever tries many passwords', async () => {
    const browser = new Browser(hub.url)
    const statuses: number[] = []
    for (let attempt = 0; attempt < 15; attempt += 1) {
      statuses.push((await browser.send('POST', '/api/session', { ...owner, password: `wrong ${attempt}` })).status)
    }
    expect(statuses.at(-1)).toBe(429)
    const problem = await refusalOf(browser.call('POST /api/session', { body: owner }))
    expect(problem).toMatchObject({ code: 'too_many_attempts', hint: expect.stringMatching(/Wait \d+ seconds/) })
  })

  it('counts the attempts of one machine together, whatever address it claims to come from', async () => {
    await hub.db.kysely.deleteFrom('auth.rateLimit').execute()
    const statuses = await tryPasswords(hub, attempt => `203.0.113.${attempt}`)
    expect(statuses.slice(0, 10)).toEqual(Array(10).fill(401))
    expect(statuses.slice(10)).toEqual(Array(5).fill(429))
  })

  it('behind a proxy, counts by the one address that the proxy itself has added', async () => {
    const proxied = await hubBehindProxy()
    try {
      const same = await tryPasswords(proxied, attempt => `198.51.100.${attempt}, 203.0.113.9`)
      expect(same.slice(0, 10)).toEqual(Array(10).fill(401))
      expect(same.slice(10)).toEqual(Array(5).fill(429))
      const others = await tryPasswords(proxied, attempt => `203.0.113.9, 198.51.100.${attempt}`)
      expect(others).toEqual(Array(15).fill(401))
    } finally {
      await proxied.close()
    }
  })

  it('behind a proxy, counts together what names no address at its end', async () => {
    const proxied = await hubBehindProxy()
    try {
      const statuses = await tryPasswords(proxied, attempt => `198.51.100.${attempt}, no address ${attempt}`)
      expect(statuses.slice(10)).toEqual(Array(5).fill(429))
    } finally {
      await proxied.close()
    }
  })

  it('answers nothing but the state of the hub to somebody who is not signed in', async () => {
    const browser = new Browser(hub.url)
    for (const path of ['/api/channels', '/api/users', '/api/channel-kinds', '/api/events', '/api/channels/chn_1']) {
      expect([path, (await browser.send('GET', path)).status]).toEqual([path, 401])
    }
  })

  it('keeps resetting a password to the machine itself', async () => {
    const browser = await signInAgain(hub)
    const problem = await refusalOf(browser.call('POST /api/users/reset-password', { body: owner }))
    expect(problem.code).toBe('not_allowed')
  })
})

describe('pages of other sites', () => {
  let hub: TestHub
  let browser: Browser
  beforeAll(async () => {
    hub = await startTestHub()
    browser = await hub.signedIn()
  })
  afterAll(() => hub.close())

  it.each([
    ['a foreign origin', { origin: 'https://evil.example' }, 'origin_refused'],
    ['another port of this machine', { origin: 'http://127.0.0.1:1' }, 'origin_refused'],
    ['an origin that is no address', { origin: 'null' }, 'origin_refused'],
    ['no origin, but the browser says it is another site', { 'sec-fetch-site': 'cross-site' }, 'origin_refused'],
    ['no origin, but the browser says it is a neighbor', { 'sec-fetch-site': 'same-site' }, 'origin_refused'],
  ])('cannot change anything: %s', async (_case, headers, code) => {
    const response = await browser.send('POST', '/api/channels', { kind: 'bigcommerce', name: 'Shop' }, headers)
    expect(response.status).toBe(403)
    expect(await response.json()).toMatchObject({ code })
    expect(await browser.call('GET /api/channels')).toEqual({ channels: [] })
  })

  it('are refused under a foreign name, also for reading', async () => {
    const { request } = await import('node:http')
    const url = new URL(hub.url)
    for (const host of [
      'evil.example',
      `evil.example:${url.port}`,
      'localhost.evil.example',
      '10.0.0.1',
      'a@127.0.0.1',
    ]) {
      const status = await new Promise<number>((resolve, reject) => {
        request({ host: url.hostname, port: url.port, path: '/api/hub', headers: { host } }, answer => {
          answer.resume()
          resolve(answer.statusCode ?? 0)
        })
          .on('error', reject)
          .end()
      })
      expect([host, status]).toEqual([host, 403])
    }
  })

  it('are told from our own: the same origin may change things', async () => {
    const response = await browser.send(
      'POST',
      '/api/channels',
      { kind: 'bigcommerce', name: 'Shop' },
      { origin: new URL(hub.url).origin },
    )
    expect(response.status).toBe(201)
  })

  it.each(['same-origin', 'none'])('are told from what the browser calls %s', async site => {
    const body = { kind: 'bigcommerce', name: `Shop of ${site}` }
    const response = await browser.send('POST', '/api/channels', body, { 'sec-fetch-site': site })
    expect(response.status).toBe(201)
  })
})

/** A hub that knows a proxy stands before it. The proxy runs on this machine, as the tests do. */
async function hubBehindProxy(): Promise<TestHub> {
  const proxied = await startTestHub({ publicUrl: new URL('https://hub.example.com') })
  const setUp = { ...owner, setupCode: proxied.hub.setupCode }
  const made = await new Browser(proxied.url).send('POST', '/api/owner', setUp)
  expect(made.status).toBe(201)
  return proxied
}

/** The answers to fifteen wrong passwords, each with an `X-Forwarded-For` of its own. */
async function tryPasswords(hub: TestHub, forwardedFor: (attempt: number) => string): Promise<number[]> {
  const statuses: number[] = []
  for (let attempt = 1; attempt <= 15; attempt += 1) {
    const wrong = { ...owner, password: `wrong ${attempt}` }
    const headers = { 'x-forwarded-for': forwardedFor(attempt) }
    statuses.push((await new Browser(hub.url).send('POST', '/api/session', wrong, headers)).status)
  }
  return statuses
}

/** Attempts of the test before count too. */
async function signInAgain(hub: TestHub): Promise<Browser> {
  await hub.db.kysely.deleteFrom('auth.rateLimit').execute()
  return hub.signedIn()
}
