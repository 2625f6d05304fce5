import { expect, it } from 'vitest'
import { askStore, importsForFile } from '../support/catalog.ts'
import { commandsFor } from '../support/commands.ts'
import { LiveShop } from '../support/live-shop.ts'

const imports = importsForFile({}, { writes: true })

it('cartwright products create, put and withdraw say what a channel is to get', async () => {
  const shop = await LiveShop.open(imports.browser, await imports.store({ seed: 821, products: 3 }), 'Shop')
  const run = (...args: string[]) => commandsFor(imports.hub)(args, { says: true })
  const listed = async (...args: string[]) => {
    const { out } = await run('products', 'list', ...args, '--json')
    return (JSON.parse(out) as { name: string }[]).map(({ name }) => name)
  }

  expect(await run('products', 'create', '--price', 'dear')).toMatchObject({
    code: 1,
    err: expect.stringMatching(/such as 18\.90.*needs a name/s),
  })
  const stool = ['--name', 'Oak stool', '--price', '18.90', '--weight', '2.5', '--sku', 'OAK-STOOL']
  const made = await run('products', 'create', ...stool)
  expect(made).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^Made: prd_/),
    err: expect.stringContaining(' put '),
  })
  expect(await run('products', 'create', '--name', 'Twin', '--sku', 'oak-stool')).toMatchObject({
    code: 1,
    err: expect.stringContaining('“Oak stool” has the SKU “OAK-STOOL” already'),
  })
  expect(await listed('--not-on', 'Shop')).toEqual(['Oak stool'])
  expect((await run('products', 'show', 'OAK-STOOL')).out).toMatch(/Shop +not there/)

  expect((await run('products', 'put', 'Shop', 'OAK-STOOL')).out).toContain('1 product to be made')
  expect((await run('products', 'put', 'Shop', 'OAK-STOOL')).out).toContain('0 products to be made, 1 there or wanted')
  expect(await listed('--waits-for', 'Shop')).toEqual(['Oak stool'])
  expect((await run('products', 'show', 'OAK-STOOL')).out).toMatch(/Shop +waits to be put there/)
  expect((await run('products', 'withdraw', 'Shop', 'OAK-STOOL')).out).toContain('1 product taken back')
  expect((await run('apply', 'Shop', '--yes')).out).toContain('Nothing is to do')

  await run('products', 'put', 'Shop', 'OAK-STOOL')
  expect((await run('apply', 'Shop', '--yes')).code).toBe(0)
  expect(await askStore(shop.store, '/v3/catalog/products?name=Oak%20stool')).toMatchObject([{ sku: 'OAK-STOOL' }])
  expect([await listed('--not-on', 'Shop'), await listed('--waits-for', 'Shop')]).toEqual([[], []])
  expect(await run('products', 'list', '--channel', 'Shop', '--not-on', 'Shop')).toMatchObject({
    code: 2,
    err: expect.stringContaining('--not-on is about the master catalog'),
  })
})
