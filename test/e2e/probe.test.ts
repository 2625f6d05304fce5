import { it } from 'vitest'
import { chromiumForFile, dashboardForFile } from '../support/browser.ts'

const browser = chromiumForFile()
const dashboard = dashboardForFile(browser)
it('probe', async () => {
  for (const to of ['//evil.example/', 'https://evil.example/', '/\\evil.example', 'javascript:alert(1)']) {
    const { page } = await dashboard.open('/')
    page.on('request', r => {
      if (r.isNavigationRequest()) console.log('NAV', r.url())
    })
    await page
      .goto(new URL(`/sign-in?to=${encodeURIComponent(to)}`, dashboard.hub.url).href)
      .catch(e => console.log(e.message))
    await page.waitForTimeout(1500)
    console.log(to, '=>', page.url())
  }
})
