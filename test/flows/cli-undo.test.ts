import { beforeAll, describe, expect, it } from 'vitest'
import type { Plan } from '../../src/api/contract/plans.ts'
import type { UndoResult } from '../../src/api/contract/undo.ts'
import { importsForFile } from '../support/catalog.ts'
import { commandsFor } from '../support/commands.ts'
import { LiveShop } from '../support/live-shop.ts'

const imports = importsForFile({}, { writes: true })
const run = (args: readonly string[], around?: Parameters<ReturnType<typeof commandsFor>>[1]) =>
  commandsFor(imports.hub)(args, around)

let shop: LiveShop
let plan: string

beforeAll(async () => {
  shop = await LiveShop.open(imports.browser, await imports.store({ seed: 321, products: 12 }), 'Shop')
  const [one, two] = shop.products
  await shop.edit([one?.id, two?.id], { warranty: 'Ours', mpn: 'P-1' })
  plan = (await shop.apply()).id
  shop.store.merchant.editProduct(two?.id ?? 0, { warranty: 'Theirs' })
  await shop.pull()
})

describe('cartwright undo', () => {
  it('shows what would go back and what stays, and changes nothing', async () => {
    const { code, out } = await run(['undo', plan, '--preview'])
    expect(out).toContain('Would go back on this channel: 3 values.')
    expect(out).toContain('Stays as it is: 1 value.')
    expect(out).toContain('Warranty was edited in the store since: it shows “Theirs”.')
    expect(code).toBe(1)
    expect(await shop.plan()).toMatchObject({ changes: 0 })
  })

  it('makes a plan of one field of one product, and says how to send it', async () => {
    const [one] = shop.products
    const { code, out } = await run(['undo', plan, '--product', String(one?.id), '--field', 'mpn'])
    expect(out).toContain('Goes back on this channel: 1 value.')
    const planId = /cartwright apply (pln_\w+)/.exec(out)?.[1] ?? ''
    expect([code, (await shop.read(planId)).changes]).toEqual([0, 1])
    const again = await run(['undo', plan, '--product', String(one?.id), '--field', 'mpn'])
    expect(again).toMatchObject({ code: 0, out: expect.stringContaining('still to be sent') })
  })

  it('sends the undo where that is asked for, after a yes', async () => {
    const [one, two] = shop.products
    const refused = await run(['undo', plan, '--apply'], { says: false })
    expect(refused).toMatchObject({ code: 1, err: 'Nothing was sent.' })
    const { code, out } = await run(['undo', plan, '--apply'], { says: true })
    expect(out).toContain('Done: 3 changes written with')
    expect(code).toBe(1)
    expect(await shop.shown(one)).toMatchObject({ warranty: one?.warranty, mpn: one?.mpn })
    expect(await shop.shown(two)).toMatchObject({ warranty: 'Theirs', mpn: two?.mpn })
    expect(await run(['undo', plan, '--product', String(one?.id)])).toMatchObject({
      ...{ code: 0, out: 'There is nothing to undo.' },
    })
  })

  it('without a plan takes back what was written last of one product, as JSON too', async () => {
    const [one] = shop.products
    const product = ['--channel', 'Shop', '--product', String(one?.id)]
    const preview = JSON.parse((await run(['undo', ...product, '--preview', '--json'])).out) as UndoResult
    expect(preview.rows.map(({ field, will }) => [field, will])).toEqual([
      ['mpn', 'P-1'],
      ['warranty', 'Ours'],
    ])
    const sent = await run(['undo', ...product, '--field', 'mpn', '--apply', '--yes', '--json'])
    const result = JSON.parse(sent.out) as UndoResult & { plan: Plan }
    expect([sent.code, result.undone, result.plan.state]).toEqual([0, 1, 'applied'])
    expect(await shop.shown(one)).toMatchObject({ mpn: 'P-1', warranty: one?.warranty })
    const { out } = await run(['plan', 'list'])
    expect(out).toContain('undone')
  })

  it('says what is missing or contradicts itself', async () => {
    expect(await run(['undo'])).toMatchObject({ code: 2, err: expect.stringContaining('Say what to undo') })
    expect(await run(['undo', plan, '--channel', 'Shop'])).toMatchObject({ code: 2 })
    expect(await run(['undo', plan, '--preview', '--apply'])).toMatchObject({ code: 2 })
    expect(await run(['undo', 'pln_none'])).toMatchObject({ code: 1, err: expect.stringContaining('no such plan') })
  })
})
