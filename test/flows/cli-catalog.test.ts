import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Listing, Product, ProductDetail } from '../../src/api/contract/catalog.ts'
import type { ReviewItem } from '../../src/api/contract/review.ts'
import type { Run, RunRow } from '../../src/api/contract/runs.ts'
import { whole, widthOf } from '../../src/cli/format.ts'
import { allScopes, createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { commandsFor } from '../support/commands.ts'
import { startTestHub, type TestHub } from '../support/hub.ts'

const folder = mkdtempSync(join(tmpdir(), 'cartwright-cli-catalog-'))
/** More than one page of a list. */
const products = 230

/** A product file as Shopify exports it. */
function catalogFile(name: string, rows: readonly (readonly string[])[]): string {
  const path = join(folder, name)
  const heads =
    'Handle,Title,Vendor,Option1 Name,Option1 Value,Variant SKU,Variant Price,Variant Barcode,Variant Inventory Qty'
  writeFileSync(path, [heads, ...rows.map(row => row.join(','))].join('\n'))
  return path
}

const plainProduct = (handle: string, title: string, sku: string, price: string) => [
  ...[handle, title, 'Fell', 'Title', 'Default Title'],
  ...[sku, price, '', '3'],
]

let hub: TestHub
let cartwright: ReturnType<typeof commandsFor>
let big: Sandbox
let here: Sandbox
let there: Sandbox

/** Connects a store without the import that begins by itself: what is tested begins it. */
async function connect(name: string, store: Sandbox): Promise<void> {
  const browser = await hub.signedIn()
  const { id: channelId } = await browser.call('POST /api/channels', { body: { kind: 'bigcommerce', name } })
  const { storeHash, clientId, accessToken } = store.createAccount({ name: 'Cartwright', scopes: allScopes })
  await browser.call('PUT /api/channels/:channelId/connection', {
    params: { channelId },
    body: { storeHash, clientId, accessToken, apiAddress: store.apiAddress },
  })
}

beforeAll(async () => {
  hub = await startTestHub()
  cartwright = commandsFor(hub)
  big = await createSandbox({ products, quota: 'off' })
  const shirt = (size: string) => ['shirt', 'Linen shirt', 'Fell', 'Size', size, `SHIRT-${size}`, '30.00', '', '2']
  here = await createSandbox({
    csvFiles: [
      catalogFile('here.csv', [
        plainProduct('mug', 'Blue mug', 'MUG-1', '9.00'),
        plainProduct('cup', 'Tea cup', 'CUP-1', '7.00'),
        plainProduct('jar', 'Honey jar', 'JAR-1', '5.00'),
        plainProduct('pot', 'Iron pot', '', '45.00'),
        shirt('S'),
        ['shirt', '', '', '', 'M', 'SHIRT-M', '31.00', '', '4'],
      ]),
    ],
  })
  there = await createSandbox({
    csvFiles: [
      catalogFile('there.csv', [
        plainProduct('mug', 'Blue mug', 'MUG-1', '9.50'),
        plainProduct('cup', 'Coffee cup', 'CUP-1', '7.00'),
        plainProduct('jar', 'Jam jar', 'JAR-1', '5.00'),
        plainProduct('lid', 'Iron lid', 'shirt-s', '12.00'),
      ]),
    ],
  })
})
afterAll(async () => {
  await hub.close()
  await Promise.all([big, here, there].map(store => store.close()))
  rmSync(folder, { recursive: true, force: true })
})

describe('before anything is there', () => {
  it.each([
    [['pull'], 2, 'Say which channel'],
    [['pull', 'Nowhere'], 1, 'There is no channel “Nowhere”'],
    [['pull', '--patience', 'long'], 2, '--patience takes a whole number'],
    [['runs', 'show'], 1, 'There are no runs yet'],
    [['runs', 'show', 'run_none'], 1, ''],
    [['runs', 'show', '--rows', 'lost'], 2, '--rows takes refused, noted'],
    [['runs', 'show', '--csv', '--json'], 2, 'one of --csv and --json'],
    [['runs', 'cancel'], 1, 'No run is under way'],
    [['products', 'show'], 2, 'Say which product'],
    [['products', 'show', 'MUG-1'], 1, 'no product with the id or SKU “MUG-1”'],
    [['products', 'list', '--match', 'waiting'], 2, '--match needs --channel'],
    [['products', 'list', '--sort', 'size'], 2, '--sort takes name, -name'],
    [['products', 'list', '--state', 'visible'], 2, '--state takes active, archived'],
    [['products', 'list', '--limit', '0'], 2, '--limit takes a whole number from 1'],
    [['products', 'list', '--search', 'a'.repeat(201)], 1, 'Search with at most 200 characters.'],
    [['review', 'decide', '--join'], 2, 'Say which matches'],
    [['review', 'decide', 'rvw_1', '--reason', 'duplicate', '--join'], 2, 'Say which matches'],
    [['review', 'decide', 'rvw_1'], 2, 'one of --join, --keep-apart and --leave-out'],
    [['review', 'decide', 'rvw_1', '--join', '--leave-out'], 2, 'one of --join'],
    [['review', 'decide', 'rvw_1', '--channel', 'x', '--join'], 2, '--channel goes with --reason'],
    [['review', 'decide', '--reason', 'mood', '--join'], 2, '--reason takes duplicate'],
    [['review', 'reopen'], 2, 'Say which decisions'],
    [['skus', 'fill'], 2, 'Give a pattern'],
    [['skus', 'fill', '--pattern', 'X', '--faults', 'ugly'], 2, '--faults takes blank'],
    [['skus', 'undo'], 2, 'Say which fill'],
  ])('%j ends with %d and says why', async (args, code, words) => {
    const ended = await cartwright(args)
    expect(ended).toMatchObject({ code, out: '', err: expect.stringContaining(words) })
    expect(ended.err).not.toMatch(/\n\s+at /)
  })

  it.each([
    [['runs', 'list'], 'Nothing was imported yet'],
    [['products', 'list'], 'There are no products yet'],
    [['review', 'list'], 'Nothing waits for a decision'],
    [['skus', 'faults'], 'Every variant has a SKU'],
    [['skus', 'fill', '--pattern', 'CW-{number}'], 'There is nothing to fill'],
  ])('%j says that there is nothing', async (args, words) => {
    expect(await cartwright(args)).toMatchObject({ code: 0, out: expect.stringContaining(words) })
  })

  it.each([['runs'], ['products']])('%s list --json is an empty list', async group => {
    expect(JSON.parse((await cartwright([group, 'list', '--json'])).out)).toEqual([])
  })
})

describe('pull', () => {
  it('follows an import to its end and accounts for every row', async () => {
    await connect('Big shop', big)
    const ended = await cartwright(['pull'])
    expect(ended).toMatchObject({ code: 0, out: expect.stringContaining('Imported Big shop: every row is accounted') })
    expect(ended.out).toMatch(new RegExp(`The store said +${products} products`))
    expect(ended.out).toMatch(new RegExp(`Taken +${products} products, ${whole(big.counts.variants)} variants`))
    expect(ended.out).toMatch(/Not taken +0/)
    expect(ended.out).toMatch(/Unexplained +0/)
  })

  it('prints the run as JSON and nothing beside it', async () => {
    const ended = await cartwright(['pull', 'big shop', '--json'])
    expect(ended).toMatchObject({ code: 0, err: '' })
    expect(JSON.parse(ended.out)).toMatchObject({
      state: 'done',
      mode: 'full',
      account: { storeSaid: products, taken: products, unexplained: 0, newProducts: 0 },
    })
  })

  it('ends with 1 where nothing explains some of what the store said it has', async () => {
    big.quirks.set({ totalOff: 3 })
    const ended = await cartwright(['pull'])
    big.quirks.clear()
    expect(ended).toMatchObject({ code: 1, out: expect.stringContaining('3 products cannot be explained') })
    const [latest] = JSON.parse((await cartwright(['runs', 'list', '--json'])).out)
    expect(latest).toMatchObject({ state: 'done', account: { unexplained: 3 } })
    expect((await cartwright(['runs', 'list'])).out).toMatch(new RegExp(`${products} +3 `))
  })

  it('reads only what changed when it is asked to', async () => {
    const ended = await cartwright(['pull', '--changes'])
    expect(ended).toMatchObject({ code: 0, out: expect.stringContaining('Read what changed in Big shop') })
  })

  it('goes on waiting while the store is out of reach, and ends with 3 when it lost its patience', async () => {
    const fault = big.faults.add({ match: { path: '/v3/**' }, kind: 'reset' })
    const ended = await cartwright(['pull', '--patience', '1'])
    expect(ended).toMatchObject({ code: 3, out: '', err: expect.stringContaining('The hub goes on with the import') })
    fault.remove()
    expect(await cartwright(['pull'])).toMatchObject({ code: 0, err: expect.stringContaining('under way already') })
  })

  it('follows the import that is under way, lets it be cancelled from elsewhere, and leaves it alone at Ctrl-C', async () => {
    const fault = big.faults.add({ match: { path: '/v3/catalog/**' }, kind: 'slow', delayMs: 700 })
    const begun = await cartwright(['pull', '--no-wait', '--json'])
    const { id } = JSON.parse(begun.out) as Run
    const follower = cartwright(['pull'])
    const left = await cartwright(['pull'], { stopAt: 'Following that one' })
    expect(left).toMatchObject({ code: 1, err: expect.stringContaining(`cartwright runs show ${id}`) })
    expect(await cartwright(['runs', 'show'])).toMatchObject({ out: expect.stringContaining('has not ended') })

    expect(await cartwright(['runs', 'cancel'])).toMatchObject({ code: 0 })
    expect(await follower).toMatchObject({ code: 1, err: expect.stringContaining('was cancelled') })
    fault.remove()
    expect(await cartwright(['runs', 'cancel', id])).toMatchObject({ code: 1, err: expect.stringContaining('ended') })
  })

  it('ends with 1 when the import failed, with the reason', async () => {
    const fault = big.faults.add({ match: { path: '/v3/catalog/**' }, kind: 'status', status: 401 })
    const ended = await cartwright(['pull', '--patience', '5'])
    fault.remove()
    expect(ended).toMatchObject({ code: 1, err: expect.stringContaining('failed') })
  })
})

describe('runs', () => {
  it('lists what was done, the newest first, and of one channel', async () => {
    const listed = await cartwright(['runs', 'list'])
    expect(listed.out).toMatch(/run +begun +channel/)
    expect(listed.out).toContain('cancelled')
    const runs = JSON.parse((await cartwright(['runs', 'list', '--json', '--limit', '3'])).out) as Run[]
    expect(runs).toHaveLength(3)
    const times = runs.map(({ createdAt }) => createdAt)
    expect(times).toEqual(times.toSorted().reverse())
    expect((await cartwright(['runs', 'list', '--channel', 'Nowhere'])).code).toBe(1)
  })

  it('gives every row of a run, however many pages they take', async () => {
    const runs = JSON.parse((await cartwright(['runs', 'list', '--json'])).out) as Run[]
    for (const { id, account } of runs) {
      const shown = JSON.parse((await cartwright(['runs', 'show', id, '--json'])).out) as Run & { rows: RunRow[] }
      const counted = Object.values(account?.rows ?? {}).reduce((sum, rows) => sum + rows, 0)
      if (account !== null) expect(shown.rows).toHaveLength(counted)
    }
  })
})

describe('products', () => {
  it('lists the master catalog, some of it or all', async () => {
    const all = JSON.parse((await cartwright(['products', 'list', '--all', '--json'])).out) as Product[]
    expect(all).toHaveLength(products)
    const some = await cartwright(['products', 'list', '--limit', '5'])
    expect(some.out.split('\n')).toHaveLength(6)
    expect(some.err).toBe(`5 of ${products} products. More: --limit N, --all`)
    const [first] = all
    const found = await cartwright(['products', 'list', '--search', first?.name ?? '', '--json'])
    expect((JSON.parse(found.out) as Product[]).map(({ id }) => id)).toContain(first?.id)
    expect(await cartwright(['products', 'list', '--search', 'nothing has this name'])).toMatchObject({
      code: 0,
      out: 'No product fits.',
    })
  })

  it('fits into a terminal', async () => {
    const { out } = await cartwright(['products', 'list', '--all'], { columns: 100 })
    expect(Math.max(...out.split('\n').map(widthOf))).toBeLessThanOrEqual(100)
  })

  it('sorts, and finds what has no SKU', async () => {
    const names = async (...args: string[]) =>
      (JSON.parse((await cartwright(['products', 'list', '--all', '--json', ...args])).out) as Product[]).map(
        ({ name }) => name,
      )
    expect(await names('--sort=-name')).toEqual((await names('--sort', 'name')).toReversed())
    const blank = await names('--sku-fault', 'blank')
    expect(blank.length).toBeGreaterThan(0)
    expect(blank.length).toBeLessThan(products)
  })

  it('lists what a channel has in its store, by brand and category as people call them', async () => {
    const list = async (...args: string[]) =>
      JSON.parse((await cartwright(['products', 'list', '--channel', 'big shop', '--json', ...args])).out) as Listing[]
    const all = await list('--all')
    expect(all).toHaveLength(products)
    const brand = all.find(listing => listing.brand !== null)?.brand ?? ''
    const branded = await list('--brand', brand, '--all')
    expect(branded.map(({ remoteId }) => remoteId).toSorted()).toEqual(
      all
        .filter(listing => listing.brand === brand)
        .map(({ remoteId }) => remoteId)
        .toSorted(),
    )
    const none = await cartwright(['products', 'list', '--channel', 'Big shop', '--brand', 'No such brand'])
    expect(none).toMatchObject({ code: 1, err: expect.stringContaining('No such brand') })
  })
})

describe('two stores', () => {
  it('names a row that could not be taken, with the reason, and does not fail for it', async () => {
    const withoutId = (body: unknown) => {
      const answer = body as { data: { id: number | null; name: string }[] }
      return { ...answer, data: answer.data.map(row => (row.name === 'Honey jar' ? { ...row, id: null } : row)) }
    }
    const match = { method: 'GET', path: '/v3/catalog/products' }
    const fault = here.faults.add({ match, kind: 'rewrite', rewrite: withoutId })
    await connect('Here', here)
    const ended = await cartwright(['pull', 'Here'])
    fault.remove()
    expect(ended.code).toBe(0)
    expect(ended.out).toContain('every row is accounted for, 1 could not be taken')
    expect(ended.out).toMatch(/Not taken +1/)
    const id = /runs show (run_\w+) --rows refused/.exec(ended.out)?.[1] ?? ''

    expect((await cartwright(['runs', 'show', id, '--rows', 'refused'])).out).toMatch(/refused +product .*Honey jar/)
    const csv = await cartwright(['runs', 'show', id, '--rows', 'refused', '--csv'])
    const rows = parse(csv.out, { columns: true }) as Record<string, string>[]
    expect(rows).toHaveLength(1)
    expect(rows[0]).toMatchObject({ Kind: 'product', Reason: 'The product has no id that can be used.' })
    expect(rows[0]?.['What came']).toContain('"id":null')
    expect((await cartwright(['pull', 'Here'])).out).toMatch(/Not taken +0/)
  })

  it('wait on the review list where they may not mean the same thing', async () => {
    await connect('There', there)
    const ended = await cartwright(['pull', 'There'])
    expect(ended).toMatchObject({ code: 0, out: expect.stringMatching(/Joined by SKU +1 variant/) })
    expect(ended.out).toMatch(/Not matched yet +3 variants/)

    const listed = await cartwright(['review', 'list'])
    expect(listed.out).toMatch(/name-differs +2/)
    expect(listed.out).toMatch(/case-twin +1/)
    expect(listed.out).toMatch(/name +Coffee cup +Tea cup/)
    expect(listed.out).toMatch(/price +[\d.,]+ USD +[\d.,]+ USD/)
    expect(listed.err).toContain('3 of 3 matches')
  })

  it('show side by side what each has', async () => {
    const shown = await cartwright(['products', 'show', 'MUG-1'])
    expect(shown.out).toMatch(/in the hub +Here +There/)
    expect(shown.out).toMatch(/Name +Blue mug +same +same/)
    expect(shown.out).toMatch(/Price +9\.00 +same +9\.50 \*/)
    expect((await cartwright(['products', 'show', 'SHIRT-M'])).out).toContain('Linen shirt')
    const id = /Id +(prd_\w+)/.exec(shown.out)?.[1] ?? ''
    const json = JSON.parse((await cartwright(['products', 'show', id, '--json'])).out) as ProductDetail
    expect(json.channels).toHaveLength(2)

    const lid = JSON.parse(
      (await cartwright(['products', 'list', '--channel', 'There', '--search', 'lid', '--json'])).out,
    )
    const unmatched = await cartwright(['products', 'show', lid[0].remoteId, '--channel', 'There'])
    expect(unmatched.out).toContain('not in the master catalog yet')
  })

  it('are decided one by one or all of a reason, and decisions can be taken back', async () => {
    const { items } = JSON.parse((await cartwright(['review', 'list', '--json', '--channel', 'There'])).out) as {
      items: ReviewItem[]
    }
    const cup = items.find(({ store }) => store.sku === 'CUP-1')?.id ?? ''
    expect(await cartwright(['review', 'decide', cup, '--join'])).toMatchObject({ code: 0, out: 'Joined: 1 match.' })
    expect(await cartwright(['review', 'decide', cup, '--leave-out'])).toMatchObject({ code: 1 })
    expect(await cartwright(['review', 'reopen', cup])).toMatchObject({ code: 0, out: 'Waiting again: 1 match.' })
    expect(await cartwright(['review', 'reopen', cup, 'rvw_1'])).toMatchObject({
      code: 1,
      out: 'Waiting again: 0 matches.',
      err: expect.stringContaining('2 matches were not taken back'),
    })
    const rest = await cartwright([
      'review',
      'decide',
      '--reason',
      'name-differs',
      '--channel',
      'There',
      '--keep-apart',
    ])
    expect(rest).toMatchObject({ code: 0, out: 'Kept apart: 2 matches.' })
    const decided = await cartwright(['review', 'list', '--decided'])
    expect(decided.out).toMatch(new RegExp(`^${cup}  name-differs  Kept apart by the command line \\d`, 'm'))
    const left = JSON.parse((await cartwright(['review', 'list', '--json'])).out) as { items: ReviewItem[] }
    expect(left.items.map(({ reason }) => reason)).toEqual(['case_twin'])
    expect(await cartwright(['review', 'list', '--reason', 'relink'])).toMatchObject({
      out: expect.stringContaining('waits for a decision'),
    })
  })
})

describe('SKUs', () => {
  const blanks = async () => {
    const { faults } = JSON.parse((await cartwright(['skus', 'faults', '--json'])).out)
    return faults.blank as number
  }

  it('are shown before they are given, and given only after a yes', async () => {
    const before = await blanks()
    expect(before).toBeGreaterThan(0)
    const fill = ['skus', 'fill', '--pattern', 'CW-{number}']
    expect(await cartwright(fill)).toMatchObject({ code: 2, err: expect.stringContaining('--yes') })
    expect(await cartwright(fill, { says: false })).toMatchObject({
      code: 0,
      out: expect.stringContaining('Nothing was'),
    })
    expect(await blanks()).toBe(before)

    const given = await cartwright(fill, { says: true })
    expect(given).toMatchObject({ code: 0, out: expect.stringContaining(`Gave a SKU to ${before} variants`) })
    expect(await blanks()).toBe(0)
    const id = /skus undo (\w+)/.exec(given.out)?.[1] ?? ''
    expect((await cartwright(['skus', 'faults'])).out).toContain(`cartwright skus undo ${id}`)
    expect(await cartwright(['skus', 'undo', id])).toMatchObject({ code: 0, out: `Took back ${before} SKUs.` })
    expect(await blanks()).toBe(before)
    expect(await cartwright(['skus', 'undo', id])).toMatchObject({ code: 1 })
  })
})
