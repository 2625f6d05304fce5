import type { Readable } from 'node:stream'
import type { Sandbox } from '../sandbox.ts'
import type { Store } from '../store.ts'
import { type Html, html } from './html.ts'
import type { Place } from './menu.ts'

/** A page of the panel as an answer. */
export interface View {
  readonly status?: number
  readonly title: string
  /** The place in the menu that it belongs to. */
  readonly place: Place
  readonly body: Html
}

/** A page of a storefront as an answer, with what its frame shows. */
export interface ShopView {
  readonly status?: number
  readonly title: string
  readonly body: Html
  readonly shop: {
    readonly channelId: number
    readonly place: 'catalog' | 'cart' | 'orders'
    readonly cartCount: number
  }
}

/** What a form leads to that takes the whole store along. */
interface Download {
  readonly download: Readable
}

/** Where a form leads that took effect, and what the browser keeps of it. */
export interface Redirect {
  readonly to: string
  readonly cookies?: Readonly<Record<string, string>>
}

export type PageAnswer = View | ShopView | Redirect | Download

/** What a page is made from. */
export interface PanelCall {
  readonly sandbox: Sandbox
  readonly store: Store
  readonly query: URLSearchParams
  /** What was typed; empty unless a form was sent. */
  readonly fields: URLSearchParams
  /** What stands at the variable parts of the path. */
  readonly params: readonly string[]
  /** The store as it is now, as the bytes of a snapshot. */
  readonly download: () => Readable
  /** What every form carries as `form_token`. */
  readonly formToken: string
  /** What the browser kept. */
  readonly cookies: ReadonlyMap<string, string>
}

export interface PanelRoute {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly answer: (call: PanelCall) => PageAnswer
}

const notFoundBody = html`<h1>Page not found</h1><p class="lead">There is no such page in this panel.</p><p><a href="/">To the first page</a></p>`

export const notFound: View = { status: 404, title: 'Page not found', place: 'home', body: notFoundBody }

/** The number at a variable part of the path; NaN where there is none, which is the number of nothing. */
export function numberAt({ params }: PanelCall, at: number): number {
  const text = params[at] ?? ''
  return /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN
}
