import type { CatalogReader } from '../../src/connector/catalog.ts'
import { bigcommerce } from '../../src/connectors/bigcommerce/connector.ts'
import { Stores } from '../../src/engine/stores.ts'
import { openTransport } from '../../src/engine/transport.ts'
import { type Clock, systemClock } from '../../src/runtime/clock.ts'
import { type AccountCredentials, allScopes, type Sandbox } from '../../src/sandbox/bigcommerce/index.ts'

interface ReaderOptions {
  /** For the pauses between requests; the network itself takes the machine's time. */
  readonly clock: Clock
  /** Less than a real page holds, so that small stores have several. */
  readonly pageMost?: number
}

const accounts = new WeakMap<Sandbox, AccountCredentials>()

/** The account of the hub in a store: the same each time, as a store has no more than fifty. */
export function accountIn(store: Sandbox): AccountCredentials {
  const account = accounts.get(store) ?? store.createAccount({ name: 'Cartwright', scopes: allScopes })
  accounts.set(store, account)
  return account
}

/** Reads a sandbox store as a hub does that was just started: with a budget that knows nothing, and its own connections. */
export async function withReader<T>(
  store: Sandbox,
  { clock, pageMost }: ReaderOptions,
  work: (reader: CatalogReader, stop: AbortController) => Promise<T>,
): Promise<T> {
  const { apiPath, clientId, accessToken } = accountIn(store)
  const { settings, secrets } = bigcommerce.parseConnection({ storeHash: apiPath, clientId, accessToken })
  const stop = new AbortController()
  const transport = openTransport({ clock: systemClock })
  const stores = new Stores({ transport, clock, random: Math.random, userAgent: 'Test', signal: stop.signal })
  try {
    const { catalog } = stores.open(bigcommerce, settings, secrets, { lane: 'content', patience: 'machine' })
    if (catalog === undefined) throw new Error('A store of BigCommerce has a catalog')
    return await work(pageMost === undefined ? catalog : { ...catalog, pageMost }, stop)
  } finally {
    stop.abort(new Error('The test is over'))
    await transport.close()
  }
}
