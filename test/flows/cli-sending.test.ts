import { beforeAll, describe, expect, it } from 'vitest'
import { connectStore, endOfImport, importsForFile } from '../support/catalog.ts'
import { commandsFor } from '../support/commands.ts'

const imports = importsForFile({}, { writes: true })
const run = (...args: readonly string[]) => commandsFor(imports.hub)(['sending', ...args])

beforeAll(async () => {
  const store = await imports.store({ seed: 92, products: 5 })
  await endOfImport(imports.browser, await connectStore(imports.browser, store, { name: 'Shop' }))
})

describe('cartwright sending', () => {
  it('shows how each part gets to the store, and sets it part by part', async () => {
    const shown = await run()
    expect([shown.code, shown.out]).toEqual([
      0,
      expect.stringMatching(/data {4}asks you\n {2}images {2}asks you\n {2}prices {2}asks you/),
    ])
    const daily = await run('Shop', '--by-itself', 'prices', '--daily', '06:30')
    expect(daily.out).toMatch(/prices {2}sends by itself, daily at 06:30 \(.+\), since .+, by the command line/)
    expect(daily.out).toMatch(/next look /)
    expect(daily.out).toContain('“Shop” is not live for prices. What is to be sent waits.')
    const asked = await run('--ask', 'data,prices', '--every', '45', '--json')
    expect(JSON.parse(asked.out)).toMatchObject({
      data: { mode: 'ask', at: { everyMinutes: 45 }, nextAt: expect.any(String) },
      prices: { mode: 'ask', at: { everyMinutes: 45 }, holds: [] },
    })
    expect((await run('--by-itself', 'data')).out).toContain('data    sends by itself, at once')
  })

  it('says what is wrong with what was asked', async () => {
    expect(await run('--daily', '06:30')).toMatchObject({ code: 2, err: expect.stringContaining('of which parts') })
    expect(await run('--ask', 'stock')).toMatchObject({ code: 2, err: expect.stringContaining('data, images, prices') })
    expect(await run('--ask', 'data', '--by-itself', 'data')).toMatchObject({
      ...{ code: 2, err: expect.stringContaining('named twice') },
    })
    expect(await run('--ask', 'data', '--every', '5', '--daily', '06:00')).toMatchObject({ code: 2 })
    expect(await run('--ask', 'data', '--every', 'often')).toMatchObject({ code: 2 })
    expect(await run('--ask', 'data', '--daily', '25:00')).toMatchObject({
      ...{ code: 1, err: expect.stringContaining('07:30') },
    })
  })
})
