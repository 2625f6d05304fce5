import { expect, it } from 'vitest'
import { importsForFile } from '../support/catalog.ts'
import { commandsFor } from '../support/commands.ts'
import { LiveShop } from '../support/live-shop.ts'

const imports = importsForFile({}, { writes: true })

it('cartwright products add-variant adds one, takes it back, and apply makes it', async () => {
  const store = await imports.store({ seed: 911, products: 2 })
  const options = [{ name: 'Size', values: ['S', 'M'] }]
  const { productId } = store.merchant.addProduct({
    ...{ name: 'Apron', sku: 'APRON', price: 20, options },
    variants: ['S', 'M'].map(size => ({ sku: `APRON-${size}`, values: [size] })),
  })
  const shop = await LiveShop.open(imports.browser, store, 'Shop')
  const run = (...args: string[]) => commandsFor(imports.hub)(args, { says: true })
  const skus = async () => (await shop.shown({ id: productId, variants: [] }))?.variants.map(({ sku }) => sku)
  const addLarge = ['products', 'add-variant', 'APRON-S', '--option', 'size=L', '--set', 'sku=APRON-L']

  expect(await run(...addLarge)).toMatchObject({
    code: 0,
    out: expect.stringMatching(/Added “APRON-L” to “Apron”\..*To be made by the next plan of: Shop\./s),
  })
  const twice = await run(...addLarge)
  expect([twice.code, twice.err]).toEqual([1, expect.stringContaining('already')])
  expect((await run('products', 'add-variant', 'APRON-S', '--take-back', 'apron-l')).out).toContain(
    'Took back 1 variant.',
  )
  expect((await run('apply', 'Shop', '--yes')).out).toContain('Nothing is to do')

  expect((await run(...addLarge, '--channel', 'Shop')).code).toBe(0)
  expect((await run('apply', 'Shop', '--yes')).code).toBe(0)
  expect(await skus()).toEqual(['APRON-S', 'APRON-M', 'APRON-L'])
  const late = await run('products', 'add-variant', 'APRON-S', '--take-back', 'APRON-L')
  expect([late.code, late.err]).toEqual([1, expect.stringContaining('A channel has “APRON-L” already')])
})
