import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

let store: SandboxCaller
const products = '/v3/catalog/products'
const megabyte = 2 ** 20

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==',
  'base64',
)

/** How a file of each kind begins, which is what it is known by. */
const files = {
  png,
  jpg: Buffer.from('ffd8ffe000104a464946', 'hex'),
  gif: Buffer.from('GIF89a\x01\0\x01\0', 'latin1'),
  bmp: Buffer.concat([Buffer.from('BM'), Buffer.alloc(60)]),
  webp: Buffer.from('RIFF\x1a\0\0\0WEBPVP8L', 'latin1'),
  wbmp: Buffer.from([0, 0, 9, 2, 255, 128, 255, 128]),
  xbm: Buffer.from('#define dot_width 1\n#define dot_height 1\nstatic char dot_bits[] = { 0x01 };\n'),
  ico: Buffer.from([0, 0, 1, 0, 1, 0, 16, 16]),
} as const

/** A form with a file, and what else is said. */
function form(bytes: Buffer, texts: Record<string, string> = {}, name = 'front.png'): FormData {
  const made = new FormData()
  for (const [key, text] of Object.entries(texts)) made.set(key, text)
  made.set('image_file', new Blob([new Uint8Array(bytes)]), name)
  return made
}

const sized = (bytes: number) => Buffer.concat([png, Buffer.alloc(bytes - png.length)])

async function served(address: string): Promise<{ status: number; type: string | null; bytes: Buffer }> {
  const response = await fetch(address)
  const bytes = Buffer.from(await response.arrayBuffer())
  return { status: response.status, type: response.headers.get('content-type'), bytes }
}

/** What a call was refused with: its status and the field at fault. */
async function refusal(method: 'POST' | 'PUT', path: string, body: unknown): Promise<string> {
  const answer = await store.call(method, path, body)
  return `${answer.status} ${Object.keys(answer.body.errors ?? {}).join()}`
}

beforeAll(async () => {
  store = await openSandboxCaller({ products: 20 })
})

afterAll(() => store.close())

describe('pictures of a product, sent as files', () => {
  it('are shown with what the form says of them, and served under each of their addresses', async () => {
    const { productId: id } = store.sandbox.merchant.addProduct({ name: 'Pictured', price: 3 })
    store.told()
    await store.checked(async () => {
      const sent = form(png, { sort_order: '4', description: 'Front', is_thumbnail: 'true' })
      const made = await store.call('POST', `${products}/${id}/images`, sent)
      expect(made).toMatchObject({
        status: 200,
        body: {
          data: {
            product_id: id,
            image_file: 'front.png',
            is_thumbnail: true,
            sort_order: 4,
            description: 'Front',
            date_modified: '2026-03-01T09:00:00+00:00',
          },
        },
      })
      const image = made.body.data
      expect((await store.call('GET', `${products}/${id}/images/${image.id}`)).body.data).toEqual(image)
      const addresses = [image.url_zoom, image.url_standard, image.url_thumbnail, image.url_tiny]
      expect(new Set(addresses).size).toBe(4)
      for (const address of addresses) {
        expect(await served(address)).toEqual({ status: 200, type: 'image/png', bytes: png })
      }
      expect(await served(`${image.url_zoom}x`)).toMatchObject({ status: 404 })
    })
    expect(store.told()).toEqual([`store/product/updated {"type":"product","id":${id}}`])
    expect(store.sandbox.journal.exchanges[0]?.requestBody).toBe(
      `sort_order: 4\ndescription: Front\nis_thumbnail: true\nimage_file: front.png, ${png.length} bytes`,
    )
  })

  it('may be of every documented kind, whatever the name says', async () => {
    const { productId: id } = store.sandbox.merchant.addProduct({ name: 'Many pictures', price: 3 })
    const { ico, ...taken } = files
    await store.checked(async () => {
      for (const [kind, bytes] of Object.entries(taken)) {
        const made = await store.call('POST', `${products}/${id}/images`, form(bytes, {}, 'picture.dat'))
        expect([kind, made.status]).toEqual([kind, 200])
        const shown = await served(made.body.data.url_standard)
        expect(made.body.data.url_standard.endsWith(`.${kind}`)).toBe(true)
        expect([kind, shown.status, shown.bytes.equals(bytes)]).toEqual([kind, 200, true])
      }
      expect(await refusal('POST', `${products}/${id}/images`, form(ico))).toBe('422 image_file')
    })
  })

  it('take the place of an old one by PUT, and leave the file where none is sent', async () => {
    const { productId: id } = store.sandbox.merchant.addProduct({ name: 'Changed picture', price: 3 })
    await store.checked(async () => {
      const { data: old } = (await store.call('POST', `${products}/${id}/images`, form(png))).body
      const path = `${products}/${id}/images/${old.id}`
      const named = (await store.call('PUT', path, { description: 'Back' })).body.data
      expect(named).toMatchObject({ description: 'Back', url_zoom: old.url_zoom, image_file: 'front.png' })
      const changed = (await store.call('PUT', path, form(files.gif, { sort_order: '2' }, 'C:\\new\\back.gif'))).body
        .data
      expect(changed).toMatchObject({ id: old.id, description: 'Back', sort_order: 2, image_file: 'back.gif' })
      expect((await served(changed.url_zoom)).bytes).toEqual(files.gif)
      expect((await store.call('GET', path)).body.data).toEqual(changed)
    })
  })

  it('are refused where they are too large, no picture, absent, or not alone', async () => {
    const { productId: id } = store.sandbox.merchant.addProduct({ name: 'Refused pictures', price: 3 })
    const path = `${products}/${id}/images`
    await store.checked(async () => {
      expect(await refusal('POST', path, form(sized(8 * megabyte + 1)))).toBe('422 image_file')
      expect(await refusal('POST', path, form(Buffer.from('<html>')))).toBe('422 image_file')
      expect(await refusal('POST', path, form(Buffer.alloc(0)))).toBe('422 image_file')
      const textOnly = new FormData()
      textOnly.set('image_file', '/home/me/front.png')
      expect(await refusal('POST', path, textOnly)).toBe('422 image_url')
      expect(await refusal('POST', path, form(png, { image_url: 'https://a.example/b.png' }))).toBe('422 image_url')
      expect(await refusal('POST', path, form(png, { sort_order: 'first' }))).toBe('422 sort_order')
      expect(await refusal('POST', path, form(png, { is_thumbnail: 'perhaps' }))).toBe('422 is_thumbnail')
      expect(await refusal('POST', `${products}/9/images`, form(png))).toBe('404 ')
      expect(await refusal('POST', path, form(sized(10_000_000)))).toBe('413 ')
    }, 'answers')
    expect((await store.call('GET', path)).body.data).toEqual([])
    expect(await refusal('POST', path, form(sized(8 * megabyte)))).toBe('200 ')
  })

  it('are not kept where the product has all the images that it can have', async () => {
    const { merchant } = store.sandbox
    const { productId: full } = merchant.addProduct({ name: 'Full of pictures', price: 3 })
    merchant.setImages(
      full,
      Array.from({ length: 1_000 }, (_, at) => ({ file: `${at}.png` })),
    )
    const { productId: other } = merchant.addProduct({ name: 'Pictured beside', price: 3 })
    const kept = async () => {
      const { body } = await store.call('POST', `${products}/${other}/images`, form(png))
      return Number(/uploads\/(\d+)/.exec(body.data.url_tiny)?.[1])
    }
    const before = await kept()
    expect(await refusal('POST', `${products}/${full}/images`, form(png))).toBe('422 image_url')
    expect(await kept()).toBe(before + 1)
  })

  it('stand behind the last place that there is, and not beyond it', async () => {
    const { productId: id } = store.sandbox.merchant.addProduct({ name: 'Last place', price: 3 })
    for (const part of ['images', 'videos']) {
      const made = { image_url: 'https://pictures.example/a.png', video_id: 'abc' }
      await store.call('POST', `${products}/${id}/${part}`, { ...made, sort_order: 2_147_483_647 })
      const { body } = await store.call('POST', `${products}/${id}/${part}`, made)
      expect([part, body.data.sort_order]).toEqual([part, 2_147_483_647])
    }
  })

  it('are a form only where the operation takes one, and a form that can be read', async () => {
    expect(await refusal('POST', products, form(png, { name: 'No form' }))).toBe('415 ')
    const { sandbox } = store
    const { accessToken } = sandbox.createAccount({ name: 'Forms', scopes: ['store_v2_products'] })
    const send = async (contentType: string, body: string) => {
      const address = `${sandbox.apiAddress}/stores/${sandbox.storeHash}${products}/101/images`
      const headers = { 'x-auth-token': accessToken, accept: 'application/json', 'content-type': contentType }
      return (await fetch(address, { method: 'POST', headers, body })).status
    }
    expect(await send('multipart/form-data; boundary=X', 'no form at all')).toBe(400)
    expect(await send('multipart/form-data', '--X--')).toBe(400)
    expect(await send('image/png', 'x')).toBe(415)
  })
})

describe('pictures of variants, modifier values, brands and categories, sent as files', () => {
  it('take the place of the one of a variant, up to 1 MB', async () => {
    const { productId: id } = store.sandbox.merchant.addProduct({ name: 'Pictured variant', price: 3 })
    const [variant] = (await store.call('GET', `${products}/${id}/variants`)).body.data
    const path = `${products}/${id}/variants/${variant.id}`
    await store.checked(async () => {
      const first = (await store.call('POST', `${path}/image`, form(png))).body
      const second = (await store.call('POST', `${path}/image`, form(files.jpg))).body
      expect(second).toEqual({ data: { image_url: expect.stringMatching(/\.jpg$/) }, meta: {} })
      expect(second.data.image_url).not.toBe(first.data.image_url)
      expect((await store.call('GET', path)).body.data.image_url).toBe(second.data.image_url)
      expect(await served(second.data.image_url)).toMatchObject({ type: 'image/jpeg', bytes: files.jpg })
      expect(await refusal('POST', `${path}/image`, form(files.webp))).toBe('422 image_file')
      expect(await refusal('POST', `${path}/image`, form(sized(megabyte + 1)))).toBe('500 image_file')
      expect(await refusal('POST', `${path}/image`, {})).toBe('422 image_url')
      expect((await store.call('GET', path)).body.data.image_url).toBe(second.data.image_url)
    }, 'answers')
  })

  it('are shown with a modifier value', async () => {
    const { productId: id } = store.sandbox.merchant.addProduct({
      name: 'Pictured modifier',
      price: 3,
      modifiers: [{ name: 'Wrapping', type: 'dropdown', required: false, values: ['Plain', 'Gold'] }],
    })
    const [modifier] = (await store.call('GET', `${products}/${id}/modifiers`)).body.data
    const path = `${products}/${id}/modifiers/${modifier.id}/values/${modifier.option_values[1].id}`
    await store.checked(async () => {
      const made = await store.call('POST', `${path}/image`, form(png))
      expect(made).toMatchObject({ status: 200, body: { data: { image_url: expect.stringMatching(/\.png$/) } } })
      const { data: shown } = (await store.call('GET', path)).body
      expect(shown.adjusters.image_url).toBe(made.body.data.image_url)
      expect((await served(shown.adjusters.image_url)).bytes).toEqual(png)
      expect(await refusal('POST', `${path}/image`, form(files.bmp))).toBe('422 image_file')
      expect(await refusal('POST', `${path}9/image`, form(png))).toBe('404 ')
    })
    expect(await refusal('POST', `${path}/image`, { image_url: 'https://a.example/b.png' })).toBe('422 image_file')
  })

  it('are shown with a brand', async () => {
    const brand = (await store.call('POST', '/v3/catalog/brands', { name: 'Pictured brand' })).body.data
    const path = `/v3/catalog/brands/${brand.id}`
    await store.checked(async () => {
      const made = (await store.call('POST', `${path}/image`, form(files.webp))).body
      expect((await store.call('GET', path)).body.data).toEqual({ ...brand, image_url: made.data.image_url })
      expect(await served(made.data.image_url)).toMatchObject({ type: 'image/webp', bytes: files.webp })
      expect(await refusal('POST', `${path}/image`, form(files.ico))).toBe('422 image_file')
      expect(await refusal('POST', '/v3/catalog/brands/9/image', form(png))).toBe('404 ')
    })
  })

  it('are shown with a category, until they are deleted, and told', async () => {
    const { data: rows } = (await store.call('GET', '/v3/catalog/trees/categories?limit=1')).body
    const id = rows[0].category_id
    const path = `/v3/catalog/categories/${id}/image`
    const shown = async () =>
      (await store.call('GET', `/v3/catalog/trees/categories?category_id:in=${id}`)).body.data[0].image_url
    store.told()
    await store.checked(async () => {
      const made = (await store.call('POST', path, form(files.ico))).body
      expect(made.data.image_url).toMatch(/\.ico$/)
      expect(await shown()).toBe(made.data.image_url)
      expect(await served(made.data.image_url)).toMatchObject({ type: 'image/x-icon', bytes: files.ico })
      expect(await refusal('POST', path, form(files.webp))).toBe('422 image_file')
      expect(await refusal('POST', '/v3/catalog/categories/9/image', form(png))).toBe('404 ')
      expect((await store.call('DELETE', path)).status).toBe(204)
      expect(await shown()).toBe('')
    })
    expect(store.told().filter(line => line.startsWith('store/category/'))).toEqual(
      Array(2).fill(`store/category/updated {"type":"category","id":${id}}`),
    )
  })

  it('are forgotten, the oldest first, where they grow beyond 100 MB', async () => {
    const { productId: id } = store.sandbox.merchant.addProduct({ name: 'Very many pictures', price: 3 })
    const addresses: string[] = []
    for (let made = 0; made < 13; made += 1) {
      const answer = await store.call('POST', `${products}/${id}/images`, form(sized(8 * megabyte)))
      addresses.push(answer.body.data.url_tiny)
    }
    expect((await served(addresses[0] ?? '')).status).toBe(404)
    expect((await served(addresses.at(-1) ?? '')).status).toBe(200)
  })
})
