import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { createSandbox, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'
import { hashAt } from '../support/image-shop.ts'
import { hashOf, picture } from '../support/pictures.ts'
import { calm, expectWell } from './looking.ts'
import { addImported, makeAccount, pathOf } from './steps.ts'

/** The images of a product: edited, sent and brought back with a browser. */

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)

interface Shop {
  readonly store: Sandbox
  readonly channelId: string
  readonly productId: number
  readonly page: Page
}

/** A product with three images in a store of which images are live, opened to be edited on that channel. */
async function openMug(seed: number, name = 'Pictured mug'): Promise<Shop> {
  const store = await createSandbox({ seed, products: 2, quota: 'off' })
  const { productId } = store.merchant.addProduct({ name, sku: `MUG-${seed}`, price: 12 })
  const images = ['front', 'back', 'side'].map(view => ({ file: `${view}.png`, description: view }))
  store.merchant.setImages(productId, images)
  const channelId = await addImported(dashboard, makeAccount(store), 'Mug shop')
  const params = { channelId }
  await dashboard.api.call('PATCH /api/channels/:channelId/live', { params, body: { on: ['images'] } })
  const { page } = await dashboard.open(`${pathOf(channelId)}/products/${productId}?edit=yes`, calm)
  await editorOf(page).getByLabel('Description of image 3').waitFor()
  return { store, channelId, productId, page }
}

const editorOf = (page: Page) => page.getByRole('group', { name: 'Images', exact: true })
const descriptions = async (page: Page) => {
  const boxes = await editorOf(page)
    .getByLabel(/^Description of image/)
    .all()
  return Promise.all(boxes.map(box => box.inputValue()))
}

interface Chosen {
  readonly name: string
  readonly mimeType: string
  readonly buffer: Buffer
}

/** Chooses files as a person at the keyboard does. */
async function choose(page: Page, files: Chosen[]): Promise<void> {
  const asked = page.waitForEvent('filechooser')
  await editorOf(page).getByRole('button', { name: 'Choose files' }).press('Enter')
  await (await asked).setFiles(files)
}

/** A JPEG as this browser writes it. */
async function jpeg(page: Page): Promise<Buffer> {
  const url = await page.evaluate<string>(`(() => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 640, height: 480 })
    const pen = canvas.getContext('2d')
    pen.fillStyle = 'teal'
    pen.fillRect(0, 0, 640, 480)
    pen.fillStyle = 'orange'
    pen.fillRect(160, 120, 320, 240)
    return canvas.toDataURL('image/jpeg')
  })()`)
  return Buffer.from(url.slice(url.indexOf(',') + 1), 'base64')
}

interface StoreImage {
  readonly id: number
  readonly description: string
  readonly is_thumbnail: boolean
  readonly sort_order: number
  readonly url_zoom: string
}

/** The images of the store in their order, each with the hash of its bytes. */
async function shown({ store, productId }: Shop) {
  const { apiPath, accessToken, clientId } = makeAccount(store)
  const url = `${apiPath.replace(/\/$/, '')}/catalog/products/${productId}/images?limit=250`
  const response = await fetch(url, { headers: { 'x-auth-token': accessToken, accept: 'application/json' } })
  store.deleteAccount(clientId)
  const { data } = (await response.json()) as { data: StoreImage[] }
  const ordered = data.toSorted((a, b) => a.sort_order - b.sort_order || a.id - b.id)
  return Promise.all(
    ordered.map(async image => ({
      description: image.description,
      isThumbnail: image.is_thumbnail,
      hash: await hashAt(image.url_zoom),
    })),
  )
}

async function saveAndReview(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await page.getByText(/^\d+ changes? saved\.$/).waitFor()
  await page.getByRole('button', { name: 'Review and send' }).click()
  await page.waitForURL(url => /\/changes\/pln_/.test(url.pathname))
}

const send = async (page: Page) => {
  await page.getByRole('button', { name: 'Send 1 change to store' }).click()
  await page.getByRole('button', { name: 'Undo', exact: true }).waitFor()
}

describe('the images of a product', () => {
  it('are uploaded, moved, described, taken away and sent, and an undo brings back what was removed', async () => {
    const shop = await openMug(71)
    const { page } = shop
    const [front, back, side] = await shown(shop)
    const [png, photo] = [picture(5), await jpeg(page)]
    const editor = editorOf(page)
    await choose(page, [{ name: 'Top view.png', mimeType: 'image/png', buffer: png }])
    await editor.getByLabel('Description of image 4').waitFor()
    await choose(page, [{ name: 'photo.jpg', mimeType: 'image/jpeg', buffer: photo }])
    await editor.getByLabel('Description of image 5').fill('Photo')
    await editor.getByLabel('Description of image 4').fill('From above')
    await page.waitForFunction(
      `[...document.querySelectorAll('fieldset img')].filter(image => image.src.includes('/api/files/') && image.naturalWidth > 0).length === 2`,
    )

    // From the last place to the first by one button, which stays where the hands are.
    await editor.getByRole('button', { name: 'Move image 5 to the front by one' }).focus()
    for (let step = 0; step < 4; step += 1) await page.keyboard.press('Enter')
    expect(await descriptions(page)).toEqual(['Photo', 'front', 'back', 'side', 'From above'])
    await editor.getByRole('status').getByText('Image 2 is now number 1 of 5.').waitFor()
    expect(await focused(page)).toBe('Move image 1 to the front by one')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Enter')
    await page.keyboard.press('Enter')
    expect(await descriptions(page)).toEqual(['front', 'back', 'Photo', 'side', 'From above'])

    await editor.getByLabel('Use image 3 as thumbnail').check()
    await editor.getByRole('button', { name: 'Take away image 3' }).press('Enter')
    const away = editor.getByRole('list', { name: 'Taken away' })
    await away.getByText('Taken away: Photo').waitFor()
    expect(await focused(page)).toBe('Put back Photo')
    await page.keyboard.press('Enter')
    await away.waitFor({ state: 'detached' })
    expect(await descriptions(page)).toEqual(['front', 'back', 'Photo', 'side', 'From above'])
    expect(await editor.getByLabel('Use image 3 as thumbnail').isChecked()).toBe(true)
    expect(await focused(page)).toBe('Take away image 3')

    await editor.getByLabel('Description of image 1').fill('From the front')
    await editor.getByRole('button', { name: 'Take away image 2' }).click()
    await expectWell(page, 'images-editor')
    await saveAndReview(page)
    await page.getByText('back').first().waitFor()
    await expectWell(page, 'images-plan')
    expect(await shown(shop)).toEqual([front, back, side])

    await send(page)
    const sent = [
      { description: 'From the front', isThumbnail: false, hash: front?.hash },
      { description: 'Photo', isThumbnail: true, hash: hashOf(photo) },
      { description: 'side', isThumbnail: false, hash: side?.hash },
      { description: 'From above', isThumbnail: false, hash: hashOf(png) },
    ]
    expect(await shown(shop)).toEqual(sent)

    await page.getByRole('button', { name: 'Undo', exact: true }).click()
    const dialog = page.getByRole('dialog', { name: 'Undo what was sent?' })
    await dialog.getByRole('button', { name: 'Put it back for review' }).waitFor()
    await expectWell(page, 'images-undo')
    const { href } = new URL(page.url())
    await dialog.getByRole('button', { name: 'Put it back for review' }).click()
    await page.waitForURL(url => /\/changes\/pln_/.test(url.pathname) && url.href !== href)
    await send(page)
    expect(await shown(shop)).toEqual([front, back, side])
    await shop.store.close()
  })

  it('say in words which files are not taken, and keep the others', async () => {
    const shop = await openMug(72)
    const { page } = shop
    const editor = editorOf(page)
    const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
    await choose(page, [
      { name: 'logo.png', mimeType: 'image/png', buffer: svg },
      { name: 'poster.png', mimeType: 'image/png', buffer: Buffer.concat([picture(9), Buffer.alloc(8 * 2 ** 20)]) },
      { name: 'terms.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') },
      { name: 'top.png', mimeType: 'image/png', buffer: picture(9) },
    ])
    const line = (name: string) => editor.getByRole('listitem').filter({ hasText: name })
    await line('logo.png')
      .getByRole('alert')
      .getByText(/This is no JPEG, PNG, GIF, WebP or BMP file/)
      .waitFor()
    await line('poster.png').getByRole('alert').getByText('It is larger than 8 MB: make it smaller.').waitFor()
    await line('terms.pdf').getByRole('alert').waitFor()
    await editor.getByLabel('Description of image 4').waitFor()
    expect(await descriptions(page)).toHaveLength(4)
    await expectWell(page, 'images-refused')
    for (const name of ['logo.png', 'poster.png', 'terms.pdf']) {
      await line(name).getByRole('button', { name: 'Dismiss' }).click()
      await line(name).waitFor({ state: 'detached' })
    }
    // The same picture twice is one image.
    await choose(page, [{ name: 'again.png', mimeType: 'image/png', buffer: picture(9) }])
    await editor.getByText('again.png').waitFor({ state: 'detached' })
    expect(await descriptions(page)).toHaveLength(4)
    // What is discarded leaves nothing to put back.
    await editor.getByRole('button', { name: 'Take away image 1' }).click()
    await page.getByRole('button', { name: 'Discard' }).click()
    await editor.getByRole('list', { name: 'Taken away' }).waitFor({ state: 'detached' })
    expect(await descriptions(page)).toEqual(['front', 'back', 'side'])
    await shop.store.close()
  })
})

/** The name of what has the focus. */
function focused(page: Page): Promise<string | null> {
  return page.evaluate<string | null>(
    'document.activeElement.getAttribute("aria-label") ?? document.activeElement.tagName',
  )
}
