import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import { shoot } from '../support/browser.ts'

/** How a page is looked at: at two widths, light and dark, whether it fits, can be read, and names every control. */

const widths = [1440, 390] as const
const schemes = ['light', 'dark'] as const
/** For visits whose pages are looked at: nothing on them moves for long. */
export const calm = { reducedMotion: 'reduce' } as const

/** What is wrong with the page as it stands, in lines; empty where it looks well. */
async function faultsOf(page: Page, name: string): Promise<string[]> {
  const faults: string[] = []
  for (const width of widths) {
    await page.setViewportSize({ width, height: width === 390 ? 844 : 900 })
    const names = unnamedIn(await page.locator('body').ariaSnapshot())
    faults.push(...names.map(line => `${name} ${width}: without a name: ${line}`))
    for (const colorScheme of schemes) {
      await page.emulateMedia({ ...calm, colorScheme })
      await settled(page)
      const where = `${name} ${width} ${colorScheme}`
      const over = await page.evaluate<number>(
        'Math.max(document.documentElement.scrollWidth, document.body.scrollWidth) - innerWidth',
      )
      if (over > 0) faults.push(`${where}: ${over} px wider than the window`)
      const cut = await page.evaluate<string[]>(cutOff)
      faults.push(...cut.map(words => `${where}: beyond the edge of the window: ${words}`))
      faults.push(
        ...(await axeFaults(page, colorScheme === 'light' ? 'all' : 'colors')).map(line => `${where}: ${line}`),
      )
      await shoot(page, `${name}-${width}-${colorScheme}`)
    }
  }
  await page.setViewportSize({ width: 1440, height: 900 })
  await page.emulateMedia({ ...calm, colorScheme: 'light' })
  await settled(page)
  return faults
}

/** Waits until the new width and colors are there and nothing moves any more. */
export async function settled(page: Page): Promise<void> {
  const isCalm = await page.evaluate<boolean>(`new Promise(done => {
    let calm = 0
    let frames = 0
    const look = () => {
      calm = document.getAnimations().some(one => one.playState === 'running') ? 0 : calm + 1
      frames += 1
      if (calm >= 5 || frames >= 600) done(calm >= 5)
      else requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
  })`)
  if (!isCalm) throw new Error('Something on the page keeps moving although less motion is asked for')
}

/** Words that stand beyond the right edge, where no scrolling leads: a frame around them may hide that they overflow. */
const cutOff = `(() => {
  const found = []
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  const canScroll = element => /auto|scroll/.test(getComputedStyle(element).overflowX) && element !== document.body
  while (texts.nextNode()) {
    const words = texts.currentNode.data.trim()
    if (words === '') continue
    const range = document.createRange()
    range.selectNodeContents(texts.currentNode)
    const { right, width } = range.getBoundingClientRect()
    if (width < 1 || right <= innerWidth + 1) continue
    let around = texts.currentNode.parentElement
    let isMeant = false
    for (; around && around !== document.body; around = around.parentElement) {
      const { clipPath, textOverflow } = getComputedStyle(around)
      if (canScroll(around) || clipPath !== 'none' || textOverflow === 'ellipsis') isMeant = true
    }
    if (!isMeant) found.push(words)
  }
  return found
})()`

/** Between light and dark only the colors differ, so that the other rules need not be gone through twice. */
export async function axeFaults(page: Page, rules: 'all' | 'colors' = 'all'): Promise<string[]> {
  if (!(await page.evaluate<boolean>('"axe" in globalThis'))) await page.evaluate(axe.source)
  const options = { resultTypes: ['violations'], ...(rules === 'colors' && { runOnly: ['color-contrast'] }) }
  const violations = await page.evaluate<axe.Result[]>(
    `axe.run(document, ${JSON.stringify(options)}).then(found => found.violations)`,
  )
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) => nodes.map(node => `${id} at ${node.target.join(' ')}: ${node.failureSummary}`))
}

/** The controls of an accessibility tree that a screen reader could only call by what they are. */
function unnamedIn(snapshot: string): string[] {
  const control =
    /^\s*- (?:button|link|textbox|searchbox|checkbox|radio|combobox|listbox|slider|spinbutton|switch|tab|menuitem\w*)(?: \[[^\]]*\])*:?$/
  return snapshot.split('\n').filter(line => control.test(line))
}

export async function expectWell(page: Page, name: string): Promise<void> {
  expect(await faultsOf(page, name)).toEqual([])
}
