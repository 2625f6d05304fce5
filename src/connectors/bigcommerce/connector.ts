import type { ChannelSession, Connector, ConnectorTools, Pulse, Secrets } from '../../connector/connector.ts'
import { HubError } from '../../runtime/errors.ts'
import { readApiAddress } from './api-address.ts'
import { openCatalogReader } from './catalog/reader.ts'
import { openCatalogWriter } from './catalog/writer.ts'
import { wasRead } from './client/answer.ts'
import { openStoreApi } from './client/request.ts'
import { StoreReads } from './client/store-reads.ts'
import { credentialRows } from './doctor/credentials.ts'
import { findStanding } from './doctor/standing.ts'
import { runDoctor } from './doctor.ts'
import { pictureFetcher } from './images/fetch-picture.ts'
import { readQuota } from './quota.ts'
import { accessTokenRequired, type BigCommerceSettings, parseConnection } from './settings.ts'
import { readStoreAddress } from './store-address.ts'
import { readProfile } from './store-profile.ts'

/** A BigCommerce store with the V2 and V3 API, through a store-level API account. */
export const bigcommerce: Connector<BigCommerceSettings> = {
  kind: 'bigcommerce',
  title: 'BigCommerce',
  tokenField: 'accessToken',
  // A token and a client secret belong to one API account, which the Client ID names.
  isSameAccount: (a, b) => a.clientId === b.clientId,
  parseConnection,
  readStoreAddress,
  storeKey,
  productAdminUrl,
  readQuota,
  open: openSession,
}

/**
 * The whole address counts, scheme and path included: behind one host a gateway may lead each path to somebody
 * else, and the same key means that a stored Access Token may be sent there.
 */
function storeKey({ apiAddress, storeHash }: BigCommerceSettings): string {
  const address = readApiAddress(apiAddress)
  return `bigcommerce:${address.ok ? address.apiAddress : apiAddress}:${storeHash}`
}

/** The sandbox store, which is the only one without https, has no such page. */
function productAdminUrl(controlPanelUrl: string, remoteId: string): string | null {
  if (!controlPanelUrl.startsWith('https://')) return null
  return `${controlPanelUrl.replace(/\/+$/, '')}/manage/products/edit/${encodeURIComponent(remoteId)}`
}

/** Throws `input_invalid` where there is no Access Token, neither typed nor stored. */
function openSession(settings: BigCommerceSettings, secrets: Secrets, tools: ConnectorTools): ChannelSession {
  const { accessToken } = secrets
  if (accessToken === undefined || accessToken === '') {
    throw new HubError('input_invalid', 'The Access Token is missing.', {
      fields: { accessToken: accessTokenRequired },
    })
  }
  const complete = { ...secrets, accessToken }
  const reads = new StoreReads(settings, complete, tools)
  const api = openStoreApi(settings, complete, tools)
  const { host } = new URL(settings.apiAddress)
  const catalog = openCatalogReader(api, host)
  const picture = pictureFetcher(settings, tools)
  const pictures = tools.images === undefined ? null : { shelf: tools.images, picture }
  return {
    check: () => runDoctor(settings, reads),
    profile: () => readProfile(reads, tools.clock.now()),
    ping: () => ping(settings, new StoreReads(settings, complete, tools)),
    catalog,
    writer: openCatalogWriter(api, host, catalog, pictures),
    picture,
  }
}

/** The list of hooks needs no scope; one refusal alone ends nothing, so it is confirmed by other reads. */
async function ping(settings: BigCommerceSettings, reads: StoreReads): Promise<Pulse> {
  if (wasRead(await reads.hooks())) return { status: 'ok' }
  const standing = await findStanding(reads)
  if (standing.kind === 'proven') return { status: 'ok' }
  const blocking = credentialRows(standing, settings).find(row => row.blocks !== null)
  const status = standing.kind === 'unreachable' ? 'unreachable' : 'refused'
  return { status, sentence: [blocking?.found, blocking?.fix].filter(Boolean).join(' ') }
}
