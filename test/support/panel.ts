import type { Sandbox } from '../../src/sandbox/bigcommerce/index.ts'

/** A page of the panel as it came. */
export interface PanelPage {
  readonly status: number
  /** Where a form leads that took effect. */
  readonly to: string | null
  readonly headers: Headers
  readonly text: string
}

/** Somebody who looks at the pages of a store and sends their forms, as a browser without scripts would, cookies kept. */
export interface PanelVisitor {
  show(path: string, init?: RequestInit): Promise<PanelPage>
  /** Sends a form with the token that all forms of the panel carry, unless `fields` has another. */
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<PanelPage>
}

export function visitPanel(sandbox: Pick<Sandbox, 'panelUrl'>): PanelVisitor {
  const cookies = new Map<string, string>()
  const show: PanelVisitor['show'] = async (path, init = {}) => {
    const headersSent = new Headers(init.headers)
    if (cookies.size > 0) headersSent.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const response = await fetch(sandbox.panelUrl + path, { redirect: 'manual', ...init, headers: headersSent })
    for (const line of response.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    const { status, headers } = response
    return { status, to: headers.get('location'), headers, text: await response.text() }
  }
  return {
    show,
    async post(path, fields, headers = {}) {
      const { text } = await show('settings/api-accounts/new')
      const token = /name="form_token" value="([^"]+)"/.exec(text)?.[1] ?? ''
      return show(path, { method: 'POST', body: new URLSearchParams({ form_token: token, ...fields }), headers })
    },
  }
}

/** What a piece of a page says, without the markup. */
export const plain = (markup: string) => markup.replaceAll(/<[^>]*>/g, '').trim()

/** The rows of the first list of a page, each as the text of its cells. */
export function rowsOf({ text }: PanelPage): string[][] {
  const body = /<table class="list">.*?<tbody>(.*?)<\/tbody>/s.exec(text)?.[1] ?? ''
  return body
    .split('</tr>')
    .slice(0, -1)
    .map(row => [...row.matchAll(/<t[hd][^>]*>(.*?)<\/t[hd]>/gs)].map(cell => plain(cell[1] ?? '')))
}

/** What is said at a field that can't be used. */
export const errorAt = ({ text }: PanelPage, field: string) =>
  plain(new RegExp(`id="${field}-error">(.*?)</p>`, 's').exec(text)?.[1] ?? '')

/** What is said above the forms of a page that did nothing. */
export const summaryOf = ({ text }: PanelPage) => plain(/<div class="summary"[^>]*>(.*?)<\/div>/s.exec(text)?.[1] ?? '')

export const typedIn = ({ text }: PanelPage, field: string) =>
  new RegExp(`id="${field}" name="[^"]*" value="([^"]*)"`).exec(text)?.[1]
