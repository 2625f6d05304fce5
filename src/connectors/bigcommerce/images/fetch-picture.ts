import type { ConnectorTools } from '../../../connector/connector.ts'
import { pictureBytesMost } from '../../../domain/pictures.ts'
import type { BigCommerceSettings } from '../settings.ts'

const timeoutMs = 30_000
/** No drawings: a store takes none, and they may be programs. */
const accept = 'image/png, image/jpeg, image/gif, image/webp, image/bmp'

/**
 * Fetches pictures from where a store itself shows them, without its credentials. Null where the address is another's,
 * or the picture can't be had or is larger than a store takes.
 */
export function pictureFetcher(settings: BigCommerceSettings, tools: ConnectorTools) {
  return async (url: string, signal?: AbortSignal): Promise<Uint8Array | null> => {
    if (!isOfStore(url, settings)) return null
    const reply = await tools.fetch({
      ...{ method: 'GET', url, timeoutMs, maxBytes: pictureBytesMost, takesBytes: true },
      headers: { accept, 'user-agent': tools.userAgent ?? 'Cartwright' },
      signal: signal === undefined ? tools.signal : AbortSignal.any([tools.signal, signal]),
    })
    return reply.kind === 'answer' && reply.status === 200 ? (reply.bytes ?? null) : null
  }
}

/** A store shows its pictures under the address that BigCommerce delivers them from, or under its own first name. */
export function isOfStore(url: string, { apiAddress, storeHash }: BigCommerceSettings): boolean {
  const at = URL.parse(url)
  if (at === null || at.username !== '' || at.password !== '') return false
  // A sandbox store has one address for everything.
  if (at.origin === new URL(apiAddress).origin) return true
  if (at.protocol !== 'https:' || at.port !== '') return false
  if (at.hostname === `store-${storeHash.toLowerCase()}.mybigcommerce.com`) return true
  return /^cdn\d{0,3}\.bigcommerce\.com$/.test(at.hostname) && at.pathname.startsWith(`/s-${storeHash}/`)
}
