import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parse } from 'csv-parse/sync'
import { beforeAll, describe, expect, it } from 'vitest'
import type { RunAccount } from '../../src/domain/run.ts'
import type { Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import {
  allListings,
  allProducts,
  allReviews,
  allRunRows,
  importStore,
  importsForFile,
  listingPage,
  pull,
} from '../support/catalog.ts'
import type { Browser } from '../support/hub.ts'

const folder = fileURLToPath(new URL('../../../shared/data/', import.meta.url))
const files = ['apparel.csv', 'home-and-garden.csv'].map(name => join(folder, name))
const productsEach = 20
const imports = importsForFile()

/** The file's own words for its products: the first row of each handle has the title. */
function titlesIn(path: string): string[] {
  const rows = parse(readFileSync(path), { columns: true, bom: true }) as Record<string, string>[]
  return rows.map(row => row.Title ?? '').filter(title => title !== '')
}

/** A row of the file is a variant where it has a price; the others bring a picture more. */
function variantsIn(path: string): number {
  const rows = parse(readFileSync(path), { columns: true, bom: true }) as Record<string, string>[]
  return rows.filter(row => (row['Variant Price'] ?? '') !== '').length
}

describe.skipIf(!files.every(existsSync))('the catalogs of two real shops (../shared/data)', () => {
  const stores: Sandbox[] = []
  const channels: { channelId: string; account: RunAccount | null; rows: number }[] = []
  let browser: Browser
  const variants = files.filter(existsSync).reduce((sum, path) => sum + variantsIn(path), 0)

  const blank = async () => (await browser.call('GET /api/sku-faults')).faults.blank
  const skus = async () => (await allProducts(browser)).map(({ sku }) => sku)

  beforeAll(async () => {
    browser = await imports.newBusiness()
    for (const path of files) {
      const store = await imports.store({ csvFiles: [path] })
      stores.push(store)
      const { channelId, run } = await importStore(browser, store, {
        name: path.endsWith('l.csv') ? 'Apparel' : 'Garden',
      })
      channels.push({ channelId, account: run.account, rows: (await allRunRows(browser, run.id)).length })
    }
  })

  it.each([0, 1])('come in with every row accounted for (%i)', async at => {
    const path = files[at] ?? ''
    const { channelId = '', account, rows } = channels[at] ?? {}
    expect(account).toMatchObject({
      ...{ storeSaid: productsEach, taken: productsEach, refused: 0, unexplained: 0, remarks: [] },
      ...{ newProducts: productsEach, variantsTaken: variantsIn(path), joined: 0, waiting: 0 },
      skuFaults: { blank: variantsIn(path) },
    })
    // Only what was made in the very second in which the import began is named.
    expect(rows).toBe(account?.editedMeanwhile)
    const listings = await allListings(browser, channelId)
    expect(listings.map(({ name }) => name).sort()).toEqual(titlesIn(path).sort())
  })

  it('have not one SKU, so nothing is taken for anything else, and every variant is marked', async () => {
    expect(await allReviews(browser)).toEqual([])
    expect(await allProducts(browser)).toHaveLength(2 * productsEach)
    expect(await blank()).toBe(variants)
    expect(await allProducts(browser, { skuFault: 'blank' })).toHaveLength(2 * productsEach)
  })

  it('get SKUs from a pattern, which stay in the hub, also when they are imported again', async () => {
    const pattern = { pattern: 'CW-{number}' }
    const preview = await browser.call('POST /api/sku-fills/preview', { body: pattern })
    expect(preview.total).toBe(variants)
    const fill = await browser.call('POST /api/sku-fills', { body: pattern })
    expect(fill).toMatchObject({ filled: variants, undoneAt: null })
    expect(await blank()).toBe(0)
    for (const { channelId } of channels) {
      expect((await pull(browser, channelId)).account).toMatchObject({
        taken: productsEach,
        changed: 0,
        newVariants: 0,
      })
    }
    expect(await blank()).toBe(0)
    const given = (
      await Promise.all(
        (
          await allListings(browser, channels[0]?.channelId ?? '')
        ).map(({ remoteId }) => listingPage(browser, channels[0]?.channelId ?? '', remoteId)),
      )
    ).flatMap(page => page.variants)
    expect(new Set(given.map(({ sku }) => sku)).size).toBe(variantsIn(files[0] ?? ''))
    // What the store shows is still what the store has.
    expect(given.flatMap(variant => variant.channels.map(({ sku }) => sku)).filter(sku => sku !== '')).toEqual([])

    expect(await browser.call('POST /api/sku-fills/:fillId/undo', { params: { fillId: fill.id } })).toEqual({
      undone: variants,
      left: false,
    })
    expect(await blank()).toBe(variants)
    expect((await skus()).filter(sku => sku !== null && sku !== '')).toEqual([])
  })

  it('were only read', () => {
    for (const store of stores) {
      expect(new Set(store.journal.exchanges.map(({ method }) => method))).toEqual(new Set(['GET']))
    }
  })
})
