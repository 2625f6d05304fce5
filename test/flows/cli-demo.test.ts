import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Run } from '../../src/api/contract/runs.ts'
import { allScopes, createSandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { begin, cartwright, stay } from '../support/command.ts'
import { Browser } from '../support/hub.ts'

const folder = mkdtempSync(join(tmpdir(), 'cartwright-demo-test-'))
/** Each test starts the whole program, some of them several times. */
const patientMs = 240_000
const temporary = join(folder, 'temporary')

beforeAll(() => {
  chmodSync(folder, 0o755)
  mkdirSync(temporary)
})
afterAll(() => rmSync(folder, { recursive: true, force: true }))

it(
  'plays the whole story, accounts for every row, and leaves nothing behind',
  async () => {
    const args = ['demo', '--exit', '--port', '0', '--products', '25']
    // An outside database that the environment names must not be touched: this one could not even be reached.
    const around = { TMPDIR: temporary, CARTWRIGHT_DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' }
    const ended = await cartwright(args, '', around)
    expect(ended).toMatchObject({ code: 0 })
    expect(ended.out).toMatch(/✓ Imported 25 products/)
    expect(ended.out).toMatch(/Catalog +25 products/)
    expect(ended.out).toMatch(/Accounted for +the store said 25, the hub took 25: nothing is unexplained/)
    expect(ended.out).toMatch(/SKUs +\d+ variants? without one/)
    expect(readdirSync(temporary)).toEqual([])
  },
  patientMs,
)

it(
  'leaves a dashboard open to sign in to, and can be gone on with',
  async () => {
    const data = join(folder, 'kept')
    const demo = await stay(['demo', '--data', data, '--port', '0', '--products', '12', '--json'])
    try {
      const { url, signIn, run, counts } = JSON.parse(demo.line) as {
        url: string
        signIn: { email: string; password: string }
        run: Run
        counts: { products: number }
      }
      expect(run).toMatchObject({ state: 'done', account: { taken: 12, unexplained: 0 } })
      expect(counts.products).toBe(12)
      const browser = new Browser(url)
      await browser.call('POST /api/session', { body: signIn })
      const { products } = await browser.call('GET /api/products')
      expect(products).toHaveLength(12)
    } finally {
      demo.child.kill('SIGINT')
    }
    expect(await demo.ended).toBe(0)
    const again = await cartwright(['demo', '--data', data, '--exit', '--port', '0'])
    expect(again).toMatchObject({ code: 0, out: expect.stringMatching(/Catalog +12 products/) })
  },
  patientMs,
)

it(
  'stops in the middle when it is asked to, and leaves nothing behind',
  async () => {
    const demo = begin(['demo', '--port', '0'], '', { TMPDIR: temporary })
    await demo.hears('The hub is up')
    demo.child.kill('SIGINT')
    expect((await demo.ended).code).toBe(130)
    expect(readdirSync(temporary)).toEqual([])
  },
  patientMs,
)

it(
  'an import whose command was stopped goes on with the next hub',
  async () => {
    const data = join(folder, 'alone')
    const store = await createSandbox({ products: 30, quota: 'off' })
    try {
      const { storeHash, clientId, accessToken } = store.createAccount({ name: 'Cartwright', scopes: allScopes })
      const credentials = ['--store-hash', storeHash, '--client-id', clientId, '--api-address', store.apiAddress]
      await cartwright(
        ['channels', 'add', '--name', 'Shop', ...credentials, '--access-token-file', '-', '--data', data],
        accessToken,
      )
      const fault = store.faults.add({ match: { path: '/v3/catalog/**' }, kind: 'slow', delayMs: 1_500 })
      const pull = begin(['pull', '--data', data])
      await pull.hears('Reading')
      pull.child.kill('SIGINT')
      expect(await pull.ended).toMatchObject({ code: 130, err: expect.stringContaining('when the next one starts') })
      fault.remove()
      const ended = await cartwright(['pull', '--data', data])
      expect(ended).toMatchObject({ code: 0, err: expect.stringContaining('under way already') })
      expect(ended.out).toMatch(/Taken +30 products/)
    } finally {
      await store.close()
    }
  },
  patientMs,
)
