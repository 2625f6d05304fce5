import { exchangePage, forgottenPage, requestsPage } from './requests-page.ts'
import type { PanelRoute } from './route.ts'
import { numberAt } from './route.ts'

const path = '/requests'
const place = 'requests'

export const requestRoutes: readonly PanelRoute[] = [
  {
    method: 'GET',
    path,
    answer: ({ sandbox, store, query, formToken }) => ({
      title: 'Requests',
      place,
      body: requestsPage(sandbox.journal, store, query, formToken),
    }),
  },
  {
    method: 'POST',
    path: `${path}/forget`,
    answer: ({ sandbox }) => {
      sandbox.journal.clear()
      return { to: `${path}?forgotten` }
    },
  },
  {
    method: 'GET',
    path: `${path}/{number}`,
    answer: call => {
      const number = numberAt(call, 0)
      const exchange = call.sandbox.journal.exchanges.find(one => one.number === number)
      if (exchange === undefined) return { status: 404, title: 'Request not kept', place, body: forgottenPage }
      return { title: `Request ${number}`, place, body: exchangePage(exchange) }
    },
  },
]
