import { createHash, createHmac } from 'node:crypto'
import type { StoreEvent } from '../events.ts'
import type { Store } from '../store.ts'

/** The documented body of a delivery: who, what and when, in as few words as possible. */
export function bodyOf({ scope, data }: StoreEvent, { hash: storeHash, numericId, clock }: Store): string {
  const told = {
    producer: `stores/${storeHash}`,
    created_at: Math.floor(clock.now().getTime() / 1_000),
    store_id: String(numericId),
    scope,
    data,
  }
  // Documented as SHA-1 of the payload. Guess: of all of it but the hash itself. It has no key and proves nothing.
  const hash = createHash('sha1').update(JSON.stringify(told)).digest('hex')
  return JSON.stringify({ ...told, hash })
}

/** The headers of Standard Webhooks: the key is the client secret, letter by letter. */
export function signatureHeaders(
  message: { readonly id: string; readonly body: string },
  clientSecret: string,
  nowMs: number,
): Record<string, string> {
  const timestamp = String(Math.floor(nowMs / 1_000))
  const signature = createHmac('sha256', clientSecret).update(`${message.id}.${timestamp}.${message.body}`)
  return {
    'webhook-id': message.id,
    'webhook-timestamp': timestamp,
    'webhook-signature': `v1,${signature.digest('base64')}`,
  }
}
