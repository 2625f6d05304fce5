import type { CatalogReader } from '../../src/connector/catalog.ts'
import type { CatalogWriter } from '../../src/connector/writer.ts'
import { bigcommerce } from '../../src/connectors/bigcommerce/connector.ts'
import { budgetedFetch } from '../../src/engine/budgeted-fetch.ts'
import { RateBudgets } from '../../src/engine/rate-budget.ts'
import { openTransport } from '../../src/engine/transport.ts'
import { systemClock } from '../../src/runtime/clock.ts'
import { type AccountCredentials, allScopes, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'

/** A writer of a sandbox store whose channel is live, with the reader beside it. */
export interface SandboxWriter {
  readonly account: AccountCredentials
  readonly writer: CatalogWriter
  readonly reader: CatalogReader
  close(): Promise<void>
}

/** `mayWrite` is the gate, asked before each write. */
export function openSandboxWriter(store: Sandbox, mayWrite: () => boolean = () => true): SandboxWriter {
  const account = store.createAccount({ name: 'Cartwright', scopes: allScopes })
  const { apiPath, clientId, accessToken } = account
  const { settings, secrets } = bigcommerce.parseConnection({ storeHash: apiPath, clientId, accessToken })
  const clock = systemClock
  const transport = openTransport({ clock })
  const stop = new AbortController()
  const fetch = budgetedFetch({
    budget: new RateBudgets({ clock, random: () => 0.5 }).of('store'),
    transport,
    clock,
    random: () => 0.5,
    lane: 'content',
    patience: 'person',
    readQuota: bigcommerce.readQuota,
    writing: async () => (mayWrite() ? null : { reason: 'stopped', sentence: 'All writing is stopped.' }),
    signal: stop.signal,
  })
  const session = bigcommerce.open(settings, secrets, { fetch, clock, signal: stop.signal })
  const { writer, catalog } = session
  if (writer === undefined || catalog === undefined) throw new Error('A store of BigCommerce can be read and written')
  return {
    account,
    writer,
    reader: catalog,
    close: async () => {
      stop.abort(new Error('The test is over'))
      await transport.close()
    },
  }
}
