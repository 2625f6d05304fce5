import type { Call, Route } from '../call.ts'
import { idAt, notFound } from '../call.ts'
import type { ContentPage } from '../durable.ts'
import { json, v2List } from '../http/answer.ts'
import { pageOf, rowsOf } from '../query/paging.ts'
import { v3ListRoute, v3OneRoute } from './list.ts'

const scope = 'store_v2_content'

const pages = ({ store }: Call) => store.keeper.state.pages

/** V3 shows the body only where it is asked for. */
function shown(page: ContentPage, { query }: Call): object {
  const { body, ...rest } = page
  return query.someOf('include', ['body']).length > 0 ? { ...rest, body } : rest
}

/** V2 (deprecated by the platform) has texts where V3 has nulls, and always sends the body. */
function v2Page(page: ContentPage) {
  return {
    id: page.id,
    channel_id: page.channel_id,
    name: page.name,
    meta_title: page.meta_title ?? '',
    email: '',
    body: page.body,
    is_visible: page.is_visible,
    parent_id: page.parent_id,
    sort_order: page.sort_order,
    meta_keywords: page.meta_keywords ?? '',
    type: page.type,
    contact_fields: '',
    meta_description: page.meta_description ?? '',
    is_homepage: page.is_homepage,
    layout_file: 'page.html',
    is_customers_only: page.is_customers_only,
    search_keywords: page.search_keywords ?? '',
    has_mobile_version: false,
    mobile_body: '',
    content_type: 'text/html',
    url: page.url,
    link: '',
  }
}

export const contentRoutes: readonly Route[] = [
  v3ListRoute<ContentPage>({
    path: '/v3/content/pages',
    scope,
    rows: pages,
    fields: {
      id: { kind: 'integer', read: page => page.id },
      channel_id: { kind: 'integer', read: page => page.channel_id },
      name: { kind: 'text', read: page => page.name },
    },
    show: shown,
  }),
  v3OneRoute({
    path: '/v3/content/pages/{id}',
    scope,
    what: 'A page with this id',
    row: call => {
      const id = idAt(call, 0, 'A page with this id')
      const page = pages(call).find(one => one.id === id)
      return page === undefined ? undefined : shown(page, call)
    },
  }),
  {
    method: 'GET',
    path: '/v2/pages',
    scope,
    answer: call => v2List(rowsOf(pages(call), pageOf(call.query)).map(v2Page)),
  },
  {
    method: 'GET',
    path: '/v2/pages/{id}',
    scope,
    answer: call => {
      const id = idAt(call, 0)
      const page = pages(call).find(one => one.id === id)
      if (page === undefined) throw notFound('v2')
      return json(200, v2Page(page))
    },
  },
]
