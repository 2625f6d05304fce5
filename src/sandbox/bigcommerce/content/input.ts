import { z } from 'zod'
import { defaultChannelId } from '../channels/channels.ts'
import type { ContentPage } from '../durable.ts'
import { definedOf, pageAddress, readAs } from '../http/input.ts'
import type { Store } from '../store.ts'
import { below, pagesMost } from './pages.ts'

const types = ['page', 'raw', 'contact_form', 'link', 'blog'] as const
const contactField = z.enum(['fullname', 'phone', 'companyname', 'orderno', 'rma'])

const changes = z.object({
  name: z.string().min(1).max(100).optional(),
  type: z.enum(types).optional(),
  channel_id: z.int().optional(),
  parent_id: z.int().optional(),
  is_visible: z.boolean().optional(),
  is_homepage: z.boolean().optional(),
  is_customers_only: z.boolean().optional(),
  sort_order: z.int().optional(),
  url: pageAddress.optional(),
  // Null empties it: what has no body is sent with an empty one.
  body: z
    .string()
    .nullable()
    .transform(text => text ?? '')
    .optional(),
  meta_title: z.string().nullable().optional(),
  meta_keywords: z.string().nullable().optional(),
  meta_description: z.string().nullable().optional(),
  search_keywords: z.string().nullable().optional(),
  contact_fields: z
    .string()
    .refine(list => list === '' || list.split(',').every(name => contactField.safeParse(name.trim()).success))
    .optional(),
  email: z.string().max(255).optional(),
  link: z.string().optional(),
  content_type: z.enum(['text/html', 'text/javascript', 'application/json']).optional(),
})

const newPage = changes.required({ name: true, type: true })

/** The first thing that is wrong with a body, in the documented words where they are known. */
function detailOf(error: z.ZodError, body: unknown): string {
  const [{ path, message } = { path: [], message: 'no object' }] = error.issues
  const [name = 'body'] = path.map(String)
  const isMissing = typeof body === 'object' && body !== null && !Object.hasOwn(body, name)
  return isMissing && path.length > 0 ? `missing the required field: ${name}` : `${name}: ${message}`
}

/** Guess: the address of a page that says none is made of its name; its id keeps two of like names apart. */
function addressOf(pages: readonly ContentPage[], { id, name, channel_id }: Named): string {
  const words = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
  const address = `/${words === '' ? 'page' : words}`
  const isTaken = pages.some(other => other.channel_id === channel_id && other.url === `${address}/`)
  return isTaken ? `${address}-${id}/` : `${address}/`
}

type Named = Pick<ContentPage, 'id' | 'name' | 'channel_id'>

/** What a page would become, or what is wrong with that. */
export type PageDraft = { readonly page: ContentPage } | { readonly fault: string }

/** A page that is new, among those that are there. */
export function newPageOf(store: Store, pages: readonly ContentPage[], id: number, body: unknown): PageDraft {
  const read = readAs(newPage, body)
  if (!read.success) return { fault: detailOf(read.error, body) }
  if (pages.length >= pagesMost) return { fault: `A store has at most ${pagesMost} pages` }
  if (read.data.type === 'blog') return { fault: 'type: a blog is made in the control panel only' }
  const { name, type, channel_id = defaultChannelId, ...rest } = definedOf(read.data)
  const page: ContentPage = {
    id,
    channel_id,
    name,
    type,
    is_visible: true,
    parent_id: 0,
    sort_order: 0,
    is_homepage: false,
    is_customers_only: false,
    url: type === 'link' ? '' : addressOf(pages, { id, name, channel_id }),
    meta_title: '',
    meta_keywords: '',
    meta_description: '',
    search_keywords: '',
    body: '',
    ...rest,
  }
  return checked(store, pages, page, rest.body !== undefined)
}

/** A page with changes; the page itself where there are none. `body` may have an id, which is not looked at. */
export function changedPageOf(store: Store, pages: readonly ContentPage[], old: ContentPage, body: unknown): PageDraft {
  const read = readAs(changes, body)
  if (!read.success) return { fault: detailOf(read.error, body) }
  if (read.data.type === 'blog' && old.type !== 'blog')
    return { fault: 'type: a blog is made in the control panel only' }
  const given = definedOf(read.data)
  if (Object.entries(given).every(([name, value]) => old[name as keyof typeof given] === value)) return { page: old }
  // A page that is raw has a body, though it may be empty.
  const hasBody = old.type === 'raw' || old.body !== '' || given.body !== undefined
  return checked(store, pages, { ...old, ...given }, hasBody)
}

function checked(store: Store, pages: readonly ContentPage[], page: ContentPage, hasBody: boolean): PageDraft {
  if (page.type === 'raw' && !hasBody) return { fault: 'missing the required field: body' }
  if (page.type === 'link' && (page.link ?? '') === '') return { fault: 'missing the required field: link' }
  if (!store.channels.has(page.channel_id)) return { fault: 'channel_id: names no channel of the store' }
  if (page.parent_id !== 0 && !canBeBelow(pages, page)) return { fault: 'parent_id: can not be the parent' }
  const taken = takenBy(pages, page)
  return taken === undefined ? { page } : { fault: `${taken}: must be unique` }
}

/** Whether the parent is there, and neither the page itself nor below it. */
function canBeBelow(pages: readonly ContentPage[], { id, parent_id }: ContentPage): boolean {
  if (!pages.some(other => other.id === parent_id)) return false
  return parent_id !== id && !below(pages, new Set([id])).has(parent_id)
}

/** Documented: name and e-mail address are unique. Guess: in their channel, and so is the address of the page. */
function takenBy(pages: readonly ContentPage[], page: ContentPage): 'name' | 'email' | 'url' | undefined {
  const isOther = ({ id, channel_id }: ContentPage) => id !== page.id && channel_id === page.channel_id
  return (['name', 'email', 'url'] as const).find(field => {
    const value = page[field] ?? ''
    return value !== '' && pages.some(other => other[field] === value && isOther(other))
  })
}
