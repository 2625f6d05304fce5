import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Sandbox, SandboxOptions } from '../../src/sandbox/bigcommerce/index.ts'
import { allScopes, createSandbox, SteppedClock } from '../../src/sandbox/bigcommerce/index.ts'
import type { PanelVisitor } from '../support/panel.ts'
import { errorAt, plain, rowsOf, typedIn, visitPanel } from '../support/panel.ts'

let sandbox: Sandbox
let panel: PanelVisitor
let headers: Record<string, string>

async function start(options: SandboxOptions = {}) {
  sandbox = await createSandbox({ seed: 9, products: 20, clock: new SteppedClock('2026-03-02T09:00:00Z'), ...options })
  panel = visitPanel(sandbox)
  const { accessToken } = sandbox.createAccount({ name: 'Reader', scopes: allScopes })
  headers = { 'x-auth-token': accessToken, 'content-type': 'application/json' }
}

async function restart(options: SandboxOptions) {
  await sandbox.close()
  await start(options)
}

beforeEach(() => start())
afterEach(() => sandbox.close())

const api = (path: string, init: RequestInit = {}) =>
  fetch(`${sandbox.apiAddress}/stores/${sandbox.storeHash}${path}`, { headers, ...init })

async function dataOf(path: string) {
  const { data } = (await (await api(path)).json()) as { data: Record<string, unknown> }
  return data
}

describe('every page of the panel', () => {
  it.each(['', 'products', 'orders', 'settings/api-accounts', 'settings/webhooks', 'requests', 'faults'])(
    'is in the menu, and has words for nothing at all: /%s',
    async path => {
      await restart({ products: 0 })
      const page = await panel.show(path)
      expect(page.status).toBe(200)
      expect(page.text).toContain(`<a href="/${path}" aria-current="page">`)
      expect(page.text).not.toMatch(/ style=|undefined|NaN|<table class="list"><caption class="hidden">(?!API)/)
    },
  )

  it('answers 404 for what is not there, and 405 for another method', async () => {
    for (const path of ['products/7', 'products/101x', 'products/7/delete', 'orders/7', 'requests/7']) {
      expect((await panel.show(path)).status, path).toBe(404)
    }
    expect((await panel.show('requests/forget')).status).toBe(405)
    expect((await panel.show('products', { method: 'DELETE' })).status).toBe(405)
    for (const path of ['products/7', 'products/101/variants/7/stock', 'products/7/delete', 'faults/7/remove']) {
      expect((await panel.post(path, { stock: '1' })).status, path).toBe(404)
    }
  })

  it.each([
    ['products/101', { name: 'Stolen', price: '1' }],
    ['products/101/delete', {}],
    ['requests/forget', {}],
    ['faults', { kind: 'hang', path: '**' }],
    ['faults/reset', {}],
    ['quota', { take: '10' }],
  ])('takes no form without its token: /%s', async (path, fields) => {
    sandbox.faults.add({ match: { path: '/v3/none' }, kind: 'hang' })
    await api('/v3/catalog/products/101')
    const refused = await panel.post(path, { ...fields, form_token: 'guess' })
    expect(refused.status).toBe(403)
    expect(sandbox.counts.products).toBe(20)
    expect(sandbox.faults.list).toHaveLength(1)
    expect(sandbox.journal.exchanges).toHaveLength(1)
    expect(sandbox.rival.count.taken).toBe(0)
    expect((await dataOf('/v3/catalog/products/101')).name).not.toBe('Stolen')
  })
})

describe('the products', () => {
  it('come in pages of 50, with addresses of their own', async () => {
    await restart({ products: 120 })
    const first = await panel.show('products')
    expect(rowsOf(first)).toHaveLength(50)
    expect(first.text).toContain('1–50 of 120')
    expect(first.text).toContain('rel="next" href="/products?page=2"')
    expect(first.text).not.toContain('rel="prev"')
    const last = await panel.show('products?page=3')
    expect(rowsOf(last)).toHaveLength(20)
    expect(last.text).toContain('rel="prev" href="/products?page=2"')
    expect(last.text).not.toContain('rel="next"')
    for (const beyond of ['99', '-1', 'x', '2.9']) {
      const ids = rowsOf(await panel.show(`products?page=${beyond}`)).map(row => row[1])
      expect(ids[0], beyond).toBe({ '99': '201', '2.9': '151' }[beyond] ?? '101')
    }
  })

  it('show what the API shows', async () => {
    const { name, sku, inventory_level } = await dataOf('/v3/catalog/products/101')
    const row = rowsOf(await panel.show('products?q=101')).find(cells => cells[1] === '101')
    expect(row).toEqual([name, '101', sku, '$61.50', String(inventory_level), 'Yes'])
  })

  it('are found by name, SKU, the SKU of a variant, and id, in whatever case', async () => {
    const { productId } = sandbox.merchant.addProduct({
      name: 'Zither & Bow',
      sku: 'ZB-1',
      options: [{ name: 'Wood', values: ['Oak', 'Ash'] }],
      variants: [
        { values: ['Oak'], sku: 'OAK-777' },
        { values: ['Ash'], sku: 'ASH-777' },
      ],
    })
    for (const text of ['zither & b', 'zb-1', 'oak-777', String(productId)]) {
      const page = await panel.show(`products?q=${encodeURIComponent(text)}`)
      expect(
        rowsOf(page).map(row => row[1]),
        text,
      ).toEqual([String(productId)])
    }
    const none = await panel.show('products?q=%3Cscript%3Ealert(1)')
    expect(rowsOf(none)).toEqual([])
    expect(none.text).toContain('&lt;script&gt;alert(1)')
    expect(none.text).not.toContain('<script>alert')
  })

  it('keep what is searched for on the next page', async () => {
    await restart({ products: 120 })
    expect((await panel.show('products?q=-00')).text).toMatch(/href="\/products\?q=-00&amp;page=2"/)
  })

  it('are changed by the form, which the API shows at once', async () => {
    const saved = await panel.post('products/101', { name: 'Renamed "here"', price: '12.5' })
    expect([saved.status, saved.to]).toEqual([303, '/products/101?saved'])
    expect(await dataOf('/v3/catalog/products/101')).toMatchObject({
      name: 'Renamed "here"',
      price: 12.5,
      is_visible: false,
      date_modified: '2026-03-02T09:00:00+00:00',
    })
    const page = await panel.show('products/101?saved')
    expect([typedIn(page, 'name'), typedIn(page, 'price')]).toEqual(['Renamed &quot;here&quot;', '12.50'])
    await panel.post('products/101', { name: 'Renamed "here"', price: '12.5', visible: 'on' })
    expect((await dataOf('/v3/catalog/products/101')).is_visible).toBe(true)
  })

  it('say at the field what the store refuses, and keep what was typed', async () => {
    const before = await dataOf('/v3/catalog/products/101')
    const other = String((await dataOf('/v3/catalog/products/102')).name)
    const taken = await panel.post('products/101', { name: other, price: '77' })
    expect(taken.status).toBe(422)
    expect(errorAt(taken, 'name')).toContain('Another product is called')
    expect(errorAt(taken, 'name')).toContain('Choose another')
    expect([typedIn(taken, 'name'), typedIn(taken, 'price')]).toEqual([other, '77'])
    const wrong = await panel.post('products/101', { name: ' ', price: '12,50' })
    expect(errorAt(wrong, 'name')).toBe('Give the product a name.')
    expect(errorAt(wrong, 'price')).toContain('such as 12.50')
    expect(typedIn(wrong, 'price')).toBe('12,50')
    const long = await panel.post('products/101', { name: 'x'.repeat(251), price: '1' })
    expect(errorAt(long, 'name')).toContain('251 characters')
    expect(await dataOf('/v3/catalog/products/101')).toEqual(before)
  })

  it('take new numbers for a variant at each location, told of like those by the API', async () => {
    const path = 'products/101/variants/1003/stock'
    const told: unknown[] = []
    sandbox.events.listen(({ scope, data }) => scope.endsWith('/stock_changed') && told.push(data))
    const saved = await panel.post(path, { 'stock-1003-1': '7', 'stock-1003-2': '4' })
    expect([saved.status, saved.to]).toEqual([303, '/products/101?saved=yes#variants'])
    expect((await dataOf('/v3/catalog/products/101/variants/1003')).inventory_level).toBe(11)
    expect(told).toEqual([1, 2].map(location_id => ({ variant_id: 1003, product_id: 101, location_id })))
    // A number that stays is no change.
    await panel.post(path, { 'stock-1003-1': '7', 'stock-1003-2': '5' })
    expect(told).toHaveLength(3)
    for (const stock of ['-1', '1.5', 'many', '']) {
      const wrong = await panel.post(path, { 'stock-1003-1': '9', 'stock-1003-2': stock })
      expect(wrong.status).toBe(422)
      expect(errorAt(wrong, 'stock-1003-2')).toBe('Type a whole number, 0 or more.')
      expect([typedIn(wrong, 'stock-1003-1'), typedIn(wrong, 'stock-1003-2')]).toEqual(['9', stock])
      expect(wrong.text).not.toContain('id="stock-1002-1-error"')
    }
    expect((await dataOf('/v3/catalog/products/101/variants/1003')).inventory_level).toBe(12)
  })

  it('have one number where they are counted as a whole, and none at a location that is switched off', async () => {
    const options = [{ name: 'Color', values: ['Red', 'Blue'] }]
    const { productId, variantIds } = sandbox.merchant.addProduct({ name: 'Whole', tracking: 'product', options })
    const [red, blue] = variantIds
    await api('/v3/inventory/locations', { method: 'PUT', body: JSON.stringify([{ id: 2, enabled: false }]) })
    const page = await panel.show(`products/${productId}`)
    expect(rowsOf(page).map(row => row[4]?.replaceAll(/\s+/g, ' '))).toEqual([
      expect.stringMatching(/^Main warehouse.*Shop floor: 0 ?Save$/),
      'counted as a whole',
    ])
    await panel.post(`products/${productId}/variants/${red}/stock`, { [`stock-${red}-1`]: '6' })
    expect((await dataOf(`/v3/catalog/products/${productId}`)).inventory_level).toBe(6)
    const off = await panel.post(`products/${productId}/variants/${red}/stock`, { [`stock-${red}-2`]: '6' })
    expect([off.status, off.text.includes('are disabled')]).toEqual([422, true])
    expect(
      (await panel.post(`products/${productId}/variants/${blue}/stock`, { [`stock-${blue}-1`]: '6' })).status,
    ).toBe(404)
  })

  it('stay on the page of variants that was changed', async () => {
    await restart({ products: 1, variantsEach: 60 })
    const page = await panel.show('products/101?page=2')
    expect(rowsOf(page)).toHaveLength(10)
    const action = /action="\/(products\/101\/variants\/\d+\/stock\?page=2)"/.exec(page.text)?.[1] ?? ''
    expect((await panel.post(action, {})).to).toBe('/products/101?page=2&saved=yes#variants')
  })

  it('are deleted after asking, which says what goes', async () => {
    const question = await panel.show('products/101/delete')
    expect(question.text).toContain('Deleted with it: 12 variants')
    expect((await api('/v3/catalog/products/101')).status).toBe(200)
    const gone = await panel.post('products/101/delete', {})
    expect([gone.status, gone.to]).toEqual([303, '/products?deleted'])
    expect((await api('/v3/catalog/products/101')).status).toBe(404)
    expect((await panel.show('products/101')).status).toBe(404)
  })
})

describe('the orders', () => {
  it('come newest first, and each shows what the API shows', async () => {
    const rows = rowsOf(await panel.show('orders'))
    expect([rows.length, rows[0]?.[0], rows.at(-1)?.[0]]).toEqual([40, '140', '101'])
    const lines = (await (await api('/v2/orders/101/products')).json()) as { name: string; sku: string }[]
    const order = (await (await api('/v2/orders/101')).json()) as Record<string, string>
    const page = await panel.show('orders/101')
    expect(rowsOf(page).map(row => row.slice(0, 2))).toEqual(lines.map(({ name, sku }) => [name, sku]))
    expect(page.text).toContain(`<b>$${Number(order.total_inc_tax).toFixed(2)}</b>`)
    expect(page.text).toContain('Shipped to')
  })

  it('are counted and listed without those that are archived', async () => {
    await api('/v2/orders/140', { method: 'DELETE' })
    expect(rowsOf(await panel.show('orders'))).toHaveLength(39)
    expect((await panel.show('')).text).toContain('<b>39</b><span>orders</span>')
  })

  it('show all that their total is made of', async () => {
    const names = { display_name_customer: 'Rush', display_name_merchant: '<Rush>' }
    const fees = [{ ...names, cost_ex_tax: 7, cost_inc_tax: 7 }]
    const billing_address = {
      ...{ first_name: 'Jane', last_name: 'Doe', street_1: '1 Mill Lane', city: 'Oakham', state: 'Iowa', zip: '50002' },
      ...{ country: 'United States', country_iso2: 'US', email: 'jane@example.com' },
    }
    const made = await api('/v2/orders', {
      method: 'POST',
      headers: { ...headers, accept: 'application/json' },
      body: JSON.stringify({
        ...{ billing_address, products: [{ name: 'Oak', quantity: 1, price_ex_tax: 50, price_inc_tax: 50 }], fees },
        ...{ shipping_cost_ex_tax: 5, shipping_cost_inc_tax: 5, discount_amount: 4 },
        ...{ handling_cost_ex_tax: 3, handling_cost_inc_tax: 3, wrapping_cost_ex_tax: 2, wrapping_cost_inc_tax: 2 },
      }),
    })
    expect(made.status).toBe(201)
    const { id } = (await made.json()) as { id: number }
    const { text } = await panel.show(`orders/${id}`)
    const sums = /<dl class="sums">(.*?)<\/dl>/s.exec(text)?.[1] ?? ''
    expect(
      [...sums.matchAll(/<dt>(.*?)<\/dt><dd>(.*?)<\/dd>/gs)].map(([, name, sum]) => [name, plain(sum ?? '')]),
    ).toEqual([
      ['Products', '$50.00'],
      ['Shipping', '$5.00'],
      ['Handling', '$3.00'],
      ['Gift wrapping', '$2.00'],
      ['&lt;Rush&gt;', '$7.00'],
      ['Discount', '-$4.00'],
      ['Total', '$63.00'],
    ])
  })

  it('show what went back, by whom and of what', async () => {
    const { variantIds } = sandbox.merchant.addProduct({ name: '<Oak>', sku: 'OAK', price: 20 })
    const { orderId } = sandbox.shopper.place({ items: [{ variantId: variantIds[0] ?? 0, quantity: 2 }] })
    expect((await panel.show(`orders/${orderId}`)).text).not.toContain('Refunds')
    const lines = (await (await api(`/v2/orders/${orderId}/products`)).json()) as { id: number }[]
    sandbox.shopper.refund(orderId, [{ lineId: lines[0]?.id ?? 0, quantity: 1 }])
    sandbox.shopper.refund(orderId)
    const page = await panel.show(`orders/${orderId}`)
    expect(page.text).toContain('2 refunds')
    expect(page.text).toContain('1 × <bdi>&lt;Oak&gt;</bdi>')
    const order = (await (await api(`/v2/orders/${orderId}`)).json()) as { total_inc_tax: string }
    expect(page.text).toContain(`<dt>Refunded</dt><dd><b>$${Number(order.total_inc_tax).toFixed(2)}</b></dd>`)
    expect(page.text).toContain('Refunded</span></p>')
  })

  it('show the coupon that was used, and what was written', async () => {
    const { variantIds } = sandbox.merchant.addProduct({ name: 'Oak', sku: 'OAK', price: 20 })
    sandbox.merchant.addCoupon({ code: 'FIVE', type: 'per_total_discount', amount: 5 })
    const { orderId } = sandbox.shopper.place({
      items: [{ variantId: variantIds[0] ?? 0, quantity: 1 }],
      coupon: 'FIVE',
    })
    expect((await panel.show(`orders/${orderId}`)).text).not.toContain('Messages')
    const { messageId } = sandbox.shopper.message(orderId, { message: '<b>Please</b> hurry' })
    sandbox.merchant.markMessage(orderId, messageId, { isFlagged: true })
    sandbox.merchant.messageShopper(orderId, { message: 'We do' })
    const { text } = await panel.show(`orders/${orderId}`)
    expect(text).toContain('<dt>Coupon FIVE</dt><dd>-$5.00</dd>')
    expect(text).toContain('2 messages')
    expect(text).toContain('&lt;b&gt;Please&lt;/b&gt; hurry')
    expect(text).toContain('unread, flagged')
  })
})

describe('the webhooks', () => {
  it('are those of all accounts', async () => {
    const other = sandbox.createAccount({ name: 'Other', scopes: allScopes })
    const make = (scope: string, token: string, is_active: boolean) =>
      api('/v3/hooks', {
        method: 'POST',
        headers: { ...headers, 'x-auth-token': token },
        body: JSON.stringify({ scope, destination: 'https://hub.example/in', is_active }),
      })
    await make('store/order/created', headers['x-auth-token'] ?? '', true)
    await make('store/product/updated', other.accessToken, false)
    const rows = rowsOf(await panel.show('settings/webhooks'))
    const created = 'Mar 2, 2026, 9:00 AM UTC'
    expect(rows).toEqual([
      ['store/order/created', '1', 'https://hub.example/in', 'Reader', created, 'Yes'],
      ['store/product/updated', '2', 'https://hub.example/in', 'Other', created, 'No'],
    ])
  })
})

describe('the requests', () => {
  it('come newest first, with the path as a fault names it', async () => {
    await api('/v3/catalog/products/101?include_fields=name')
    sandbox.faults.add({ match: { path: '/v3/catalog/summary' }, kind: 'status', status: 503 })
    await api('/v3/catalog/summary')
    await fetch(`${sandbox.apiAddress}/stores/other/v3/hooks`)
    const time = '2026-03-02 09:00:00.000'
    expect(rowsOf(await panel.show('requests'))).toEqual([
      ['3', time, 'GET', '/stores/other/v3/hooks', '401', '–'],
      ['2', time, 'GET', '/v3/catalog/summary', '503', 'status'],
      ['1', time, 'GET', '/v3/catalog/products/101?include_fields=name', '200', '–'],
    ])
    expect(rowsOf(await panel.show('requests?q=summary')).map(row => row[0])).toEqual(['2'])
  })

  it('show both bodies over many lines, without the token', async () => {
    const body = JSON.stringify({ scope: 'store/order/created', destination: 'https://hub.example/<b>' })
    await api('/v3/hooks', { method: 'POST', body })
    const { text } = await panel.show('requests/1')
    expect(text).toContain('{\n  &quot;scope&quot;: &quot;store/order/created&quot;')
    expect(text).toContain('{\n  &quot;data&quot;: {')
    expect(text).toContain('hub.example/&lt;b&gt;')
    expect(text).not.toContain(headers['x-auth-token'])
  })

  it('cut a long body, and say so; one that is no JSON is shown as it is', async () => {
    await api('/v3/catalog/products?include=variants')
    const long = await panel.show('requests/1')
    expect(long.text).toMatch(/Cut: the first 50,000 of [\d,]+ characters\./)
    expect(long.text.length).toBeLessThan(500_000)
    sandbox.faults.add({ match: { path: '/v3/catalog/summary' }, kind: 'html' })
    await api('/v3/catalog/summary')
    expect((await panel.show('requests/2')).text).toContain('&lt;h1&gt;502&lt;/h1&gt;')
  })

  it('are forgotten when asked to', async () => {
    await api('/v3/catalog/summary')
    expect((await panel.post('requests/forget', {})).to).toBe('/requests?forgotten')
    expect(sandbox.journal.exchanges).toEqual([])
    const gone = await panel.show('requests/1')
    expect(gone.status).toBe(404)
    expect(gone.text).toContain('The journal holds the latest requests')
  })
})

describe('the faults', () => {
  it('are added by the form, meet requests, and are removed', async () => {
    const added = await panel.post('faults', {
      kind: 'status',
      method: 'GET',
      path: '/v3/catalog/*',
      status: '503',
      times: '1',
      delay: '',
    })
    expect([added.status, added.to]).toEqual([303, '/faults?done=added'])
    expect((await api('/v3/catalog/summary')).status).toBe(503)
    expect((await api('/v3/catalog/summary')).status).toBe(200)
    const [row] = rowsOf(await panel.show('faults'))
    expect(row?.slice(1, 4)).toEqual(['GET', '/v3/catalog/*', '1 of 1, over'])
    expect(row?.[0]).toContain('status 503')
    expect((await panel.post('faults/1/remove', {})).to).toBe('/faults?done=removed')
    expect(sandbox.faults.list).toEqual([])
  })

  it('of each kind of the form are in force', async () => {
    const { text } = await panel.show('faults')
    const select = /<select id="kind".*?<\/select>/s.exec(text)?.[0] ?? ''
    const kinds = [...select.matchAll(/value="([^"]+)"/g)].map(match => match[1] ?? '')
    const cutting = ['reset', 'lost-reply', 'half-body', 'cut-json']
    expect(kinds).toEqual(['status', 'html', 'slow', 'hang', ...cutting, 'stale-read', 'partial-batch'])
    for (const kind of kinds) expect((await panel.post('faults', { kind, path: '/v3/none' })).status).toBe(303)
    expect(sandbox.faults.list.map(({ rule }) => rule)).toEqual(
      kinds.map(kind => ({ match: { path: '/v3/none' }, kind })),
    )
  })

  it('say at each field what is wrong, and keep what was typed', async () => {
    const typed = { kind: 'slow', method: 'TRACE', path: 'products', status: '503', times: '0', delay: 'soon' }
    const wrong = await panel.post('faults', typed)
    expect(wrong.status).toBe(422)
    expect(errorAt(wrong, 'method')).toContain('Choose a method')
    expect(errorAt(wrong, 'path')).toContain('/v3/catalog/products')
    expect(errorAt(wrong, 'status')).toBe('This kind of fault takes no status. Leave it empty.')
    expect(errorAt(wrong, 'times')).toBe('The number of times is a whole number from 1 to 1,000,000.')
    expect(errorAt(wrong, 'delay')).toBe('The delay is a whole number from 1 to 600,000.')
    for (const field of ['path', 'status', 'times', 'delay'] as const) expect(typedIn(wrong, field)).toBe(typed[field])
    expect(wrong.text).toContain('<option value="slow" selected>')
    expect(errorAt(await panel.post('faults', { ...typed, kind: 'shift' }), 'kind')).toBe('Choose what happens.')
    expect(sandbox.faults.list).toEqual([])
  })

  it('shows those that a program added, and switches quirks', async () => {
    sandbox.faults.add({ match: { path: /brands|trees/ }, kind: 'shift', after: 2 })
    const [row] = rowsOf(await panel.show('faults'))
    expect(row?.slice(1, 4)).toEqual(['Any', '/brands|trees/', '0'])
    expect(row?.[0]).toContain('after 2')
    expect((await panel.post('faults/quirks', { ignoresSort: 'on', totalOff: '-3' })).to).toBe('/faults?done=quirks')
    const quirks = {
      ...{ ignoresIdGreater: false, ignoresSort: true, ignoresDateModifiedMin: false, totalOff: -3 },
      ...{ readsPercentTextAsNumber: false, dividesPercents: false },
    }
    expect(sandbox.quirks.now).toEqual(quirks)
    expect((await panel.show('faults')).text).toMatch(/id="ignoresSort" name="ignoresSort" value="on" checked/)
    const wrong = await panel.post('faults/quirks', { ignoresIdGreater: 'on', totalOff: 'few' })
    expect(errorAt(wrong, 'totalOff')).toContain('whole number')
    expect(wrong.text).toMatch(/id="ignoresIdGreater" name="ignoresIdGreater" value="on" checked/)
    expect(sandbox.quirks.now).toEqual(quirks)
  })

  it('go with the quirks at once on reset', async () => {
    sandbox.faults.add({ match: { path: '**' }, kind: 'hang' })
    sandbox.quirks.set({ ignoresSort: true, totalOff: 2 })
    expect((await panel.post('faults/reset', {})).to).toBe('/faults?done=reset')
    expect(sandbox.faults.list).toEqual([])
    expect(sandbox.quirks.now).toMatchObject({ ignoresSort: false, totalOff: 0 })
  })
})

describe('the quota on the first page', () => {
  it('is used up by another app', async () => {
    expect((await panel.post('quota', { take: '440' })).to).toBe('/#quota')
    expect((await panel.show('')).text).toContain('440 of 450 requests used')
    await panel.post('quota', { take: '20' })
    expect(sandbox.rival.count).toEqual({ taken: 450, refused: 10 })
    expect((await api('/v3/catalog/summary')).status).toBe(429)
    const wrong = await panel.post('quota', { take: '0' })
    expect(wrong.status).toBe(422)
    expect(errorAt(wrong, 'take')).toBe('Type a whole number from 1 to 1,000,000.')
    expect(typedIn(wrong, 'take')).toBe('0')
  })
})
