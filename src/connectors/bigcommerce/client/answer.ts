import type { Quota, ResponseHead, StoreReply, TransportFailure } from '../../../connector/connector.ts'
import { readQuota } from '../quota.ts'

/** Every way in which a read of the store can end; nothing else needs to look at a status. */
export type Answer = Circumstances &
  (
    | { readonly kind: 'ok'; readonly json: unknown }
    /** 204, as V2 lists answer when there is nothing to list, or another 2xx without a body. */
    | { readonly kind: 'empty' }
    | { readonly kind: 'unauthorized' }
    /** A missing scope, or a wrong hash: BigCommerce words both alike. */
    | { readonly kind: 'forbidden' }
    | { readonly kind: 'not_found' }
    | { readonly kind: 'rate_limited' }
    | { readonly kind: 'server_error' }
    /** Followed nowhere: the token would travel along. */
    | { readonly kind: 'redirect' }
    /** `json`: what the store says of it, such as why it refuses a write; absent where that is no JSON. */
    | { readonly kind: 'other_status'; readonly json?: unknown }
    /** `cut`: JSON that ends too early; `html`: a page of something on the way, or of another server. */
    | {
        readonly kind: 'not_json'
        readonly looksLike: 'html' | 'cut' | 'other'
        /** The beginning of what came instead, without our secrets. */
        readonly came: string
      }
    | { readonly kind: 'no_answer'; readonly failure: TransportFailure }
  )

interface Circumstances {
  /** 0: no answer came. */
  readonly status: number
  readonly quota: Quota | null
  /** The store's clock, to the second, from the `Date` header. */
  readonly storeDate: Date | null
  readonly receivedAt: Date
  /** Milliseconds from asking to the answer. */
  readonly tookMs: number
}

/**
 * Judges by the status alone where it can: the bodies of 401 and 403 on V2 are not documented.
 * `hide` takes our secrets out of what was parsed; nothing of a failure's detail is kept, and of a body that is no JSON
 * only its beginning.
 */
export function readAnswer(reply: StoreReply, receivedAt: Date, hide: (json: unknown) => unknown): Answer {
  if (reply.kind === 'failed') {
    const { failure, tookMs } = reply
    return { kind: 'no_answer', failure, status: 0, quota: null, storeDate: null, receivedAt, tookMs }
  }
  const parsed = parseBody(reply.body, hide)
  const about: Circumstances = {
    status: reply.status,
    quota: readQuota(reply, receivedAt),
    storeDate: readDate(reply),
    receivedAt,
    tookMs: reply.tookMs,
  }
  const notJson = (looksLike: 'html' | 'cut' | 'other'): Answer => {
    const came = String(hide(reply.body.slice(0, cameCharactersMost)))
    return { ...about, kind: 'not_json', looksLike, came }
  }
  const status = reply.status
  if (status === 401) return { ...about, kind: 'unauthorized' }
  // A firewall on the way refuses with a page; BigCommerce refuses with JSON.
  if (status === 403) return parsed.kind === 'html' ? notJson('html') : { ...about, kind: 'forbidden' }
  if (status === 404) return parsed.kind === 'html' ? notJson('html') : { ...about, kind: 'not_found' }
  if (status === 429) return { ...about, kind: 'rate_limited' }
  if (status >= 500) return { ...about, kind: 'server_error' }
  if (status >= 300 && status < 400) return { ...about, kind: 'redirect' }
  if (status < 200 || status >= 400) {
    return { ...about, kind: 'other_status', ...(parsed.kind === 'json' && { json: parsed.json }) }
  }
  if (parsed.kind === 'empty') return { ...about, kind: 'empty' }
  if (parsed.kind === 'json') return { ...about, kind: 'ok', json: parsed.json }
  return notJson(parsed.kind)
}

/** The store let us read: its 2xx proves hash, token and scope. */
export function wasRead(answer: Answer): boolean {
  return answer.kind === 'ok' || answer.kind === 'empty'
}

/** The store itself said no, as against: nobody could tell this time. */
export function wasRefused(answer: Answer): boolean {
  return answer.kind === 'unauthorized' || answer.kind === 'forbidden'
}

const cameCharactersMost = 500

type ParsedBody = { kind: 'empty' | 'html' | 'cut' | 'other' } | { kind: 'json'; json: unknown }

function parseBody(body: string, hide: (json: unknown) => unknown): ParsedBody {
  const text = body.replace(/^\uFEFF/, '').trim()
  if (text === '') return { kind: 'empty' }
  try {
    // Within the `try`: lists nested a million deep can be parsed, but not be gone through.
    return { kind: 'json', json: hide(JSON.parse(text)) }
  } catch {
    if (/^<(?:!doctype\s+html|html|head|body)/i.test(text)) return { kind: 'html' }
    return { kind: /^[[{]/.test(text) ? 'cut' : 'other' }
  }
}

function readDate(head: ResponseHead): Date | null {
  const at = Date.parse(head.headers.date ?? '')
  return Number.isNaN(at) ? null : new Date(at)
}
