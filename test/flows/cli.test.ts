import { randomBytes, X509Certificate } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type AccountCredentials, allScopes, createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { cartwright, stay } from '../support/command.ts'
import { Browser, owner } from '../support/hub.ts'

const folder = mkdtempSync(join(tmpdir(), 'cartwright-cli-'))
const data = join(folder, 'data')

let store: Sandbox
beforeAll(async () => {
  store = await createSandbox({ products: 5 })
})
afterAll(async () => {
  await store.close()
  rmSync(folder, { recursive: true, force: true })
})

const credentialsFile = ({ accessToken, clientId, clientSecret, apiPath, name }: AccountCredentials) =>
  `ACCESS TOKEN: ${accessToken}\r\nCLIENT NAME: ${name}\r\nCLIENT ID: ${clientId}\r\nCLIENT SECRET: ${clientSecret}\r\nNAME: ${name}\r\nAPI PATH: ${apiPath}\r\n`

describe('the command line, with no hub running', () => {
  it('adds a channel from a credentials file on standard input, lists, checks and removes it', async () => {
    const account = store.createAccount({ name: 'Cartwright', scopes: allScopes })
    const added = await cartwright(
      ['channels', 'add', '--name', 'Shop', '--credentials', '-', '--data', data],
      credentialsFile(account),
    )
    expect(added).toMatchObject({ code: 0, out: expect.stringContaining(`Connected to ${store.storeName}`) })

    const listed = await cartwright(['channels', 'list', '--json', '--data', data])
    expect(listed.code).toBe(0)
    expect(JSON.parse(listed.out)).toMatchObject([
      { name: 'Shop', state: 'connected', store: { name: store.storeName } },
    ])

    const checked = await cartwright(['channels', 'check', 'shop', '--data', data])
    expect(checked).toMatchObject({ code: 0, out: expect.stringMatching(/have +Access Token/) })

    const asked = await cartwright(['channels', 'remove', 'Shop', '--data', data])
    expect(asked).toMatchObject({ code: 2, err: expect.stringContaining('--yes') })
    expect(await cartwright(['channels', 'remove', 'Shop', '--yes', '--data', data])).toMatchObject({ code: 0 })
    expect(await cartwright(['channels', 'list', '--json', '--data', data])).toMatchObject({ code: 0, out: '[]\n' })
  })

  it('leaves no channel behind when the store refuses, and shows the rows that say why', async () => {
    const token = join(folder, 'token')
    writeFileSync(token, `${'w'.repeat(31)}\n`)
    const args = [
      'channels',
      'add',
      '--name',
      'Shop',
      '--store-hash',
      `${store.apiAddress}/stores/${store.storeHash}/v3/`,
    ]
    const refused = await cartwright([...args, '--client-id', 'abcdef', '--access-token-file', token, '--data', data])
    expect(refused.code).toBe(1)
    expect(refused.err).toMatch(/failed +/)
    expect(refused.err).not.toContain('w'.repeat(31))
    expect((await cartwright(['channels', 'list', '--json', '--data', data])).out).toBe('[]\n')
  })

  it('ends with 3 when the store is out of reach, and keeps the credentials when asked to', async () => {
    const args = [
      'channels',
      'add',
      '--name',
      'Away',
      '--store-hash',
      'abc123',
      '--client-id',
      'abcdef',
      '--api-address',
      'http://127.0.0.1:9',
    ]
    const token = ['--access-token-file', '-', '--data', data]
    expect(await cartwright([...args, ...token], 't'.repeat(31))).toMatchObject({ code: 3 })
    const kept = await cartwright([...args, '--keep-unchecked', ...token], 't'.repeat(31))
    expect(kept).toMatchObject({ code: 0, out: expect.stringContaining('needs attention') })
    expect(await cartwright(['channels', 'check', 'Away', '--data', data])).toMatchObject({ code: 3 })
    await cartwright(['channels', 'remove', 'Away', '--yes', '--data', data])
  })

  it.each([
    [['nonsense'], 'There is no command'],
    [['channels', 'add'], '--name'],
    [['channels', 'add', '--name', 'x', '--token', 'secret'], '--token'],
    [['start', '--port', 'many'], '--port takes a whole number'],
    [['start', '--public-url', 'hub'], '--public-url'],
    [['sandbox', '--plan', 'gold'], 'gold'],
    [['sandbox', '--quota', '5'], '--quota takes a number of requests and of seconds, or the word off'],
    [['sandbox', '--quota', '0/30'], 'For example 150/30'],
    [['sandbox', '--port', '0', '--scopes', 'store_v2_unicorns'], 'store_v2_unicorns'],
    [['sandbox', '--speed', '0'], '--speed takes a whole number'],
    [['sandbox', '--twin', '40'], '--twin takes a seed'],
    [['sandbox', '--twin', '1:5', '--products', '4'], '--twin sells 5 products, but the store has 4'],
    [['sandbox', '--products', '-5'], '--products takes a whole number from 0 to 1000000, not “-5”'],
    [['sandbox', '--products=-5'], '--products takes a whole number from 0 to 1000000, not “-5”'],
    [['sandbox', '--products'], '--products needs a value behind it'],
    [['sandbox', '--folder', '--json'], '--folder needs a value behind it'],
    [['sandbox', '--https=yes'], '--https takes no value'],
    [['sandbox', '--sede', '5'], 'There is no option --sede'],
    [['sandbox', 'now'], 'Unexpected argument “now”'],
    [
      ['sandbox', '--snapshot', 'x.gz', '--seed', '1', '--variants-each', '2'],
      '--snapshot and --seed and --variants-each',
    ],
    [['sandbox', '--catalog', 'x.csv', '--variants-each', '2'], '--catalog and --variants-each contradict one another'],
    [['sandbox', '--hook-host', 'hub.example'], '--hook-host takes a name and an address'],
    [['sandbox', '--port', '0', '--hook-host', 'hub.example=http://192.0.2.1:80'], 'to this machine only'],
    [['sandbox', '--variants-each', '601'], '--variants-each takes a whole number'],
    [['channels', 'check', '--data', data], 'Say which channel'],
    [['channels', 'list', '--data', ''], '--data is empty'],
  ])('ends with 2 and says what is wrong: %j', async (args, words) => {
    const ended = await cartwright(args)
    expect(ended).toMatchObject({ code: 2, out: '', err: expect.stringContaining(words) })
    expect(ended.err).not.toMatch(/\n\s+at /)
  })

  it('ends with 4 and says what is wrong where a sandbox store cannot be started', async () => {
    const inTheWay = join(folder, 'in-the-way')
    writeFileSync(inTheWay, 'no snapshot, no folder\n')
    const csv = join(folder, 'broken.csv')
    writeFileSync(csv, 'Handle,Title,Variant Price\nmug,"Mug,5\n')
    const taken = createServer().listen(0, '127.0.0.1')
    await once(taken, 'listening')
    const { port } = taken.address() as AddressInfo
    const cases: [string[], string][] = [
      [['--port', String(port)], `Port ${port} is in use by another program`],
      [['--port', '0', '--folder', inTheWay], `The folder ${inTheWay} cannot be used`],
      [['--port', '0', '--catalog', csv], 'broken.csv, line '],
      [['--port', '0', '--snapshot', inTheWay], 'is no snapshot of a sandbox store'],
      [['--port', '0', '--snapshot', join(folder, 'missing')], 'there is no such file'],
    ]
    for (const [args, words] of cases) {
      const ended = await cartwright(['sandbox', ...args])
      expect(ended).toMatchObject({ code: 4, out: '', err: expect.stringContaining(words) })
      expect(ended.err).not.toMatch(/\n\s+at /)
    }
    taken.close()
  })

  it('goes on from a snapshot of a sandbox store', async () => {
    const small = await createSandbox({ products: 7 })
    const file = join(folder, 'store.ndjson.gz')
    await small.snapshot(file)
    await small.close()
    const again = await stay(['sandbox', '--port', '0', '--snapshot', file, '--json'])
    expect(JSON.parse(again.line)).toMatchObject({ storeHash: small.storeHash, products: 7 })
    again.child.kill('SIGINT')
    expect(await again.ended).toBe(0)
  })

  it('takes a data folder that is not there for a typing mistake', async () => {
    const missing = join(folder, 'tpyo')
    const ended = await cartwright(['channels', 'list', '--data', missing])
    expect(ended).toMatchObject({ code: 4, err: expect.stringContaining('no data folder') })
    expect(existsSync(missing)).toBe(false)
  })

  it('prints errors as JSON too', async () => {
    const ended = await cartwright(['channels', 'check', 'nobody', '--json', '--data', data])
    expect(ended.code).toBe(1)
    expect(JSON.parse(ended.err)).toMatchObject({
      error: { code: 'not_found', title: expect.stringContaining('nobody') },
    })
  })

  it.each([
    ['missing.txt', null],
    ['large.txt', 'x'.repeat(100_000)],
    ['other.txt', 'Dear Sir, …'],
  ])('refuses a credentials file that is none: %s', async (name, text) => {
    const path = join(folder, name)
    if (text !== null) writeFileSync(path, text)
    const ended = await cartwright(['channels', 'add', '--name', 'Shop', '--credentials', path, '--data', data])
    expect(ended.code).toBe(1)
    expect(ended.err).toMatch(/credentials file/)
  })
})

describe('the command line, beside a running hub', () => {
  it('speaks to it, resets a password, and refuses a second start', async () => {
    const hub = await stay(['start', '--port', '0', '--data', data, '--json'])
    try {
      const { url } = JSON.parse(hub.line) as { url: string }
      const browser = new Browser(url)
      await browser.call('POST /api/owner', { body: owner })
      const reset = await cartwright(
        ['users', 'reset-password', '--password-file', '-', '--data', data],
        'a quite new password\n',
      )
      expect(reset).toMatchObject({ code: 0, out: expect.stringContaining(owner.email) })
      expect((await browser.send('GET', '/api/channels')).status).toBe(401)
      await browser.call('POST /api/session', { body: { email: owner.email, password: 'a quite new password' } })

      const short = await cartwright(['users', 'reset-password', '--password-file', '-', '--data', data], 'short')
      expect(short).toMatchObject({ code: 1, err: expect.stringContaining('12 characters') })

      await browser.call('POST /api/channels', { body: { kind: 'bigcommerce', name: 'From the browser' } })
      expect((await cartwright(['channels', 'list', '--data', data])).out).toContain('From the browser')

      const second = await cartwright(['start', '--port', '0', '--data', data])
      expect(second).toMatchObject({ code: 4, err: expect.stringContaining(String(hub.child.pid)) })
    } finally {
      hub.child.kill('SIGINT')
    }
    expect(await hub.ended).toBe(0)
  })

  it('says which port is taken, and starts cleanly after kill -9', async () => {
    const squatter = createServer().listen(0, '127.0.0.1')
    await new Promise(resolve => squatter.once('listening', resolve))
    const { port } = squatter.address() as { port: number }
    const taken = await cartwright(['start', '--port', String(port), '--data', data])
    squatter.close()
    expect(taken).toMatchObject({ code: 4, err: expect.stringContaining(`port ${port}`) })

    const first = await stay(['start', '--port', '0', '--data', data, '--json'])
    first.child.kill('SIGKILL')
    await first.ended
    const again = await stay(['start', '--port', '0', '--data', data, '--json'])
    const { url } = JSON.parse(again.line) as { url: string }
    expect(await new Browser(url).call('GET /api/hub')).toMatchObject({ ownerExists: true })
    again.child.kill('SIGTERM')
    expect(await again.ended).toBe(0)
  })

  it('stops in order when its terminal is closed, and leaves no database running', async () => {
    const hub = await stay(['start', '--port', '0', '--data', data])
    hub.child.stdout?.destroy()
    hub.child.kill('SIGHUP')
    expect(await hub.ended).toBe(0)
    // A database that was left running would be found, and said so, by the next start.
    const next = await stay(['start', '--port', '0', '--data', data, '--json'])
    next.child.kill('SIGINT')
    expect(await next.ended).toBe(0)
    expect(
      readFileSync(join(data, 'log', 'hub.log'), 'utf8')
        .split('\n')
        .slice(-4)
        .join(),
    ).not.toContain('still running')
  })

  it('starts a sandbox store that answers until it is stopped', async () => {
    const size = ['--products', '4', '--variants-each', '3', '--categories', '9', '--seed', '3']
    const hooks = ['--hook-host', 'hub.example=http://127.0.0.1:5000']
    const sandbox = await stay(['sandbox', '--port', '0', ...size, '--quota', 'off', ...hooks, '--json'])
    const facts = JSON.parse(sandbox.line) as { panelUrl: string; products: number; variants: number }
    expect(facts).toMatchObject({ products: 4, variants: 12 })
    const panel = await fetch(facts.panelUrl)
    expect(panel.status).toBe(200)
    expect(await panel.text()).toContain('of 16,000,000 requests')
    sandbox.child.kill('SIGINT')
    expect(await sandbox.ended).toBe(0)
  })

  it('starts one with an API account, a quota and a pace of its own', async () => {
    const options = ['--scopes', 'read', '--quota', '20/10', '--speed', '3600']
    const sandbox = await stay(['sandbox', '--port', '0', '--products', '1', ...options, '--json'])
    const { account } = JSON.parse(sandbox.line) as { account: { apiPath: string; accessToken: string } }
    const { apiPath, accessToken } = account
    const before = Date.now()
    const answer = await fetch(`${apiPath}catalog/products`, { headers: { 'x-auth-token': accessToken } })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('x-rate-limit-requests-quota')).toBe('20')
    expect(answer.headers.get('x-rate-limit-time-window-ms')).toBe('10000')
    const write = { method: 'POST', headers: { 'x-auth-token': accessToken }, body: '{}' }
    expect((await fetch(`${apiPath}catalog/products`, write)).status).toBe(403)
    const timeOf = async () =>
      (await fetch(`${apiPath.replace('v3', 'v2')}time`, { headers: { 'x-auth-token': accessToken } })).json()
    for (let look = 0; ; look += 1) {
      const { time } = (await timeOf()) as { time: number }
      if (time > before / 1_000 + 60) break
      expect(look).toBeLessThan(100)
      await new Promise(resolve => setTimeout(resolve, 20))
    }
    sandbox.child.kill('SIGINT')
    expect(await sandbox.ended).toBe(0)
  })

  it('starts one that speaks https, and says what is to be trusted', async () => {
    const sandbox = await stay(['sandbox', '--port', '0', '--products', '0', '--https', '--json'])
    const { panelUrl, certificate } = JSON.parse(sandbox.line) as { panelUrl: string; certificate: string }
    expect(panelUrl).toMatch(/^https:/)
    expect(new X509Certificate(certificate).checkHost('localhost')).toBe('localhost')
    sandbox.child.kill('SIGINT')
    expect(await sandbox.ended).toBe(0)
  })
})

describe('a hub on an outside database', () => {
  it('does not start without the key, and says how to make one', async () => {
    const ended = await cartwright([
      'start',
      '--port',
      '0',
      '--data',
      join(folder, randomBytes(4).toString('hex')),
      '--database-url',
      'postgresql://nobody@127.0.0.1:1/none',
    ])
    expect(ended.code).toBe(4)
    expect(ended.err).toContain('CARTWRIGHT_KEY')
    expect(ended.err).toContain('openssl rand -base64 32')
  })
})
