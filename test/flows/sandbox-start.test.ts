import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { request } from 'node:http'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate as nextTurn } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Sandbox, SandboxOptions } from '../../src/sandbox/bigcommerce/index.ts'
import { allScopes, createSandbox, SteppedClock } from '../../src/sandbox/bigcommerce/index.ts'
import { openHookReceiver } from '../support/hook-receiver.ts'

const newFolder = () => mkdtempSync(join(tmpdir(), 'sandbox-store-'))
const realFiles = fileURLToPath(new URL('../../../shared/data/', import.meta.url))

async function withSandbox<T>(options: SandboxOptions, work: (sandbox: Sandbox) => Promise<T> | T): Promise<T> {
  const sandbox = await createSandbox(options)
  try {
    return await work(sandbox)
  } finally {
    await sandbox.close()
  }
}

async function read(sandbox: Pick<Sandbox, 'apiAddress' | 'storeHash'>, token: string, path: string) {
  const response = await fetch(`${sandbox.apiAddress}/stores/${sandbox.storeHash}${path}`, {
    headers: { 'x-auth-token': token },
  })
  return { status: response.status, text: await response.text() }
}

const productsPath = '/v3/catalog/products?include=variants,images&limit=250'

async function productsOf(options: SandboxOptions): Promise<string> {
  return withSandbox(options, async sandbox => {
    const { accessToken } = sandbox.createAccount({ name: 'Reader', scopes: allScopes })
    const { text } = await read(sandbox, accessToken, productsPath)
    return text.replaceAll(sandbox.url, '')
  })
}

describe('the fetch of a sandbox store', () => {
  const platform = 'https://api.bigcommerce.com'

  it('leads what is sent to the platform to the store, bodies included', async () => {
    await withSandbox({ products: 3 }, async sandbox => {
      const { accessToken } = sandbox.createAccount({ name: 'x', scopes: allScopes })
      const headers = { 'X-Auth-Token': accessToken, 'Content-Type': 'application/json' }
      const hooks = `${platform}/stores/${sandbox.storeHash}/v3/hooks`
      const body = JSON.stringify({ scope: 'store/order/created', destination: 'https://hub.example/' })
      const made = await sandbox.fetch(new Request(hooks, { method: 'POST', headers, body }))
      expect(made.status).toBe(200)
      const listed = await sandbox.fetch(new URL(hooks), { headers })
      expect(await listed.json()).toMatchObject({ data: [{ scope: 'store/order/created' }] })
      expect((await sandbox.fetch(`${sandbox.apiAddress}/stores/x/v3/hooks`)).status).toBe(401)
      expect(sandbox.journal.total).toBe(3)
    })
  })

  it('reaches nothing else, also not what only begins like it', async () => {
    await withSandbox({ products: 0 }, async sandbox => {
      for (const elsewhere of ['https://example.com/', `${platform}.evil.example/`, `${sandbox.url}0/`, '/v3/hooks']) {
        await expect(sandbox.fetch(elsewhere)).rejects.toMatchObject({ code: 'reached_elsewhere' })
      }
    })
  })
})

describe('a redirect', () => {
  it('leads the fetch of a sandbox store nowhere', async () => {
    const elsewhere = await openHookReceiver()
    await withSandbox({ products: 0 }, async sandbox => {
      const headers = { location: `${elsewhere.address}/taken` }
      sandbox.faults.add({ match: { path: '**' }, kind: 'status', status: 302, headers })
      const url = `https://api.bigcommerce.com/stores/${sandbox.storeHash}/v3/hooks`
      const init: RequestInit = { headers: { 'x-auth-token': 'secret' }, redirect: 'follow' }
      expect((await sandbox.fetch(url, init)).status).toBe(302)
      expect((await sandbox.fetch(new Request(url, init))).status).toBe(302)
    })
    expect(elsewhere.received).toEqual([])
    await elsewhere.close()
  })
})

describe('starting a sandbox store', () => {
  it('makes the same store from the same seed, secrets included', async () => {
    expect(await productsOf({ seed: 11, products: 80 })).toBe(await productsOf({ seed: 11, products: 80 }))
    expect(await productsOf({ seed: 11, products: 80 })).not.toBe(await productsOf({ seed: 12, products: 80 }))
    const secrets = () =>
      withSandbox({ seed: 11, products: 1 }, sandbox => {
        const { apiPath: _port, ...rest } = sandbox.createAccount({ name: 'x', scopes: [] })
        return { ...rest, hash: sandbox.storeHash }
      })
    expect(await secrets()).toEqual(await secrets())
  })

  it('makes secrets and a hash that nobody can foresee where no seed is given', async () => {
    const made = () => withSandbox({ products: 1 }, sandbox => sandbox.createAccount({ name: 'x', scopes: [] }))
    const [one, two] = [await made(), await made()]
    expect(one.storeHash).not.toBe(two.storeHash)
    expect(one.accessToken).not.toBe(two.accessToken)
  })

  it('has a hundred thousand categories where it is told so, in pages and as a tree', async () => {
    await withSandbox({ seed: 1, products: 30, categories: 100_000, quota: 'off' }, async sandbox => {
      const { accessToken } = sandbox.createAccount({ name: 'Reader', scopes: allScopes })
      const data = async (path: string) => JSON.parse((await read(sandbox, accessToken, `/v3/catalog${path}`)).text)
      type Node = { id: number; parent_id: number; children: Node[] }
      const inTree = (nodes: Node[]): Node[] => nodes.flatMap(node => [node, ...inTree(node.children)])
      const tree = inTree((await data('/trees/1/categories')).data)
      const parents = new Map(tree.map(node => [node.id, node.parent_id]))
      const { total, total_pages: last } = (await data('/trees/categories?limit=250')).meta.pagination
      expect(total).toBeGreaterThan(100_000)
      expect(parents.size).toBe(total)
      for (const page of [1, 2, 200, last]) {
        const { data: rows } = await data(`/trees/categories?limit=250&page=${page}&include_fields=parent_id`)
        expect(rows).toHaveLength(page === last ? total % 250 || 250 : 250)
        for (const row of rows) expect(parents.get(row.category_id)).toBe(row.parent_id)
      }
      const { data: products } = await data('/products?limit=250&include_fields=categories')
      const deep = products.map((row: { categories: number[] }) => row.categories.at(-1))
      expect(new Set(deep).size).toBe(30)
      expect(deep.filter((id: number) => !parents.has(id))).toEqual([])
    })
  })

  it('refuses a taken port, and options that make no sense', async () => {
    const server = createServer().listen(0, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    await expect(createSandbox({ port })).rejects.toMatchObject({
      code: 'port_taken',
      message: expect.stringContaining(String(port)),
    })
    server.close()
    await expect(createSandbox({ port: 70_000 })).rejects.toMatchObject({ code: 'option_invalid' })
    await expect(createSandbox({ variantsEach: 0 })).rejects.toMatchObject({ code: 'option_invalid' })
    await expect(createSandbox({ products: -1 })).rejects.toMatchObject({ code: 'option_invalid' })
    for (const size of [{ products: 5 }, { variantsEach: 5 }, { categories: 5 }, { twin: { seed: 1, products: 5 } }]) {
      await expect(createSandbox({ ...size, csvFiles: ['x.csv'] })).rejects.toMatchObject({ code: 'option_invalid' })
    }
  })

  it('answers on the loopback address only, and its panel under no other name', async () => {
    await withSandbox({ products: 1 }, async sandbox => {
      const status = await new Promise<number>((resolve, reject) => {
        request(sandbox.url, { headers: { host: 'store.evil.example' } }, response => {
          response.resume()
          resolve(response.statusCode ?? 0)
        })
          .on('error', reject)
          .end()
      })
      expect(status).toBe(403)
      expect(new URL(sandbox.url).hostname).toBe('127.0.0.1')
    })
  })
})

describe('a store in a folder', () => {
  it('survives a restart with accounts, hooks and catalog, and takes another port without harm', async () => {
    const folder = newFolder()
    const token = await withSandbox({ folder, products: 40, storeName: 'Corner Shop' }, async sandbox => {
      const { accessToken } = sandbox.createAccount({ name: 'Keeper', scopes: allScopes })
      await fetch(`${sandbox.apiAddress}/stores/${sandbox.storeHash}/v3/hooks`, {
        method: 'POST',
        headers: { 'x-auth-token': accessToken, 'content-type': 'application/json' },
        body: JSON.stringify({ scope: 'store/order/created', destination: 'https://hub.example/' }),
      })
      return accessToken
    })
    const kept = readdirSync(folder).map(name => readFileSync(join(folder, name), 'utf8'))
    expect(kept.join('')).not.toContain(token)
    await withSandbox({ folder }, async sandbox => {
      expect(sandbox).toMatchObject({ storeName: 'Corner Shop', counts: { products: 40 } })
      expect((await read(sandbox, token, '/v3/hooks')).text).toContain('hub.example')
      expect(sandbox.createAccount({ name: 'Second', scopes: [] }).accessToken).not.toBe(token)
    })
    const state = () => readFileSync(join(folder, 'sandbox-state.json'), 'utf8')
    expect(state()).toContain('hub.example')
    await withSandbox({ folder }, sandbox => {
      for (const account of sandbox.accounts) sandbox.deleteAccount(account.clientId)
    })
    expect(state()).not.toContain('hub.example')
    await expect(createSandbox({ folder, products: 41 })).rejects.toMatchObject({ code: 'folder_holds_other_store' })
  })

  it('keeps the size that was asked for, and refuses another', async () => {
    const folder = newFolder()
    await withSandbox({ folder, products: 4, variantsEach: 3, categories: 20 }, async sandbox => {
      sandbox.merchant.addProduct({ name: 'Kept' })
      expect(sandbox.counts).toMatchObject({ products: 5, variants: 13 })
    })
    await withSandbox({ folder }, async sandbox => {
      expect(sandbox.counts).toMatchObject({ products: 5, variants: 13 })
      const { accessToken } = sandbox.createAccount({ name: 'Reader', scopes: allScopes })
      const { text } = await read(sandbox, accessToken, '/v3/catalog/trees/categories?limit=250&name:like=Compartment')
      expect(JSON.parse(text).meta.pagination.total).toBeGreaterThan(0)
    })
    const twins = newFolder()
    const twin = { products: 30, twin: { seed: 1, products: 20 } }
    await withSandbox({ folder: twins, seed: 2, ...twin }, sandbox =>
      expect(sandbox.storeName).toBe('Fell & Daughters'),
    )
    await withSandbox({ folder: twins, ...twin }, sandbox => expect(sandbox.counts.products).toBe(30))
    await expect(createSandbox({ folder: twins, twin: { seed: 1, products: 19 } })).rejects.toMatchObject({
      code: 'folder_holds_other_store',
    })
    await expect(createSandbox({ products: 5, twin: { seed: 1, products: 6 } })).rejects.toMatchObject({
      code: 'option_invalid',
    })
    for (const other of [{ variantsEach: 4 }, { categories: 21 }, { products: 5 }]) {
      await expect(createSandbox({ folder, ...other })).rejects.toMatchObject({ code: 'folder_holds_other_store' })
    }
    await withSandbox({ folder, products: 4, variantsEach: 3 }, sandbox => expect(sandbox.counts.products).toBe(5))
  })

  it('keeps the product files themselves', async () => {
    const folder = newFolder()
    const csv = join(newFolder(), 'goods.csv')
    writeFileSync(csv, 'Handle,Title,Variant Price\nmug,Mug,5\n')
    await withSandbox({ folder, csvFiles: [csv] }, sandbox => expect(sandbox.counts.products).toBe(1))
    writeFileSync(csv, 'gone')
    await withSandbox({ folder }, sandbox => {
      expect(sandbox.counts.products).toBe(1)
      expect(sandbox.importReport?.rows).toMatchObject([{ file: 'goods.csv', line: 2, result: 'taken' }])
    })
  })

  it('leaves nothing behind where a product file is broken, and starts once it is mended', async () => {
    const folder = newFolder()
    const csv = join(newFolder(), 'goods.csv')
    writeFileSync(csv, 'Handle,Title,Variant Price\nmug,"Mug,5\n')
    await expect(createSandbox({ folder, csvFiles: [csv] })).rejects.toMatchObject({
      code: 'catalog_file_invalid',
      message: expect.stringMatching(/goods\.csv, line \d+, column \d+/),
    })
    expect(readdirSync(folder)).toEqual([])
    writeFileSync(csv, Buffer.from([0x48, 0xff, 0xfe, 0x41]))
    await expect(createSandbox({ folder, csvFiles: [csv] })).rejects.toMatchObject({ code: 'catalog_file_invalid' })
    await expect(createSandbox({ folder, csvFiles: ['/nowhere.csv'] })).rejects.toMatchObject({
      code: 'catalog_file_unreadable',
    })
    await withSandbox({ folder, products: 3 }, sandbox => expect(sandbox.counts.products).toBe(3))
  })

  it('is refused to a second sandbox', async () => {
    const folder = newFolder()
    await withSandbox({ folder, products: 1 }, async () => {
      await expect(createSandbox({ folder })).rejects.toMatchObject({ code: 'folder_busy' })
    })
  })

  it('changes nothing when the folder cannot be written', async context => {
    if (process.getuid?.() === 0) return context.skip('root may write everywhere')
    const folder = newFolder()
    await withSandbox({ folder, products: 1 }, sandbox => {
      chmodSync(folder, 0o500)
      expect(() => sandbox.createAccount({ name: 'x', scopes: [] })).toThrow(
        expect.objectContaining({ code: 'folder_unusable' }),
      )
      expect(sandbox.accounts).toEqual([])
      chmodSync(folder, 0o700)
    })
  })

  it('is not written to by a request that outlives its sandbox', async () => {
    const folder = newFolder()
    const clock = new SteppedClock('2026-03-01T09:00:00Z')
    const first = await createSandbox({ folder, products: 1, clock })
    const { accessToken, apiPath } = first.createAccount({ name: 'First', scopes: allScopes })
    first.faults.add({ match: { path: '/v3/hooks' }, kind: 'slow', delayMs: 800 })
    const late = fetch(`${apiPath}hooks`, {
      method: 'POST',
      headers: { 'x-auth-token': accessToken, 'content-type': 'application/json' },
      body: JSON.stringify({ scope: 'store/order/created', destination: 'https://hub.example/' }),
    })
    const cut = expect(late).rejects.toThrow()
    while (clock.nextMs === null) await nextTurn()
    await first.close()
    await cut
    await withSandbox({ folder }, async second => {
      second.createAccount({ name: 'Second', scopes: [] })
      clock.advance(800)
      await nextTurn()
    })
    expect(first.journal.exchanges).toMatchObject([{ status: 0, fault: 'slow' }])
    await withSandbox({ folder }, async third => {
      expect(third.accounts.map(({ name }) => name)).toEqual(['First', 'Second'])
      expect((await read(third, accessToken, '/v3/hooks')).text).not.toContain('hub.example')
    })
  })

  it('survives kill -9', async () => {
    const folder = newFolder()
    const index = fileURLToPath(new URL('../../src/sandbox/bigcommerce/index.ts', import.meta.url))
    const program = `
      const { createSandbox, allScopes } = await import(${JSON.stringify(index)})
      const sandbox = await createSandbox({ folder: ${JSON.stringify(folder)}, products: 5 })
      const { accessToken } = sandbox.createAccount({ name: 'Killed', scopes: allScopes })
      process.stdout.write(accessToken + '\\n')`
    const node = fileURLToPath(new URL('../../node_modules/.bin/node', import.meta.url))
    const child = spawn(existsSync(node) ? node : process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const [line] = await once(child.stdout, 'data')
    child.kill('SIGKILL')
    await once(child, 'exit')
    await withSandbox({ folder }, async sandbox => {
      expect((await read(sandbox, String(line).trim(), '/v2/time')).status).toBe(200)
    })
  })
})

const realCatalogs = ['apparel.csv', 'home-and-garden.csv'].map(name => join(realFiles, name))

describe.skipIf(!realCatalogs.every(existsSync))('catalogs of real shops (../shared/data)', () => {
  it.each([
    [realCatalogs[0] ?? '', 22, 20],
    [realCatalogs[1] ?? '', 21, 20],
  ])('takes %s with every row accounted for', async (path, rows, products) => {
    await withSandbox({ csvFiles: [path], quota: 'off' }, async sandbox => {
      const report = sandbox.importReport
      expect(report).toMatchObject({ taken: products, merged: rows - products, refused: 0 })
      expect(report?.rows).toHaveLength(rows)
      expect(sandbox.counts.products).toBe(products)
      const { accessToken } = sandbox.createAccount({ name: 'Reader', scopes: allScopes })
      const { text } = await read(sandbox, accessToken, productsPath)
      const { data } = JSON.parse(text) as { data: { sku: string; variants: { sku: string }[] }[] }
      expect(data.flatMap(row => [row.sku, ...row.variants.map(one => one.sku)]).filter(sku => sku !== '')).toEqual([])
    })
  })
})
