import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import type { PageDraft } from '../content/input.ts'
import { changedPageOf, newPageOf } from '../content/input.ts'
import { put, without } from '../content/pages.ts'
import type { ContentPage } from '../durable.ts'
import type { Answer } from '../http/answer.ts'
import { json, noContent, Refusal, v2List } from '../http/answer.ts'
import { pageOf, rowsOf } from '../query/paging.ts'

const scope = 'store_v2_content'
const path = '/v2/pages'
const pathOfOne = `${path}/{id}`

/** V2 (deprecated by the platform) has texts where V3 has nulls, and always sends the body. */
function shown(page: ContentPage) {
  return {
    id: page.id,
    channel_id: page.channel_id,
    name: page.name,
    meta_title: page.meta_title ?? '',
    email: page.email ?? '',
    body: page.body,
    is_visible: page.is_visible,
    parent_id: page.parent_id,
    sort_order: page.sort_order,
    meta_keywords: page.meta_keywords ?? '',
    type: page.type,
    contact_fields: page.contact_fields ?? '',
    meta_description: page.meta_description ?? '',
    is_homepage: page.is_homepage,
    layout_file: 'page.html',
    is_customers_only: page.is_customers_only,
    search_keywords: page.search_keywords ?? '',
    has_mobile_version: false,
    mobile_body: '',
    content_type: page.content_type ?? 'text/html',
    url: page.url,
    link: page.link ?? '',
  }
}

function pageAt(call: Call): ContentPage {
  const page = call.store.pages.get(idAt(call, 0))
  if (page === undefined) throw notFound('v2')
  return page
}

function save({ store }: Call, draft: PageDraft): Answer {
  if ('fault' in draft) throw new Refusal(400, `The page is invalid: ${draft.fault}.`)
  store.pages.save(put(store.pages.all, draft.page))
  return json(200, shown(draft.page))
}

/** Documented: V2 leaves a page in its channel. */
function change(call: Call): Answer {
  const { pages } = call.store
  const old = pageAt(call)
  const body =
    typeof call.body === 'object' && call.body !== null ? { ...call.body, channel_id: old.channel_id } : call.body
  return save(call, changedPageOf(call.store, pages.all, old, body))
}

export const pageRoutesOfV2: readonly Route[] = [
  {
    method: 'GET',
    path,
    scope,
    answer: ({ query, store }) => v2List(rowsOf(store.pages.all, pageOf(query)).map(shown)),
  },
  {
    method: 'POST',
    path,
    scope,
    answer: call => save(call, newPageOf(call.store, call.store.pages.all, call.store.pages.nextId, call.body)),
  },
  { method: 'GET', path: pathOfOne, scope, answer: call => json(200, shown(pageAt(call))) },
  { method: 'PUT', path: pathOfOne, scope, answer: change },
  {
    method: 'DELETE',
    path: pathOfOne,
    scope,
    answer: call => {
      const { pages } = call.store
      pages.save(without(pages.all, new Set([pageAt(call).id]), false))
      return noContent
    },
  },
]
