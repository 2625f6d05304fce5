import { beforeAll, describe, expect, it } from 'vitest'
import type { Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { connectStore, endOfImport, importsForFile } from '../support/catalog.ts'
import { commandsFor } from '../support/commands.ts'

const imports = importsForFile({}, { writes: true })
const run = (args: readonly string[], around?: Parameters<ReturnType<typeof commandsFor>>[1]) =>
  commandsFor(imports.hub)(args, around)

let store: Sandbox
let channelId: string

beforeAll(async () => {
  store = await imports.store({ seed: 91, products: 30 })
  channelId = await connectStore(imports.browser, store, { name: 'Shop' })
  await endOfImport(imports.browser, channelId)
})

async function edit(from: number, to: number, fields: Readonly<Record<string, unknown>>): Promise<void> {
  const { listings } = await imports.browser.call('GET /api/channels/:channelId/listings', {
    params: { channelId },
    query: { limit: 200 },
  })
  const ids = listings.slice(from, to).map(({ remoteId }) => remoteId)
  const edits = Object.entries(fields).map(([field, value]) => ({ do: 'set' as const, field, value }))
  await imports.browser.call('POST /api/edits', { body: { channelId, ids, edits } })
}

const writes = () => store.journal.exchanges.filter(({ method }) => method !== 'GET').length

describe('cartwright apply', () => {
  it('says that nothing is to do right after an import', async () => {
    const { code, out } = await run(['apply', 'Shop', '--yes'])
    expect([code, out]).toEqual([0, expect.stringContaining('Nothing is to do')])
  })

  it('refuses a channel that is not live, with what to do', async () => {
    await edit(0, 2, { warranty: 'One year' })
    const { code, err } = await run(['apply', '--yes'])
    expect([code, err]).toEqual([1, expect.stringContaining('not live for product data')])
    expect(writes()).toBe(0)
    const body = { on: ['data', 'prices'] }
    await imports.browser.call('PATCH /api/channels/:channelId/live', { params: { channelId }, body })
  })

  it('shows what it would write, and writes nothing where the answer is no', async () => {
    const { code, out, err } = await run(['apply'], { says: false })
    expect(out).toContain('2 changes: 2 products.')
    expect([code, err]).toEqual([1, 'Nothing was sent.'])
    expect(await run(['apply'])).toMatchObject({ code: 2, err: expect.stringContaining('--yes') })
    expect(writes()).toBe(0)
  })

  it('writes it after a yes, and ends with counts', async () => {
    const { code, out } = await run(['apply'], { says: true })
    expect(out).toContain('Done: 2 changes written with 1 request, 1 to look.')
    expect([code, writes()]).toEqual([0, 1])
  })

  it('names what was not written, with the reason and what to do', async () => {
    const { listings } = await imports.browser.call('GET /api/channels/:channelId/listings', {
      params: { channelId },
      query: { limit: 3 },
    })
    await edit(0, 1, { name: listings[1]?.name })
    await edit(2, 3, { warranty: 'Ours' })
    const made = await run(['plan', 'Shop', '--json'])
    const { id } = JSON.parse(made.out) as { id: string }
    store.merchant.editProduct(Number(listings[2]?.remoteId), { warranty: 'Theirs' })
    const { code, out } = await run(['apply', id, '--yes'])
    expect(code).toBe(1)
    expect(out).toContain('Refused by the store: 1')
    expect(out).toContain('Left as it is: 1')
    expect(out).toContain('it shows “Theirs”')
  })

  it('as JSON prints the plan at its end, and with --no-wait at its beginning', async () => {
    await edit(5, 8, { warranty: 'Two years' })
    const begun = JSON.parse((await run(['apply', '--yes', '--no-wait', '--json'])).out) as {
      id: string
      state: string
    }
    expect(begun.state).toBe('applying')
    const ended = await run(['apply', begun.id, '--json'])
    expect(JSON.parse(ended.out)).toMatchObject({ id: begun.id, state: 'applied' })
  })
})
