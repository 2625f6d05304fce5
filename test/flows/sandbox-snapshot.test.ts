import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gunzipSync, gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { allScopes, createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/bigcommerce/index.ts'
import { visitPanel } from '../support/panel.ts'

const newFolder = () => mkdtempSync(join(tmpdir(), 'sandbox-snapshot-'))

const read = async (sandbox: Sandbox, token: string, path: string) => {
  const answer = await fetch(`${sandbox.apiAddress}/stores/${sandbox.storeHash}${path}`, {
    headers: { 'x-auth-token': token, accept: 'application/json' },
  })
  return JSON.parse(await answer.text())
}

const place = newFolder()
const file = join(place, 'store.ndjson.gz')
let token = ''
let productId = 0
let orderId = 0
let first = ''

beforeAll(async () => {
  const sandbox = await createSandbox({ products: 12, storeName: 'Oak & Ash' })
  token = sandbox.createAccount({ name: 'Tests', scopes: allScopes }).accessToken
  const made = sandbox.merchant.addProduct({ name: 'Oak chair', sku: 'CHAIR', images: [{ file: 'a.jpg' }] })
  productId = made.productId
  orderId = sandbox.shopper.place({ items: [{ variantId: made.variantIds[0] ?? 0, quantity: 2 }] }).orderId
  first = sandbox.url
  await sandbox.snapshot(file)
  // What comes afterwards is not in it.
  sandbox.merchant.deleteProduct(productId)
  await sandbox.close()
})

describe('a snapshot', () => {
  it('is a file for its owner alone, without access tokens, and nothing is left beside it', () => {
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(readdirSync(place)).toEqual(['store.ndjson.gz'])
    expect(gunzipSync(readFileSync(file)).toString()).not.toContain(token)
  })

  it('starts a store that goes on: the same accounts, goods and orders, new ids, and pictures where it listens now', async () => {
    const sandbox = await createSandbox({ snapshot: file })
    expect(sandbox.storeName).toBe('Oak & Ash')
    const { data } = await read(sandbox, token, `/v3/catalog/products/${productId}?include=images`)
    expect(data).toMatchObject({ name: 'Oak chair', sku: 'CHAIR' })
    expect(sandbox.url).not.toBe(first)
    expect((await fetch(data.images[0].url_zoom)).status).toBe(200)
    const order = await read(sandbox, token, `/v2/orders/${orderId}`)
    expect((await fetch(order.products.url, { headers: { 'x-auth-token': token } })).status).toBe(200)
    expect(sandbox.merchant.addProduct({ name: 'Oak table' }).productId).toBe(productId + 1)
    await sandbox.close()
  })

  it('is read uncompressed too, and may be given another name and plan', async () => {
    const plain = join(newFolder(), 'store.ndjson')
    writeFileSync(plain, gunzipSync(readFileSync(file)))
    const sandbox = await createSandbox({ snapshot: plain, storeName: 'Elm', plan: 'standard' })
    expect([sandbox.storeName, sandbox.quota().quota, sandbox.counts.products]).toEqual(['Elm', 150, 13])
    await sandbox.close()
  })

  it('is not written where it cannot be, and says so', async () => {
    const sandbox = await createSandbox({ products: 1 })
    const missing = join(newFolder(), 'missing', 'store.gz')
    await expect(sandbox.snapshot(missing)).rejects.toMatchObject({
      code: 'snapshot_unwritable',
      message: expect.stringContaining(missing),
    })
    const taken = newFolder()
    await expect(sandbox.snapshot(taken)).rejects.toMatchObject({ code: 'snapshot_unwritable' })
    expect(readdirSync(join(taken, '..')).filter(name => name.endsWith('.new'))).toEqual([])
    await sandbox.close()
  })

  it.each<[string, SandboxOptions]>([
    ['seed', { seed: 1 }],
    ['products', { products: 4 }],
    ['csvFiles', { csvFiles: ['x.csv'] }],
    ['variantsEach and categories', { variantsEach: 2, categories: 3 }],
  ])('is refused beside %s', async (names, options) => {
    await expect(createSandbox({ snapshot: file, ...options })).rejects.toMatchObject({
      code: 'option_invalid',
      message: expect.stringContaining(names),
    })
  })
})

/** The lines of the snapshot, changed. */
const changed = (change: (lines: string[]) => string[]) =>
  change(gunzipSync(readFileSync(file)).toString().split('\n')).join('\n')

/** The text with the right sum at its end. */
function withSum(text: string): string {
  const lines = text.trimEnd().split('\n').slice(0, -1)
  const body = lines.map(line => `${line}\n`).join('')
  return `${body}${JSON.stringify({ end: createHash('sha256').update(body).digest('hex') })}\n`
}

const lineOf = (lines: string[], start: string) => lines.findIndex(line => line.startsWith(start))

describe('what is no snapshot', () => {
  it.each<[string, string, () => string | Uint8Array]>([
    ['is no snapshot of a sandbox store', 'snapshot_invalid', () => ''],
    ['is no snapshot of a sandbox store', 'snapshot_invalid', () => 'id,name\n1,Mug\n'],
    ['is no snapshot of a sandbox store', 'snapshot_invalid', () => '{"format":"something"}\n'],
    ['is no snapshot of a sandbox store', 'snapshot_invalid', () => gzipSync('null\n')],
    [
      'version 7; this sandbox reads version 1',
      'snapshot_version',
      () => changed(lines => [lines[0]?.replace('"version":1', '"version":7') ?? '']),
    ],
    ['it cannot be decompressed', 'snapshot_invalid', () => Uint8Array.of(0x1f, 0x8b, 1, 2, 3)],
    ['it is cut off', 'snapshot_invalid', () => readFileSync(file).subarray(0, 4_000)],
    ['it is cut off after line 40', 'snapshot_invalid', () => changed(lines => lines.slice(0, 40))],
    ['line 9: there is no JSON', 'snapshot_invalid', () => changed(lines => lines.with(8, '{"id":'))],
    ['something follows the end', 'snapshot_invalid', () => changed(lines => [...lines.filter(Boolean), 'more'])],
    [
      'was changed since it was written',
      'snapshot_invalid',
      () => changed(lines => lines.map(line => line.replace('Oak chair', 'Oak chain'))),
    ],
    [
      'there is no part of a store',
      'snapshot_invalid',
      () => changed(lines => lines.filter(line => !line.startsWith('{"part":"orders.orders"'))),
    ],
  ])('is refused: %s', async (words, code, content) => {
    const broken = join(newFolder(), 'broken')
    writeFileSync(broken, content())
    const folder = newFolder()
    await expect(createSandbox({ snapshot: broken, folder })).rejects.toMatchObject({
      code,
      message: expect.stringContaining(words),
      hint: expect.stringMatching(/\w/),
    })
    expect(readdirSync(folder)).toEqual([])
  })

  it('is refused where it is not there, or no file', async () => {
    await expect(createSandbox({ snapshot: '/nowhere/store.gz' })).rejects.toMatchObject({
      code: 'snapshot_unreadable',
      message: expect.stringContaining('there is no such file'),
    })
    await expect(createSandbox({ snapshot: newFolder() })).rejects.toMatchObject({ code: 'snapshot_unreadable' })
  })

  it.each<[string, string, (line: string) => string]>([
    ['catalog.products', 'its id is no number above 101', line => line.replace('"id":102', '"id":-5')],
    ['catalog.brands', 'its id is no number above 31', line => line.replace('"id":32', '"id":31')],
    ['orders.orders', 'it is no order', () => '[]'],
    ['builder.urls', 'it is no text', () => '7'],
  ])('is refused where a row of %s is impossible, with its line', async (part, reason, change) => {
    const broken = join(newFolder(), 'broken')
    let number = 0
    const lines = changed(all => {
      number = lineOf(all, `{"part":"${part}"`) + 2
      return all.with(number, change(all[number] ?? ''))
    })
    // With the right sum: somebody meant it.
    writeFileSync(broken, withSum(lines))
    await expect(createSandbox({ snapshot: broken })).rejects.toMatchObject({
      code: 'snapshot_invalid',
      message: expect.stringContaining(`line ${number + 1}: in ${part} ${reason}`),
    })
  })

  it('is refused where a part is missing, is unknown, or has the wrong numbers', async () => {
    const wrong = (change: (lines: string[]) => string[]) => {
      const broken = join(newFolder(), 'broken')
      writeFileSync(broken, withSum(changed(change)))
      return expect(createSandbox({ snapshot: broken })).rejects
    }
    await wrong(lines => lines.filter(line => !line.startsWith('{"part":"builder.ids"'))).toMatchObject({
      message: expect.stringContaining('in builder.ids it is missing'),
    })
    await wrong(lines =>
      lines.map(line => line.replace('"part":"builder.ids"', '"part":"builder.names"')),
    ).toMatchObject({
      message: expect.stringContaining('in builder.names there is no such part'),
    })
    await wrong(lines => lines.map(line => line.replace('{"product":113', '{"product":"113"'))).toMatchObject({
      message: expect.stringContaining('product is no number of its'),
    })
  })
})

describe('a running store', () => {
  const control = (sandbox: Sandbox, method: string, what: string, body?: unknown) =>
    fetch(`${sandbox.url}/_control/${what}`, {
      method,
      headers: { 'x-sandbox-control': sandbox.controlSecret },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    })

  it('gives a snapshot to other processes, as a file or to download', async () => {
    const sandbox = await createSandbox({ products: 3 })
    sandbox.merchant.addProduct({ name: 'Oak chair' })
    const written = join(newFolder(), 'written.gz')
    expect((await control(sandbox, 'POST', 'snapshot', { file: written })).status).toBe(201)
    const unwritable = await control(sandbox, 'POST', 'snapshot', { file: '/nowhere/x' })
    expect([unwritable.status, await unwritable.text()]).toEqual([400, expect.stringContaining('/nowhere/x')])
    expect((await control(sandbox, 'POST', 'snapshot', {})).status).toBe(400)
    const answer = await control(sandbox, 'GET', 'snapshot')
    expect(answer.headers.get('content-disposition')).toContain('sandbox-store.ndjson.gz')
    const downloaded = join(newFolder(), 'downloaded.gz')
    writeFileSync(downloaded, await answer.bytes())
    await sandbox.close()
    for (const snapshot of [written, downloaded]) {
      const again = await createSandbox({ snapshot })
      expect(again.counts.products).toBe(4)
      await again.close()
    }
  })

  it('takes snapshots into the same file one after the other, whole each', async () => {
    const sandbox = await createSandbox({ products: 300 })
    const to = join(newFolder(), 'same.gz')
    await Promise.all([1, 2, 3].map(() => sandbox.snapshot(to)))
    sandbox.merchant.addProduct({ name: 'Late' })
    await sandbox.snapshot(to)
    await sandbox.close()
    expect(readdirSync(join(to, '..'))).toEqual(['same.gz'])
    const again = await createSandbox({ snapshot: to })
    expect(again.counts.products).toBe(301)
    await again.close()
  })

  it('goes back to its start on demand, with its accounts and webhooks, without faults', async () => {
    const sandbox = await createSandbox({ products: 3, seed: 5, quirks: { totalOff: 2 } })
    const { accessToken } = sandbox.createAccount({ name: 'Tests', scopes: allScopes })
    const headers = { 'x-auth-token': accessToken, accept: 'application/json', 'content-type': 'application/json' }
    const hook = { scope: 'store/order/created', destination: 'https://hub.example/' }
    const hooks = `${sandbox.apiAddress}/stores/${sandbox.storeHash}/v3/hooks`
    await fetch(hooks, { method: 'POST', headers, body: JSON.stringify(hook) })
    const change = () => sandbox.merchant.addProduct({ name: 'Oak chair' }).productId
    const made = change()
    sandbox.merchant.renameStore('Elm')
    sandbox.faults.add({ match: { path: '**' }, kind: 'status', status: 503 })
    sandbox.quirks.clear()
    sandbox.rival.writes({ perCalls: 1, price: true })
    expect((await control(sandbox, 'POST', 'reset', {})).status).toBe(200)
    expect(sandbox.counts.products).toBe(3)
    expect(sandbox.storeName).not.toBe('Elm')
    expect(sandbox.quirks.now.totalOff).toBe(2)
    expect((await read(sandbox, accessToken, '/v3/hooks')).data).toHaveLength(1)
    expect([sandbox.rival.writing, sandbox.rival.written.price]).toEqual([[], 0])
    expect(change()).toBe(made)
    await sandbox.close()
  })

  it('has buttons for both in its panel', async () => {
    const sandbox = await createSandbox({ products: 3 })
    const panel = visitPanel(sandbox)
    sandbox.merchant.addProduct({ name: 'Oak chair' })
    expect((await panel.show('')).text).toContain('Download snapshot')
    const file = await panel.post('snapshot', {})
    expect([file.status, file.headers.get('content-type')]).toEqual([200, 'application/gzip'])
    expect((await panel.post('snapshot', { form_token: 'forged' })).status).toBe(403)
    expect(sandbox.counts.products).toBe(4)
    const { to } = await panel.post('reset', {})
    expect(to).toBe('/?reset')
    expect(sandbox.counts.products).toBe(3)
    expect((await panel.show('?reset')).text).toContain('The store is as it was when it was started.')
    await sandbox.close()
  })
})

describe('a store in a folder', () => {
  it('is kept with everything in it', async () => {
    const folder = newFolder()
    const csv = join(newFolder(), 'goods.csv')
    writeFileSync(csv, 'Handle,Title,Variant Price\nmug,Mug,5\n')
    const one = await createSandbox({ folder, csvFiles: [csv] })
    const { accessToken } = one.createAccount({ name: 'Tests', scopes: allScopes })
    const { productId: id, variantIds } = one.merchant.addProduct({ name: 'Oak chair' })
    const bought = one.shopper.place({ items: [{ variantId: variantIds[0] ?? 0, quantity: 1 }] })
    await one.close()
    expect(readdirSync(folder).filter(name => /lock|new/.test(name))).toEqual([])
    const two = await createSandbox({ folder })
    expect(two.importReport?.rows).toMatchObject([{ file: 'goods.csv', line: 2, result: 'taken' }])
    expect((await read(two, accessToken, `/v3/catalog/products/${id}`)).data.name).toBe('Oak chair')
    expect((await read(two, accessToken, `/v2/orders/${bought.orderId}`)).status).toBe('Awaiting Fulfillment')
    two.merchant.deleteProduct(id)
    await two.close()
    const three = await createSandbox({ folder })
    expect(three.merchant.addProduct({ name: 'Oak table' }).productId).toBe(id + 1)
    await three.close()
  })

  it('is saved while it runs, so that a kill loses little, and gives no id twice', async () => {
    const folder = newFolder()
    const sandbox = await createSandbox({ folder, products: 3 })
    const { productId: saved } = sandbox.merchant.addProduct({ name: 'Saved' })
    while (!readdirSync(folder).includes('sandbox-store.ndjson.gz')) await sleep(20)
    // What a killed process leaves: the lock, and what was saved until then.
    const left = newFolder()
    cpSync(folder, left, { recursive: true })
    const { productId: lost } = sandbox.merchant.addProduct({ name: 'Lost' })
    await sandbox.close()
    writeFileSync(join(left, 'sandbox.lock'), '2147480000 5\n')
    const next = await createSandbox({ folder: left })
    expect(next.counts.products).toBe(4)
    expect(lost).toBe(saved + 1)
    expect(next.merchant.addProduct({ name: 'New' }).productId).toBeGreaterThan(lost)
    expect(() => next.merchant.addProduct({ name: 'Saved' })).toThrow('Another product is called')
    await next.close()
  })

  it('gives no id twice where the start after a kill fails, or is killed at once too', async () => {
    const folder = newFolder()
    const first = await createSandbox({ folder, products: 3 })
    const { productId: lost } = first.merchant.addProduct({ name: 'Chair' })
    await first.close()
    writeFileSync(join(folder, 'sandbox.lock'), '2147480000 5\n')
    const busy = await createSandbox({})
    const { port } = new URL(busy.url)
    await expect(createSandbox({ folder, port: Number(port) })).rejects.toMatchObject({ code: 'port_taken' })
    await busy.close()
    const second = await createSandbox({ folder })
    const left = newFolder()
    cpSync(folder, left, { recursive: true })
    const { productId } = second.merchant.addProduct({ name: 'Table' })
    expect(productId).toBeGreaterThan(lost + 1_000)
    await second.close()
    writeFileSync(join(left, 'sandbox.lock'), '2147480000 5\n')
    const third = await createSandbox({ folder: left })
    expect(third.merchant.addProduct({ name: 'Bench' }).productId).toBeGreaterThan(productId)
    await third.close()
  })

  it('goes on without its state file from what was saved last, and not with another catalog', async () => {
    const folder = newFolder()
    const first = await createSandbox({ folder, products: 3 })
    first.createAccount({ name: 'Kept', scopes: allScopes })
    first.merchant.addProduct({ name: 'Chair' })
    await first.close()
    rmSync(join(folder, 'sandbox-state.json'))
    await expect(createSandbox({ folder, products: 5 })).rejects.toMatchObject({ code: 'folder_holds_other_store' })
    const second = await createSandbox({ folder })
    expect([second.counts.products, second.accounts.map(({ name }) => name)]).toEqual([4, ['Kept']])
    await second.close()
  })

  it('may begin with a snapshot, and then keeps that, but never takes the place of another store', async () => {
    const folder = newFolder()
    const one = await createSandbox({ folder, snapshot: file })
    expect(readdirSync(folder)).toContain('sandbox-store.ndjson.gz')
    await one.close()
    const two = await createSandbox({ folder })
    expect(two.counts.products).toBe(13)
    await two.close()
    await expect(createSandbox({ folder, snapshot: file })).rejects.toMatchObject({ code: 'folder_holds_other_store' })
  })

  it('is refused where what is kept is damaged, and left as it is', async () => {
    const folder = newFolder()
    const sandbox = await createSandbox({ folder, products: 3 })
    sandbox.merchant.addProduct({ name: 'Oak chair' })
    await sandbox.close()
    const kept = join(folder, 'sandbox-store.ndjson.gz')
    const bytes = readFileSync(kept).subarray(0, 2_000)
    writeFileSync(kept, bytes)
    await expect(createSandbox({ folder })).rejects.toMatchObject({
      code: 'snapshot_invalid',
      message: expect.stringContaining(kept),
    })
    expect(readFileSync(kept)).toEqual(bytes)
  })

  it('says so at the end where the last changes cannot be saved, and is free then', async () => {
    const folder = newFolder()
    const sandbox = await createSandbox({ folder, products: 3 })
    // A folder in its place: the file can't be put there.
    mkdirSync(join(folder, 'sandbox-store.ndjson.gz', 'in-the-way'), { recursive: true })
    sandbox.merchant.addProduct({ name: 'Oak chair' })
    await expect(sandbox.close()).rejects.toMatchObject({ code: 'snapshot_unwritable' })
    rmSync(join(folder, 'sandbox-store.ndjson.gz'), { recursive: true })
    const again = await createSandbox({ folder })
    expect(again.counts.products).toBe(3)
    await again.close()
  })
})
