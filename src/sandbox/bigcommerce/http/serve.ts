import type { Readable } from 'node:stream'
import type { Chance } from '../chance.ts'
import type { FaultRule } from '../faults.ts'
import { Panel } from '../panel/panel.ts'
import type { Sandbox } from '../sandbox.ts'
import { StaleReads } from '../stale.ts'
import type { Store } from '../store.ts'
import type { Answer } from './answer.ts'
import type { Api } from './api.ts'
import { serveControl } from './control.ts'
import { serveApi } from './exchange.ts'
import { isOwnRequest } from './own-page.ts'
import { servePicture } from './pictures.ts'
import type { Serve } from './server.ts'

/** Leads each request to the API, the control API, the pictures or the panel. */
export function serveSandbox(parts: {
  readonly sandbox: Sandbox
  readonly store: Store
  readonly api: Api
  readonly chance: Chance
  readonly closed: AbortSignal
  /** The store as it is now, as the bytes of a snapshot. */
  readonly download: () => Readable
  readonly shift: (rule: FaultRule, answer: Answer) => void
}): Serve {
  const { sandbox, store, download, ...rest } = parts
  const surroundings = { ...rest, clock: sandbox.clock, journal: sandbox.journal, stale: new StaleReads() }
  const panel = new Panel(sandbox, store, download)
  const own = new URL(sandbox.url)
  return async (request, response) => {
    const url = request.url ?? '/'
    if (url.startsWith('/stores/')) return serveApi(request, response, surroundings)
    if (url.startsWith('/_images/')) {
      return servePicture(url.split('?')[0] ?? '', request.headers.accept ?? '', response, store)
    }
    if (!isOwnRequest(request, own)) {
      response.writeHead(403, { 'Content-Type': 'text/plain' })
      response.end(`The panel of the sandbox store answers only at ${sandbox.url}, and to no page of another site.\n`)
      return
    }
    if (url.startsWith('/_control/')) return serveControl(request, response, sandbox, download)
    return panel.serve(request, response)
  }
}
