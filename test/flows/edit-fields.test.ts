import { describe, expect, it } from 'vitest'
import type { EditField } from '../../src/api/contract/edits.ts'
import { editForms } from '../../src/domain/edit-form.ts'
import { allListings, allProducts, importStore, importsForFile } from '../support/catalog.ts'
import type { Browser } from '../support/hub.ts'

const imports = importsForFile()

async function fieldsOf(browser: Browser, channelId?: string) {
  const { fields } = await browser.call('GET /api/edit-fields', { query: { channelId } })
  return (level: EditField['level'], key: string) => fields.find(one => one.level === level && one.field === key)
}

describe('how fields can be edited', () => {
  it('is told for all channels, with what can be done and in which unit', async () => {
    const browser = await imports.newBusiness()
    await importStore(browser, await imports.store({ seed: 5, products: 2 }))
    const field = await fieldsOf(browser)
    expect(field('product', 'price')).toMatchObject({
      ...{ label: 'Price', control: 'money', unit: 'USD', mayBeEmpty: false, closed: null, owner: null },
      ways: ['set', 'add', 'percent'],
    })
    expect(field('product', 'name')).toMatchObject({ control: 'line', longest: 250, ways: ['set', 'replace'] })
    expect(field('product', 'condition')).toMatchObject({
      ...{ control: 'choice', choices: ['New', 'Used', 'Refurbished'], ways: ['set'] },
    })
    expect(field('product', 'categories')).toMatchObject({ ways: ['set', 'clear', 'include', 'exclude'] })
    expect(field('variant', 'price')).toMatchObject({ mayBeEmpty: true, ways: ['set', 'clear', 'add', 'percent'] })
    expect(field('product', 'taxClassId')?.closed).toBe(
      'Tax class means something in one store alone: edit it for a channel.',
    )
  })

  it('of a channel says who owns a field, and why it is closed', async () => {
    const browser = await imports.newBusiness()
    const { channelId } = await importStore(browser, await imports.store({ seed: 5, products: 2 }), { name: 'Here' })
    await browser.call('PUT /api/channels/:channelId/owners', {
      params: { channelId },
      body: { owners: [{ level: 'product', field: 'name', owner: 'nobody' }] },
    })
    const field = await fieldsOf(browser, channelId)
    expect(field('product', 'name')).toMatchObject({
      owner: 'nobody',
      ways: [],
      closed: 'The hub does not own “Name” on Here: it shows what anybody sets there.',
    })
    expect(field('product', 'price')).toMatchObject({
      owner: 'hub',
      closed: null,
      ways: ['set', 'add', 'percent', 'reset'],
    })
  })

  it('names a control for every field that can be edited', () => {
    const forms = [...editForms('product', 'channel'), ...editForms('variant', 'channel')]
    expect(forms.filter(({ closed, control }) => closed === null && control === 'none')).toEqual([])
    expect(forms.filter(({ closed, ways }) => (closed === null) !== ways.length > 0)).toEqual([])
  })
})

describe('variants of chosen products', () => {
  it('are edited all, of the master catalog and of a channel, and no others', async () => {
    const browser = await imports.newBusiness()
    const store = await imports.store({ seed: 6, products: 0 })
    for (const name of ['Shirt', 'Skirt']) {
      store.merchant.addProduct({ name, sku: name, options: [{ name: 'Size', values: ['S', 'M', 'L'] }] })
    }
    const { channelId } = await importStore(browser, store)
    const shirt = (await allProducts(browser)).find(({ name }) => name === 'Shirt')
    const listing = (await allListings(browser, channelId)).find(({ name }) => name === 'Shirt')
    const edits = [{ do: 'set' as const, field: 'mpn', value: 'M-1' }]
    const master = await browser.call('POST /api/edits', {
      body: { level: 'variant', variantsOf: [shirt?.id ?? ''], edits },
    })
    expect(master).toMatchObject({ changed: 3, refused: 0, next: null })
    const own = await browser.call('POST /api/edits', {
      body: {
        level: 'variant',
        channelId,
        variantsOf: [listing?.remoteId ?? ''],
        edits: [{ ...edits[0], value: 'M-2' } as never],
      },
    })
    expect(own).toMatchObject({ changed: 3, channels: [{ channelId, variants: 3 }] })
    await expect(
      browser.call('POST /api/edits', { body: { variantsOf: [shirt?.id ?? ''], edits } }),
    ).rejects.toMatchObject({ problem: { fields: { variantsOf: 'It is for edits of variants: give the level.' } } })
  })
})
