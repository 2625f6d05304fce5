import { z } from 'zod'
import type { Call, Route } from '../call.ts'
import { changedPageOf, newPageOf } from '../content/input.ts'
import { pagesMost, put, without } from '../content/pages.ts'
import type { ContentPage } from '../durable.ts'
import type { Answer } from '../http/answer.ts'
import { data, json, noContent, problemType, Refusal } from '../http/answer.ts'
import { checkBatch } from '../http/input.ts'
import type { FilterFields } from '../query/filters.ts'
import { filtersOf, keep } from '../query/filters.ts'
import { v3ListRoute } from './list.ts'

const scope = 'store_v2_content'
const path = '/v3/content/pages'
const pathOfOne = `${path}/{id}`

const fields: FilterFields<ContentPage> = {
  id: { kind: 'integer', read: page => page.id },
  channel_id: { kind: 'integer', read: page => page.channel_id },
  name: { kind: 'text', read: page => page.name },
}

/** Guess: what other lists take and this one doesn't. */
const ofOtherLists = ['sort', 'direction', 'include_fields', 'exclude_fields', 'before', 'after'] as const

/** Documented: `name:like` finds what has the text in its name or its body. */
function found({ query, store }: Call): readonly ContentPage[] {
  const text = query.text('name:like')?.toLowerCase() ?? ''
  return keep(store.pages.all, filtersOf(query.without(['name:like']), fields, store.clock.now())).filter(
    ({ name, body }) => name.toLowerCase().includes(text) || body.toLowerCase().includes(text),
  )
}

/** Documented: what other lists of the platform take and this one doesn't is refused with 400, though not in which words. */
function listed(call: Call): readonly ContentPage[] {
  const lost = ofOtherLists.find(name => call.query.names.includes(name))
  if (lost !== undefined) throw new Refusal(400, `The query parameter ${lost} is not supported`)
  return found(call)
}

const described = ['url', 'meta_title', 'meta_keywords', 'meta_description', 'search_keywords'] as const
const typed: Readonly<Record<ContentPage['type'], readonly (keyof ContentPage)[]>> = {
  page: described,
  blog: described,
  contact_form: [...described, 'contact_fields', 'email'],
  raw: ['url', 'search_keywords', 'content_type'],
  link: ['link'],
}

/** Each type has fields of its own (documented); the body is shown only where it is asked for, and a link has none. */
function shown(page: ContentPage, { query }: Call): object {
  const { id, channel_id, name, type, is_visible, parent_id, sort_order, is_homepage, is_customers_only } = page
  const wanted = query.someOf('include', ['body']).length > 0 && type !== 'link'
  const row = { contact_fields: '', email: '', content_type: 'text/html', link: '', ...page }
  return {
    ...{ id, channel_id, name, type, is_visible, parent_id, sort_order, is_homepage, is_customers_only },
    ...Object.fromEntries(typed[type].map(field => [field, row[field]])),
    ...(wanted && { body: page.body }),
  }
}

/** The documented body of a refusal, whose words are in `detail`. */
const invalid = (detail: string): Answer => ({
  ...json(422, { status: 422, title: 'Input is invalid', type: problemType, detail }),
  type: 'application/problem+json',
})

const unknown = (id: number) => new Refusal(404, `A Page was not found with an ID of ${id}`)

/** Answers by the page of the path. Documented: an id that is no number is refused with 422. */
function atPage(call: Call, pages: readonly ContentPage[], answer: (page: ContentPage) => Answer): Answer {
  const [text = ''] = call.params
  if (!/^\d{1,15}$/.test(text)) {
    return {
      ...json(422, { status: 422, title: 'Invalid Input.', type: problemType, errors: [text] }),
      type: 'application/problem+json',
    }
  }
  const page = pages.find(one => one.id === Number(text))
  if (page === undefined) throw unknown(Number(text))
  return answer(page)
}

/** Documented: of several pages those that are right are made, also where others are refused. */
function create(call: Call): Answer {
  const { pages } = call.store
  checkBatch(call.body, pagesMost)
  const bodies: readonly unknown[] = Array.isArray(call.body) ? call.body : [call.body]
  let all = pages.all
  let id = pages.nextId
  const made: number[] = []
  const faults: string[] = []
  for (const body of bodies) {
    const draft = newPageOf(call.store, all, id, body)
    if ('fault' in draft) {
      faults.push(draft.fault)
      continue
    }
    all = put(all, draft.page)
    made.push(id)
    id += 1
  }
  if (made.length > 0) pages.save(all)
  if (faults[0] !== undefined) return invalid(faults[0])
  const rows = all.filter(page => made.includes(page.id)).map(page => shown(page, call))
  return json(201, { data: Array.isArray(call.body) ? rows : rows[0], meta: {} })
}

/** Guess: several changes are made together or not at all. */
function changeAll(call: Call): Answer {
  const { pages } = call.store
  checkBatch(call.body, pagesMost)
  const bodies: readonly unknown[] = Array.isArray(call.body) ? call.body : [call.body]
  let all = pages.all
  const ids: number[] = []
  for (const body of bodies) {
    const target = z.object({ id: z.int() }).safeParse(body)
    if (!target.success) return invalid('missing the required field: id')
    const { id } = target.data
    const old = all.find(page => page.id === id)
    if (old === undefined) throw unknown(id)
    const draft = changedPageOf(call.store, all, old, body)
    if ('fault' in draft) return invalid(draft.fault)
    all = put(all, draft.page)
    ids.push(id)
  }
  if (ids.length > 0) pages.save(all)
  return data(ids.flatMap(id => pages.get(id) ?? []).map(page => shown(page, call)))
}

function change(call: Call): Answer {
  const { pages } = call.store
  return atPage(call, pages.all, old => {
    const draft = changedPageOf(call.store, pages.all, old, call.body)
    if ('fault' in draft) return invalid(draft.fault)
    pages.save(put(pages.all, draft.page))
    return data(shown(draft.page, call))
  })
}

/** Documented: pages that are there are deleted, also where others are not. */
function removeAll({ query, store }: Call): Answer {
  const ids = query.integers('id:in')
  if (ids.length === 0) return invalid('missing the required field: id')
  const { pages } = store
  const there = new Set(ids.filter(id => pages.get(id) !== undefined))
  const lost = ids.find(id => !there.has(id))
  if (there.size > 0) pages.save(without(pages.all, there, query.boolean('delete_children') ?? false))
  if (lost !== undefined) throw unknown(lost)
  return noContent
}

export const contentRoutes: readonly Route[] = [
  v3ListRoute<ContentPage>({ path, scope, rows: listed, show: shown }),
  { method: 'POST', path, scope, answer: create },
  { method: 'PUT', path, scope, answer: changeAll },
  { method: 'DELETE', path, scope, answer: removeAll },
  {
    method: 'GET',
    path: pathOfOne,
    scope,
    // Documented: a page that the filters of the list don't find is not found here either.
    answer: call => atPage(call, found(call), page => data(shown(page, call))),
  },
  { method: 'PUT', path: pathOfOne, scope, answer: change },
  {
    method: 'DELETE',
    path: pathOfOne,
    scope,
    answer: call =>
      atPage(call, call.store.pages.all, ({ id }) => {
        call.store.pages.save(without(call.store.pages.all, new Set([id]), false))
        return noContent
      }),
  },
]
