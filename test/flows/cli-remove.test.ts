import { expect, it } from 'vitest'
import { importsForFile } from '../support/catalog.ts'
import { commandsFor } from '../support/commands.ts'
import { LiveShop } from '../support/live-shop.ts'

const imports = importsForFile({}, { writes: true })

it('cartwright products delete asks, and apply needs the word', async () => {
  const shop = await LiveShop.open(imports.browser, await imports.store({ seed: 811, products: 20 }), 'Shop')
  const run = (...args: string[]) => commandsFor(imports.hub)(args, { says: true })
  const one = shop.products.find(({ variants }) => variants.length === 1)
  const many = shop.products.find(({ variants }) => variants.length > 2)
  const sku = String(many?.variants[1]?.sku)

  const preview = await run('products', 'delete', 'Shop', String(one?.id), '--preview')
  expect(preview.out).toContain('The next plan would delete in the store: 1 product.')
  expect(preview.out).toContain('reviews')
  expect((await run('apply', 'Shop', '--yes')).out).toContain('Nothing is to do')

  expect(await run('products', 'delete', 'Shop', String(one?.id), '999')).toMatchObject({
    code: 1,
    out: expect.stringMatching(/The next plan deletes in the store: 1 product\..*Can’t be deleted: 1 product\./s),
  })
  expect((await run('products', 'delete', 'Shop', String(many?.id), '--variants', sku)).code).toBe(0)
  expect(await run('products', 'delete', 'Shop', String(many?.id), '--variants', 'no such')).toMatchObject({ code: 1 })

  const refused = await run('apply', 'Shop', '--yes')
  expect(refused.out).toContain('Deleted in the store for good: 1 product and 1 variant.')
  expect([refused.code, refused.err]).toEqual([1, expect.stringContaining('--type-delete delete')])
  expect((await run('apply', 'Shop', '--yes', '--type-delete', 'yes')).err).toContain('Nothing was sent')
  expect(shop.writes).toEqual([])

  expect((await run('products', 'delete', 'Shop', String(many?.id), '--variants', sku, '--take-back')).out).toContain(
    'Taken back: 1 variant.',
  )
  const done = await run('apply', 'Shop', '--yes', '--type-delete', 'delete')
  expect([done.code, shop.writes.map(({ method }) => method)]).toEqual([0, ['DELETE']])
  expect(await shop.shown(one)).toBeUndefined()
})
