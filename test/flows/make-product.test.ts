import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { MadeProduct, NewProduct } from '../../src/connector/product-maker.ts'
import type { ObservedProduct } from '../../src/domain/observed.ts'
import { checkExchanges, describeViolations } from '../support/contract.ts'
import { type OpenStore, openStore } from '../support/sandbox-store.ts'
import { openSandboxWriter, type SandboxWriter } from '../support/sandbox-writer.ts'

let store: OpenStore
let open: SandboxWriter

beforeEach(async () => {
  store = await openStore({ products: 20 })
  open = openSandboxWriter(store.sandbox)
})
afterEach(async () => {
  await open.close()
  const { exchanges } = store.sandbox.journal
  const answered = exchanges.filter(({ fault }) => fault === '')
  const requests = checkExchanges(exchanges).filter(({ side }) => side === 'request')
  expect(describeViolations([...checkExchanges(answered), ...requests])).toEqual([])
  await store.sandbox.close()
})

const parts = ['data', 'prices'] as const
const make = (product: NewProduct) => open.writer.makeProduct(product, parts)
const sized = { type: 'physical', weight: '0.3', price: '18.90' }
const stool: NewProduct = {
  fields: { ...sized, name: 'Stool', visible: false },
  variants: [{ fields: { sku: 'STOOL' }, optionValues: [] }],
}
const shirt: NewProduct = {
  fields: { ...sized, name: 'Shirt', customFields: [{ name: 'Cloth', value: 'Linen' }] },
  variants: ['S', 'M'].flatMap(size =>
    ['Red', 'Blue'].map(color => ({
      fields: { sku: `SHIRT-${size}-${color}`, ...(size === 'M' && { price: '19.0001' }) },
      optionValues: [
        { option: 'Size', value: size },
        { option: 'Color', value: color },
      ],
    })),
  ),
}
const skusOf = ({ variants }: NewProduct) => variants.map(({ fields }) => String(fields.sku))
const marksOf = (product: NewProduct) => ({ name: String(product.fields.name), skus: skusOf(product) })

async function found(marks: { name: string; skus: string[] }): Promise<readonly ObservedProduct[]> {
  const read = await open.writer.findProducts(marks)
  if (!read.ok) throw new Error(read.failure.sentence)
  return read.value
}

function productOf(made: MadeProduct): ObservedProduct {
  if (made.status !== 'applied' || made.product === null) throw new Error(JSON.stringify(made))
  return made.product
}

describe('a product that is made', () => {
  it('has all that it was made with, and one request made it', async () => {
    const product = productOf(await make(shirt))
    expect(product.fields).toMatchObject({ name: 'Shirt', price: '18.9', weight: '0.3' })
    expect(product.fields.customFields).toMatchObject([{ name: 'Cloth', value: 'Linen' }])
    expect(product.variants.map(({ fields }) => [fields.sku, fields.price])).toEqual([
      ['SHIRT-S-Red', undefined],
      ['SHIRT-S-Blue', undefined],
      ['SHIRT-M-Red', '19.0001'],
      ['SHIRT-M-Blue', '19.0001'],
    ])
    expect(product.variants[2]?.fields.optionValues).toMatchObject([
      { option: 'Size', value: 'M' },
      { option: 'Color', value: 'Red' },
    ])
    const posts = store.sandbox.journal.exchanges.filter(({ method }) => method === 'POST')
    expect(posts.map(({ requestBody }) => requestBody)).toEqual([expect.stringContaining('"price":18.90')])
  })

  it('has its SKU itself where it has no options, and is as visible as it was said', async () => {
    const product = productOf(await make(stool))
    expect(product.visible).toBe(false)
    expect(product.fields.sku).toBe('STOOL')
    expect(product.variants.map(({ fields }) => fields.sku)).toEqual(['STOOL'])
  })

  it('is found by its name and by each of its SKUs, in any letters, and not before it is made', async () => {
    expect(await found(marksOf(shirt))).toEqual([])
    const { remoteId } = productOf(await make(shirt))
    for (const marks of [
      { name: 'shirt', skus: [] },
      { name: 'Other', skus: ['shirt-m-blue'] },
      { name: 'Other', skus: ['NONE', 'SHIRT-S-Red'] },
      marksOf(shirt),
    ]) {
      expect((await found(marks)).map(one => one.remoteId)).toEqual([remoteId])
    }
    const stoolId = productOf(await make(stool)).remoteId
    expect((await found({ name: 'Other', skus: ['stool'] })).map(one => one.remoteId)).toEqual([stoolId])
    expect(await found({ name: 'Other', skus: ['A,B', ''] })).toEqual([])
  })
})

describe('a store that makes no product', () => {
  it('says why: of a name or SKU that there is, with what to do', async () => {
    await make(stool)
    expect(await make(stool)).toMatchObject({ status: 'rejected', reason: expect.stringMatching(/same (name|SKU)/) })
    const again = { ...stool, fields: { ...stool.fields, name: 'Stool 2' } }
    expect(await make(again)).toMatchObject({ status: 'rejected', reason: expect.stringContaining('same SKU') })
    expect((await found(marksOf(again))).map(one => one.fields.name)).toEqual(['Stool'])
  })

  it.each([
    ['an answer that is lost', 'lost-reply', 1],
    ['half a JSON', 'cut-json', 1],
    ['a connection that breaks before', 'reset', 0],
  ] as const)('leaves open, after %s, what became of it', async (_, kind, count) => {
    store.sandbox.faults.add({ match: { method: 'POST', path: '/v3/catalog/products' }, times: 1, kind })
    expect(await make(stool)).toMatchObject({ status: 'unknown' })
    expect(await found(marksOf(stool))).toHaveLength(count)
  })
})

describe('what the store would not take', () => {
  const fault = (product: NewProduct) => open.writer.productFaultOf(product)
  const [first] = shirt.variants

  it('is told before it is sent', () => {
    expect([fault(stool), fault(shirt)]).toEqual([null, null])
    const { weight: _, ...unweighed } = stool.fields
    expect(fault({ ...stool, fields: unweighed })).toContain('must have a weight')
    if (first === undefined) throw new Error('The shirt has variants')
    expect(fault({ ...shirt, variants: [first, first] })).toContain('same options')
    expect(fault({ ...shirt, variants: [{ ...first, fields: {} }] })).toContain('must have a SKU')
    const half = { ...first, optionValues: first.optionValues.slice(1) }
    expect(fault({ ...shirt, variants: [first, half] })).toContain('one value of each option')
    expect(fault({ ...shirt, variants: Array(601).fill(first) })).toContain('600')
    expect(fault({ ...stool, variants: [...stool.variants, ...stool.variants] })).toContain('need options')
  })
})
