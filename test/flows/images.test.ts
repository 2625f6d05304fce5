import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, describe, expect, it } from 'vitest'
import { type Imports, importsForFile, pull } from '../support/catalog.ts'
import { commandsFor } from '../support/commands.ts'
import { hashAt, ImageShop } from '../support/image-shop.ts'
import { hashOf, picture } from '../support/pictures.ts'

const imports = importsForFile({}, { writes: true })
const open = async (seed: number, on?: readonly string[], browser?: Imports['browser']) =>
  (await ImageShop.open(imports, seed, on, browser)).on(imports.hub)

const deeds = ({ writes }: ImageShop) =>
  writes.map(({ method, url }) => `${method} ${url.replace(/.*\/v3/, '').replace(/\?.*/, '')}`)

describe('the images of a product', () => {
  it('are added, moved, described and removed as the plan says, and the next plan is empty', async () => {
    const shop = await open(81)
    const [front, back, side] = await shop.entries()
    if (front === undefined || back === undefined || side === undefined) throw new Error('There are three')
    const fresh = picture(1)
    const file = await shop.upload(fresh, 'Top View.png')
    const gone = await hashAt(side.url ?? '')
    await shop.edit([
      { ...back, isThumbnail: true },
      { ...front, description: 'From the front', isThumbnail: false },
      { file, description: 'From above' },
    ])
    const plan = await shop.plan()
    expect(plan).toMatchObject({ changes: 1, faults: 0, brakes: [], requests: { writes: 4 } })
    const [change] = await shop.changes(plan)
    expect(change).toMatchObject({ field: 'images', part: 'images', state: 'planned' })

    expect(await shop.apply(plan)).toMatchObject({ state: 'applied', states: { applied: 1 } })
    const base = `/catalog/products/${shop.productId}/images`
    expect(deeds(shop)).toEqual([
      `POST ${base}`,
      `PUT ${base}/${back.remoteId}`,
      `PUT ${base}/${front.remoteId}`,
      `DELETE ${base}/${side.remoteId}`,
    ])
    const shown = await shop.shown()
    expect(shown).toMatchObject([
      { id: Number(back.remoteId), description: 'back', is_thumbnail: true },
      { id: Number(front.remoteId), description: 'From the front', is_thumbnail: false },
      { description: 'From above', is_thumbnail: false, image_file: `top-view-${file.slice(0, 12)}.png` },
    ])
    expect((await shop.hashes())[2]).toBe(hashOf(fresh))
    // The bytes of what was removed are kept.
    const kept = await shop.browser.send('GET', `/api/files/${gone}`)
    expect([kept.status, hashOf(Buffer.from(await kept.arrayBuffer()))]).toEqual([200, gone])

    expect(await shop.plan()).toMatchObject({ changes: 0, faults: 0 })
    await pull(shop.browser, shop.channelId)
    expect(await shop.plan()).toMatchObject({ changes: 0, faults: 0, edited: 0 })
    const { rows } = await shop.browser.call('GET /api/channels/:channelId/drift', {
      ...{ params: { channelId: shop.channelId }, query: {} },
    })
    expect(rows).toEqual([])
    expect(deeds(shop)).toHaveLength(4)
  })

  it('come back with the same bytes where what was removed is wanted again', async () => {
    const shop = await open(82)
    const before = await shop.entries()
    const hashes = await shop.hashes()
    await shop.edit(before.slice(1).map((one, at) => ({ ...one, isThumbnail: at === 0 })))
    expect(await shop.planAndApply()).toMatchObject({ states: { applied: 1 } })
    expect(await shop.shown()).toHaveLength(2)
    await shop.edit(before)
    expect(await shop.planAndApply()).toMatchObject({ states: { applied: 1 } })
    expect(await shop.hashes()).toEqual(hashes)
    expect((await shop.shown()).map(({ description, is_thumbnail }) => [description, is_thumbnail])).toEqual([
      ['front', true],
      ['back', false],
      ['side', false],
    ])
    await pull(shop.browser, shop.channelId)
    expect(await shop.plan()).toMatchObject({ changes: 0, edited: 0 })
  })

  it('come back by an undo of the plan that removed one, and only that one is sent', async () => {
    const shop = await open(88)
    const [before, hashes] = [await shop.entries(), await shop.hashes()]
    const file = await shop.upload(picture(3), 'top.png')
    await shop.edit([...before.slice(1).map((one, at) => ({ ...one, isThumbnail: at === 0 })), { file }])
    const plan = await shop.planAndApply()
    expect(plan).toMatchObject({ states: { applied: 1 }, undoable: true })
    const after = await shop.hashes()
    const writes = shop.writes.length

    const preview = await shop.browser.call('POST /api/undo', { body: { plan: plan.id, preview: true } })
    expect(preview).toMatchObject({ undone: 1, kept: [], planId: null })
    expect(preview.cannotReturn).toEqual([expect.stringMatching(/^Images that were removed come back as new ones/)])
    expect(await shop.plan()).toMatchObject({ changes: 0 })
    const { planId } = await shop.browser.call('POST /api/undo', { body: { plan: plan.id } })
    expect(shop.writes).toHaveLength(writes)
    const back = await shop.browser.call('GET /api/plans/:planId', { params: { planId: planId ?? '' } })
    expect(back).toMatchObject({ changes: 1, undoes: plan.id, brakes: [] })
    expect(await shop.apply(back)).toMatchObject({ state: 'applied', states: { applied: 1 } })
    expect(await shop.hashes()).toEqual(hashes)
    expect((await shop.shown()).map(({ description, is_thumbnail }) => [description, is_thumbnail])).toEqual([
      ['front', true],
      ['back', false],
      ['side', false],
    ])
    const methods = shop.writes.slice(writes).map(({ method }) => method)
    expect(methods.filter(method => method !== 'PUT')).toEqual(['POST', 'DELETE'])
    await pull(shop.browser, shop.channelId)
    expect(await shop.plan()).toMatchObject({ changes: 0, faults: 0, edited: 0 })

    // Undoing the undo takes the one away and gives the other, with the bytes that they had.
    const again = await shop.browser.call('POST /api/undo', { body: { plan: back.id } })
    const redo = await shop.browser.call('GET /api/plans/:planId', { params: { planId: again.planId ?? '' } })
    expect(await shop.apply(redo)).toMatchObject({ state: 'applied' })
    expect(await shop.hashes()).toEqual(after)
  })

  it('are taken and given by the entry, and an upload that is removed and added again is one image', async () => {
    const shop = await open(83)
    const file = await shop.upload(picture(7))
    await shop.editBy({ do: 'include', field: 'images', value: [{ file }] })
    await shop.editBy({ do: 'include', field: 'images', value: [{ file }] })
    await shop.planAndApply()
    expect(await shop.shown()).toHaveLength(4)
    await shop.editBy({ do: 'exclude', field: 'images', value: [{ file }] })
    expect(await shop.planAndApply()).toMatchObject({ states: { applied: 1 } })
    expect(await shop.shown()).toHaveLength(3)
    // As an import shows it, it stands by its address, and its file means it all the same.
    await shop.editBy({ do: 'include', field: 'images', value: [{ file }] })
    await shop.planAndApply()
    await shop.edit((await shop.entries()).map(({ file: _, ...entry }) => entry))
    await shop.editBy({ do: 'exclude', field: 'images', value: [{ file }] })
    await shop.planAndApply()
    expect(await shop.shown()).toHaveLength(3)
    await shop.edit([])
    await shop.planAndApply()
    expect(await shop.shown()).toEqual([])
    expect(await shop.entries()).toEqual([])
  })

  it('are left alone where somebody put them into another order since the plan, also one on the way to the new one', async () => {
    const shop = await open(89)
    const [front, back, side] = await shop.entries()
    if (front === undefined || back === undefined || side === undefined) throw new Error('There are three')
    // All the way round is wanted, and two have changed places meanwhile.
    await shop.edit([side, back, front])
    const plan = await shop.plan()
    await shop.moveInStore(back.remoteId, -1)
    const before = await shop.shown()
    expect(await shop.apply(plan)).toMatchObject({ state: 'applied', states: { superseded: 1 } })
    expect(await shop.shown()).toEqual(before)
  })

  it('are left alone where the store was changed since the plan', async () => {
    const shop = await open(84)
    const before = await shop.entries()
    await shop.edit(before.map(one => ({ ...one, description: `${one.description}!` })))
    const plan = await shop.plan()
    const other = [{ file: 'other.png', description: 'Rival' }]
    shop.store.merchant.setImages(shop.productId, other)
    expect(await shop.apply(plan)).toMatchObject({ states: { superseded: 1 } })
    expect(await shop.shown()).toMatchObject([{ description: 'Rival' }])
    expect(shop.writes).toEqual([])
  })

  it('are refused word for word before anything is kept', async () => {
    const shop = await open(85)
    const [front] = await shop.entries()
    const told = async (value: unknown) => {
      const body = { channelId: shop.channelId, ids: [String(shop.productId)] }
      const edits = [{ do: 'set' as const, field: 'images', value }]
      const response = await shop.browser.send('POST', '/api/edits', { ...body, edits })
      const problem = (await response.json()) as { fields?: { images?: string } }
      return problem.fields?.images ?? response.status
    }
    expect(await told([{ file: 'f'.repeat(64) }])).toBe('The hub does not have one of these pictures: upload it first.')
    expect(await told([front, front])).toBe('Image 2 is there twice: leave one out.')
    expect(await told([{ description: 'x' }])).toMatch(/^Image 1 needs the file/)
    expect(await told('front.png')).toMatch(/^Images are a list/)
    expect(await told([{ ...front, description: 'a\u0001' }])).toMatch(/nobody sees/)
  })

  it('are not sent where images are not live', async () => {
    const shop = await open(86, ['data', 'prices'])
    await shop.edit([])
    const plan = await shop.plan()
    await expect(shop.apply(plan)).rejects.toThrow('channel_not_live')
    expect(shop.writes).toEqual([])
  })
})

describe('cartwright edit --image', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cartwright-images-'))
  afterAll(() => rmSync(folder, { recursive: true }))

  it('adds a picture from a file and takes it away, and changes nothing with --preview', async () => {
    // Commands act in the first workspace.
    const shop = await open(89, ['images'], imports.browser)
    const path = join(folder, 'Top view.png')
    writeFileSync(path, picture(21))
    const edit = (...args: string[]) =>
      commandsFor(imports.hub)(['edit', String(shop.productId), '--channel', shop.channelId, ...args])

    const preview = await edit('--image', `add=${path}`, '--preview')
    expect(preview).toMatchObject({ code: 0, err: '' })
    expect(preview.out).toMatch(/would change/i)
    expect(await shop.plan()).toMatchObject({ changes: 0 })

    expect(await edit('--image', `add=${path}`)).toMatchObject({ code: 0, err: '' })
    expect(await shop.planAndApply()).toMatchObject({ states: { applied: 1 } })
    const hash = hashOf(picture(21))
    expect((await shop.hashes())[3]).toBe(hash)
    expect((await shop.shown())[3]).toMatchObject({ image_file: `top-view-${hash.slice(0, 12)}.png` })

    const added = (await shop.entries())[3]
    expect(await edit('--image', `remove=${added?.url}`)).toMatchObject({ code: 0 })
    expect(await shop.planAndApply()).toMatchObject({ states: { applied: 1 } })
    expect(await shop.shown()).toHaveLength(3)

    writeFileSync(join(folder, 'logo.png'), '<svg xmlns="http://www.w3.org/2000/svg"/>')
    const refused = await edit('--image', `add=${join(folder, 'logo.png')}`)
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('This is no JPEG, PNG, GIF, WebP or BMP file')
    expect(await edit('--image', 'turn=left')).toMatchObject({ code: 2 })
    expect(await shop.plan()).toMatchObject({ changes: 0 })
  })
})

describe('an image of which the picture can’t be had', () => {
  it('holds the plan until a person lets it pass', async () => {
    const shop = await open(87)
    const [front, ...rest] = await shop.entries()
    const elsewhere = [{ ...front, url: 'https://elsewhere.example/a.png' }, ...rest]
    await sql`
      update listing set observed = jsonb_set(observed, '{images}', ${JSON.stringify(elsewhere)}::jsonb)
      where channel_id = ${shop.channelId} and remote_id = ${String(shop.productId)}
    `.execute(imports.hub.db.kysely)
    await shop.edit(rest)
    const plan = await shop.plan()
    expect(plan.brakes).toMatchObject([{ brake: 'images_lost', count: 1, passed: null }])
    await expect(shop.apply(plan)).rejects.toThrow('plan_braked')
    expect(shop.writes).toEqual([])
    const params = { planId: plan.id }
    await shop.browser.call('POST /api/plans/:planId/pass', { params, body: { brakes: ['images_lost'] } })
    expect((await shop.apply(plan)).state).toBe('applied')
  })
})
