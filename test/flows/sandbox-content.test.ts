import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { SandboxCaller } from '../support/sandbox-caller.ts'
import { openSandboxCaller } from '../support/sandbox-caller.ts'

let store: SandboxCaller
const pages = '/v3/content/pages'
const old = '/v2/pages'

beforeAll(async () => {
  store = await openSandboxCaller({ products: 3 })
})

afterAll(() => store.close())

const told = (what: string, id: number, channel = 1) => `store/channel/${channel}/page/${what} {"page_id":${id}}`
const idsOf = async (query = '') =>
  (await store.call('GET', `${pages}?${query}`)).body.data.map((row: { id: number }) => row.id)

async function made(page: object): Promise<number> {
  const { status, body } = await store.call('POST', pages, { type: 'page', ...page })
  expect(status).toBe(201)
  store.told()
  return body.data.id
}

describe('content pages', () => {
  it('are made one by one and together, each type with its own fields', async () => {
    await store.checked(async () => {
      const one = await store.call('POST', `${pages}?include=body`, {
        type: 'page',
        name: 'Our Story',
        body: '<p>1</p>',
      })
      const row = {
        id: 4,
        channel_id: 1,
        name: 'Our Story',
        type: 'page',
        is_visible: true,
        parent_id: 0,
        sort_order: 0,
        is_homepage: false,
        is_customers_only: false,
        url: '/our-story/',
        meta_title: '',
        meta_keywords: '',
        meta_description: '',
        search_keywords: '',
        body: '<p>1</p>',
      }
      expect(one).toEqual({ status: 201, body: { data: row, meta: {} } })
      expect(store.told()).toEqual([told('created', 4)])
      expect((await store.call('GET', `${pages}/4?include=body`)).body.data).toEqual(row)
    })
    // Not checked: the official file declares one object where its own text says that a list is answered with a list.
    const several = [
      {
        type: 'contact_form',
        name: 'Ask us',
        email: 'ask@moor.example',
        contact_fields: 'fullname,rma',
        url: '/ask',
      },
      { type: 'raw', name: 'Robots', body: '{}', content_type: 'application/json', channel_id: 2 },
      { type: 'link', name: 'Elsewhere', link: 'https://elsewhere.example', parent_id: 4, is_visible: false },
    ]
    const { status, body } = await store.call('POST', pages, several)
    expect(status).toBe(201)
    expect(body.data).toMatchObject([several[0], { id: 6, content_type: 'application/json' }, several[2]])
    expect(Object.keys(body.data[2])).not.toContain('url')
    expect(Object.keys(body.data[1])).not.toContain('body')
    expect(store.told()).toEqual([told('created', 5), told('created', 6, 2), told('created', 7)])
    await store.checked(async () => {
      expect(await idsOf('channel_id=2')).toEqual([6])
      expect(await idsOf('name:like=%3Cp%3E1')).toEqual([4])
      expect((await store.call('GET', `${old}/5`)).body).toMatchObject(several[0] ?? {})
    })
  })

  it('are refused one by one: those that are right are made', async () => {
    await store.checked(async () => {
      const good = { type: 'page', name: 'Right' }
      for (const [wrong, detail] of [
        [{ name: undefined }, 'missing the required field: name'],
        [{ type: undefined }, 'missing the required field: type'],
        [{ type: 'raw' }, 'missing the required field: body'],
        [{ type: 'link' }, 'missing the required field: link'],
        [{ type: 'blog' }, 'type: a blog is made in the control panel only'],
        [{ name: 'x'.repeat(101) }, expect.stringMatching(/^name: /)],
        [{ name: 'Our Story' }, 'name: must be unique'],
        [{ url: '/our-story/' }, 'url: must be unique'],
        [{ url: 'our story' }, expect.stringMatching(/^url: /)],
        [{ type: 'contact_form', email: 'ask@moor.example' }, 'email: must be unique'],
        [{ type: 'contact_form', contact_fields: 'fullname,shoe' }, expect.stringMatching(/^contact_fields: /)],
        [{ channel_id: 99 }, 'channel_id: names no channel of the store'],
        [{ parent_id: 99 }, 'parent_id: can not be the parent'],
      ] as const) {
        expect(await store.call('POST', pages, { ...good, ...wrong })).toMatchObject({
          status: 422,
          body: { status: 422, title: 'Input is invalid', detail },
        })
      }
      expect(store.told()).toEqual([])
      expect(await store.call('POST', pages, [{ type: 'page' }, good, good])).toMatchObject({
        status: 422,
        body: { detail: 'missing the required field: name' },
      })
      expect(store.told()).toEqual([told('created', 8)])
      expect(await idsOf('name=Right')).toEqual([8])
      expect((await store.call('POST', pages)).body.detail).toBe('body: is required')
    }, 'answers')
    const many = Array.from({ length: 4_001 }, () => ({}))
    expect((await store.call('POST', pages, many)).status).toBe(413)
  })

  it('that say no address have one each, whatever their names', async () => {
    const addresses: string[] = []
    await store.checked(async () => {
      for (const name of ['Care & repair', 'Care, repair', '日本', '한국']) {
        const { data } = (await store.call('POST', pages, { type: 'page', name })).body
        addresses.push(data.url.replace(String(data.id), 'ID'))
      }
    })
    expect(addresses).toEqual(['/care-repair/', '/care-repair-ID/', '/page/', '/page-ID/'])
    store.told()
  })

  it('can be changed although a raw one is empty, and are told of where something changed', async () => {
    await store.checked(async () => {
      const { data } = (await store.call('POST', pages, { type: 'raw', name: 'Empty', body: '' })).body
      expect(store.told()).toEqual([told('created', data.id)])
      expect((await store.call('PUT', `${pages}/${data.id}`, { name: 'Still empty' })).status).toBe(200)
      expect(store.told()).toEqual([told('updated', data.id)])
      expect((await store.call('PUT', `${pages}/${data.id}`, { name: 'Still empty' })).body.data.name).toBe(
        'Still empty',
      )
      expect((await store.call('PUT', pages, [{ id: data.id }])).status).toBe(200)
      expect(store.told()).toEqual([])
    })
  })

  it('are not sorted, which other lists do', async () => {
    await store.checked(async () => {
      for (const path of [`${pages}?sort=name`, `${pages}?limit=1&include_fields=id`])
        expect((await store.call('GET', path)).status).toBe(400)
    }, 'answers')
  })

  it('are changed one by one and together, or not at all', async () => {
    const [first, second] = [await made({ name: 'First' }), await made({ name: 'Second' })]
    await store.checked(async () => {
      const change = { name: 'The first', is_homepage: true, meta_title: null, sort_order: 3 }
      const { data } = (await store.call('PUT', `${pages}/${first}`, change)).body
      expect(data).toMatchObject(change)
      expect(store.told()).toEqual([told('updated', first)])
      expect((await store.call('GET', `${pages}/${first}`)).body.data).toEqual(data)
      const together = [
        { id: first, search_keywords: 'a,b' },
        { id: second, is_homepage: true },
      ]
      expect((await store.call('PUT', pages, together)).body.data).toMatchObject([
        { id: first, is_homepage: false, search_keywords: 'a,b' },
        { id: second, is_homepage: true },
      ])
      expect(store.told()).toEqual([told('updated', first), told('updated', second)])
      const alone = await store.call('PUT', pages, { id: second, name: 'The second' })
      expect(alone.body.data).toMatchObject([{ id: second, name: 'The second' }])
      store.told()
    })
    await store.checked(async () => {
      const before = (await store.call('GET', pages)).body
      const good = { id: first, name: 'Other' }
      expect(await store.call('PUT', pages, [good, { id: 99, name: 'X' }])).toMatchObject({
        status: 404,
        body: { title: 'A Page was not found with an ID of 99' },
      })
      for (const wrong of [{ name: 'No id' }, { id: second, type: 'raw' }, { id: second, parent_id: second }]) {
        expect((await store.call('PUT', pages, [good, wrong])).status).toBe(422)
      }
      expect((await store.call('PUT', `${pages}/${first}`, { name: 'The second' })).status).toBe(422)
      expect((await store.call('PUT', `${pages}/99`, { name: 'X' })).status).toBe(404)
      expect(await store.call('GET', `${pages}/bar`)).toMatchObject({ status: 422, body: { errors: ['bar'] } })
      expect((await store.call('GET', `${pages}/${first}?channel_id=2`)).status).toBe(404)
      expect((await store.call('GET', pages)).body).toEqual(before)
      expect(store.told()).toEqual([])
    }, 'answers')
  })

  it('are deleted with or without what is below them', async () => {
    const tree = async (name: string) => {
      const top = await made({ name })
      const middle = await made({ name: `${name} middle`, parent_id: top })
      return [top, middle, await made({ name: `${name} low`, parent_id: middle })] as const
    }
    const [one, two] = [await tree('Oak'), await tree('Elm')]
    await store.checked(async () => {
      expect((await store.call('DELETE', `${pages}?id:in=${one[0]}&delete_children=true`)).status).toBe(204)
      expect(store.told()).toEqual([])
      expect(await idsOf(`id:in=${one}`)).toEqual([])
      expect((await store.call('DELETE', `${pages}/${two[0]}`)).status).toBe(204)
      expect(store.told()).toEqual([told('updated', two[1])])
      const rows = (await store.call('GET', `${pages}?id:in=${two}`)).body.data
      expect(rows).toMatchObject([
        { id: two[1], parent_id: 0, is_visible: false },
        { id: two[2], parent_id: two[1], is_visible: true },
      ])
      expect(await store.call('DELETE', `${pages}?id:in=99,${two[2]}`)).toMatchObject({
        status: 404,
        body: { title: 'A Page was not found with an ID of 99' },
      })
      expect(await idsOf(`id:in=${two}`)).toEqual([two[1]])
      expect((await store.call('DELETE', `${pages}/99`)).status).toBe(404)
    })
    await store.checked(async () => {
      expect(await store.call('DELETE', pages)).toMatchObject({
        status: 422,
        body: { detail: 'missing the required field: id' },
      })
    }, 'answers')
    await store.call('DELETE', `${pages}/${two[1]}`)
    expect(await made({ name: 'After all' })).toBe(two[2] + 1)
  })

  it('are written by the deprecated V2 too', async () => {
    await store.checked(async () => {
      const page = { type: 'page', name: 'Old way', body: '<p>V2</p>' }
      const { status, body } = await store.call('POST', old, page)
      expect({ status, body }).toMatchObject({ status: 200, body: { ...page, url: '/old-way/', email: '', link: '' } })
      expect(store.told()).toEqual([told('created', body.id)])
      const changed = await store.call('PUT', `${old}/${body.id}`, { meta_title: 'Title', channel_id: 2 })
      expect(changed).toEqual({ status: 200, body: { ...body, meta_title: 'Title' } })
      expect(store.told()).toEqual([told('updated', body.id)])
      expect((await store.call('GET', `${old}/${body.id}`)).body).toEqual(changed.body)
      expect((await store.call('DELETE', `${old}/${body.id}`)).status).toBe(204)
      expect((await store.call('DELETE', `${old}/${body.id}`)).status).toBe(404)
    })
    await store.checked(async () => {
      expect(await store.call('POST', old, { type: 'raw', name: 'Empty' })).toMatchObject({
        status: 400,
        body: [{ status: 400, message: 'The page is invalid: missing the required field: body.' }],
      })
      expect((await store.call('PUT', `${old}/1`, { type: 'poster' })).status).toBe(400)
      expect((await store.call('PUT', `${old}/99`, {})).status).toBe(404)
    }, 'answers')
    expect(store.told()).toEqual([])
  })
})

it('content pages are in the folder, and none gets the id of one that was', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sandbox-content-'))
  try {
    const first = await openSandboxCaller({ products: 0, folder })
    await first.call('POST', pages, { type: 'page', name: 'Kept' })
    await first.call('POST', pages, { type: 'page', name: 'Gone' })
    await first.call('DELETE', `${pages}/5`)
    await first.close()
    const second = await openSandboxCaller({ products: 0, folder })
    expect((await second.call('GET', `${pages}/4`)).body.data).toMatchObject({ name: 'Kept' })
    expect((await second.call('POST', pages, { type: 'page', name: 'New' })).body.data.id).toBe(6)
    await second.close()
  } finally {
    rmSync(folder, { recursive: true })
  }
})
