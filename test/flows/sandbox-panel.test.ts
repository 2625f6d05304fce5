import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { allScopes, createSandbox } from '../../src/sandbox/bigcommerce/index.ts'
import type { PanelVisitor } from '../support/panel.ts'
import { visitPanel } from '../support/panel.ts'

let sandbox: Sandbox

beforeEach(async () => {
  sandbox = await createSandbox({ seed: 9, products: 20 })
})

afterEach(async () => {
  await sandbox.close()
})

const listPath = 'settings/api-accounts'

const show: PanelVisitor['show'] = (path, init) => visitPanel(sandbox).show(path, init)
const post: PanelVisitor['post'] = (path, fields, headers) => visitPanel(sandbox).post(path, fields, headers)

const hooksWith = (token: string) =>
  fetch(`${sandbox.apiAddress}/stores/${sandbox.storeHash}/v3/hooks`, { headers: { 'x-auth-token': token } })

const valueIn = (page: string, id: string) => new RegExp(`id="${id}">([^<]+)<`).exec(page)?.[1] ?? ''

describe('API accounts in the panel', () => {
  it('makes an account, shows its values once, and the token works', async () => {
    const made = await post(`${listPath}/new`, {
      token_type: 'v2v3',
      name: 'Cartwright',
      scope_orders: 'modify',
      scope_content: 'read',
      scope_products: 'none',
    })
    expect(made.status).toBe(303)
    const shown = await show((made.to ?? '').slice(1))
    const token = valueIn(shown.text, 'access-token')
    expect(token).toMatch(/^[a-z0-9]{31}$/)
    expect(valueIn(shown.text, 'client-id')).toBe(sandbox.accounts[0]?.clientId)
    expect(valueIn(shown.text, 'api-path')).toBe(`${sandbox.url}/stores/${sandbox.storeHash}/v3/`)
    expect(sandbox.accounts[0]?.scopes).toEqual(['store_v2_content_read_only', 'store_v2_orders'])
    const file = decodeURIComponent(/href="data:text\/plain;charset=utf-8,([^"]+)"/.exec(shown.text)?.[1] ?? '')
    expect(file.split('\r\n')).toEqual([
      `ACCESS TOKEN: ${token}`,
      'CLIENT NAME: Cartwright',
      `CLIENT ID: ${valueIn(shown.text, 'client-id')}`,
      `CLIENT SECRET: ${valueIn(shown.text, 'client-secret')}`,
      'NAME: Cartwright',
      `API PATH: ${sandbox.url}/stores/${sandbox.storeHash}/v3/`,
      '',
    ])
    expect(shown.text).toMatch(/download="BigCommerceAPI-credentials-Cartwright-\d{4}-\d{2}-\d{2}\.txt"/)
    expect((await hooksWith(token)).status).toBe(200)

    const again = await show((made.to ?? '').slice(1))
    expect(again.status).toBe(410)
    expect(again.text).not.toContain(token)
    const list = await show(listPath)
    expect(list.text).toContain('Cartwright')
    expect(list.text).not.toContain(token)
    expect(shown.headers.get('cache-control')).toBe('no-store')
  })

  it('kills token and hooks with the account, after asking', async () => {
    const account = sandbox.createAccount({ name: 'Short-lived', scopes: allScopes })
    const url = `${sandbox.apiAddress}/stores/${sandbox.storeHash}/v3/hooks`
    await fetch(url, {
      method: 'POST',
      headers: { 'x-auth-token': account.accessToken, 'content-type': 'application/json' },
      body: JSON.stringify({ scope: 'store/order/created', destination: 'https://hub.example/' }),
    })
    const question = await show(`${listPath}/${account.clientId}/delete`)
    expect(question.text).toContain('Its webhook is deleted with it')
    expect((await hooksWith(account.accessToken)).status).toBe(200)
    expect((await post(`${listPath}/${account.clientId}/delete`, {})).status).toBe(303)
    expect((await hooksWith(account.accessToken)).status).toBe(401)
    expect(sandbox.accounts).toEqual([])
  })

  it('names what is missing at its field, and keeps what was typed', async () => {
    const empty = await post(`${listPath}/new`, { token_type: 'v2v3', name: '  ' })
    expect(empty.status).toBe(422)
    expect(empty.text).toContain('Give the account a name.')
    expect(empty.text).toContain('Choose at least one scope.')
    const named = await post(`${listPath}/new`, { token_type: 'v2v3', name: 'Kept "name"' })
    expect(named.text).toContain('value="Kept &quot;name&quot;"')
    expect(sandbox.accounts).toEqual([])
  })

  it('makes a Stencil-CLI token without scopes, which opens nothing', async () => {
    const made = await post(`${listPath}/new`, { token_type: 'stencil_cli', name: 'Theme' })
    const shown = await show((made.to ?? '').slice(1))
    expect((await hooksWith(valueIn(shown.text, 'access-token'))).status).toBe(403)
  })

  it.each([
    '<script>alert(1)</script>',
    `'; DROP TABLE accounts; --`,
    '\u202Eevil\u202C שלום',
    '"><img src=x onerror=alert(1)>',
  ])('shows %j as text', async name => {
    const made = await post(`${listPath}/new`, { name, scope_orders: 'read' })
    const pages = [await show((made.to ?? '').slice(1)), await show(listPath)]
    for (const { text } of pages) {
      expect(text).not.toContain('<script>alert')
      expect(text).not.toContain('<img')
    }
    expect(sandbox.accounts[0]?.name).toBe(name)
  })
})

describe('the panel and other sites', () => {
  it('refuses forms from elsewhere, forms without its token, and other host names', async () => {
    const fields = { name: 'Evil', scope_orders: 'modify' }
    expect((await post(`${listPath}/new`, fields, { origin: 'https://evil.example' })).status).toBe(403)
    expect((await post(`${listPath}/new`, fields, { 'sec-fetch-site': 'cross-site' })).status).toBe(403)
    expect((await post(`${listPath}/new`, { ...fields, form_token: 'guess' })).status).toBe(403)
    expect(sandbox.accounts).toEqual([])
  })

  it('answers unknown pages with 404, and lets nothing in but its own sheet and script', async () => {
    const missing = await show('nothing')
    expect(missing.status).toBe(404)
    // A slash at the end makes no difference, and two slashes don't begin a host.
    expect((await show('/')).text).toContain('Connect to this store')
    expect((await show('/evil.example/')).status).toBe(404)
    expect((await show('_images/101/501-tiny.svg')).text).toContain('<svg')
    expect((await show('_images/9/9-tiny.svg')).status).toBe(404)
    for (const size of ['huge', 'constructor']) expect((await show(`_images/101/501-${size}.svg`)).status).toBe(404)
    expect(missing.headers.get('content-security-policy')).toContain("default-src 'none'")
  })

  it('shows where to connect', async () => {
    const { text } = await show('')
    expect(text).toContain('Sandbox store')
    expect(valueIn(text, 'hash')).toBe(sandbox.storeHash)
    expect(text).toContain('0 of 450 requests')
  })
})
