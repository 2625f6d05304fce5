import type { Outcome } from '../../../connector/writer.ts'
import type { Level } from '../../../domain/plan.ts'
import { type Answer, wasRefused } from '../client/answer.ts'
import { fixForMissingScope, scopes } from '../doctor/scopes.ts'
import { tellFailure } from '../doctor/words.ts'
import { cleanText, isRawRow } from './read-fields.ts'
import { writtenFields } from './write-fields.ts'

/**
 * What an answer to a write means for all that was in it. `shown`: the answer shows the rows as they are now; `partly`:
 * some of it was saved (207); `missing`: something in it is not in the store; `refused`: nothing was written, for what was
 * in it; `ended`: nothing more needs to be sent for now, and all that was in it has this outcome.
 */
export type Verdict =
  | { readonly kind: 'shown'; readonly json: unknown }
  | { readonly kind: 'partly'; readonly complaints: readonly Complaint[] }
  | { readonly kind: 'missing'; readonly complaints: readonly Complaint[] }
  | { readonly kind: 'refused'; readonly complaints: readonly Complaint[] }
  | { readonly kind: 'ended'; readonly outcome: Outcome }

/** One thing that the store objects to. */
export interface Complaint {
  /** As the API names it; null where the store says none. */
  readonly remoteName: string | null
  readonly said: string
  readonly status: number
}

const multiStatus = 207
const notFound = 404
/** Locked, or too early, or too slow to send: nothing was done. */
const laterStatuses: ReadonlySet<number> = new Set([423, 425])
/** The client had gone away: what the store did is unknown. */
const lostStatuses: ReadonlySet<number> = new Set([408, 499])

export function verdictOf(answer: Answer, level: Level, host: string): Verdict {
  switch (answer.kind) {
    case 'ok':
      return answer.status === multiStatus
        ? { kind: 'partly', complaints: complaintsIn(answer.json, answer.status, level) }
        : { kind: 'shown', json: answer.json }
    case 'not_found':
      return { kind: 'missing', complaints: [] }
    case 'other_status':
      if (laterStatuses.has(answer.status)) return ended('deferred', answer, host)
      if (lostStatuses.has(answer.status)) return ended('unknown', answer, host)
      return refusal(complaintsIn(answer.json, answer.status, level))
    case 'rate_limited':
    case 'redirect':
      return ended('deferred', answer, host)
    case 'server_error':
      return ended(answer.status === 503 ? 'deferred' : 'unknown', answer, host)
    case 'no_answer':
      return ended(neverSent.has(answer.failure) ? 'deferred' : 'unknown', answer, host)
    // A page of something on the way that refused: the store has not seen it.
    case 'not_json':
      return ended(answer.status >= 400 ? 'deferred' : 'unknown', answer, host)
    case 'empty':
      return ended('unknown', answer, host)
    default:
      return { kind: 'ended', outcome: noRight(answer) }
  }
}

/** A batch of variants is refused as a whole, also where some of them are only gone. */
function refusal(complaints: readonly Complaint[]): Verdict {
  const others = complaints.filter(({ status }) => status !== notFound)
  return others.length < complaints.length ? { kind: 'missing', complaints: others } : { kind: 'refused', complaints }
}

/** Failures before the store has seen anything. */
const neverSent: ReadonlySet<string> = new Set(['dns', 'refused', 'tls', 'held_back'])

function ended(status: 'deferred' | 'unknown', answer: Answer, host: string): Verdict {
  const { found } = tellFailure(answer, host)
  const rest = status === 'deferred' ? 'Nothing was written.' : 'It may have been written: the hub will look.'
  return { kind: 'ended', outcome: { status, reason: `${found} ${rest}` } }
}

function noRight(answer: Answer): Outcome {
  if (answer.kind === 'forbidden' || !wasRefused(answer)) {
    const { name, level } = scopes.products
    const reason = `The store refused this API account to change products: the scope ${name} (${level}) may be missing.`
    return { status: 'rejected', reason, fix: fixForMissingScope }
  }
  return {
    status: 'rejected',
    reason: 'The store does not accept the Access Token any more.',
    fix: 'Run the connection doctor of the channel: it says which of the credentials is at fault.',
  }
}

export const goneOutcome: Outcome = {
  status: 'rejected',
  reason: 'The store has this product no longer: somebody deleted it.',
  fix: 'Import again, then choose for the product in the hub whether it is to be kept.',
}

export const variantGoneOutcome: Outcome = {
  status: 'rejected',
  reason: 'The store has this variant no longer: somebody deleted it.',
  fix: 'Import again: the hub then shows the product’s variants as they are.',
}

/** The store says that something is missing, and shows all of it. */
export const unfoundOutcome: Outcome = {
  status: 'deferred',
  reason: 'The store did not find what it shows all the same. Nothing was written.',
}

const saidCharactersMost = 300

/** `{title, errors: {field: message}}`, `{batch_errors: [...]}`, or a list of such errors. */
function complaintsIn(json: unknown, status: number, level: Level): Complaint[] {
  if (!isRawRow(json)) return []
  if (Array.isArray(json.batch_errors)) {
    return json.batch_errors.flatMap(one => complaintsIn(one, statusIn(one) ?? status, level))
  }
  const errors: [string, unknown][] = isRawRow(json.errors)
    ? Object.entries(json.errors)
    : Array.isArray(json.errors)
      ? json.errors.map((one: unknown) => ['', one])
      : []
  const complaints = errors.flatMap(([name, message]) => {
    const said = textIn(message)
    return said === '' ? [] : [{ remoteName: fieldIn(name, level), said, status }]
  })
  if (complaints.length > 0) return complaints
  const title = textIn(json.title) || textIn(json.detail)
  return title === '' ? [] : [{ remoteName: null, said: title, status }]
}

function statusIn(json: unknown): number | null {
  return isRawRow(json) && typeof json.status === 'number' ? json.status : null
}

function textIn(message: unknown): string {
  const text = typeof message === 'string' ? message : (JSON.stringify(message) ?? '')
  const line = cleanText(text)
    .replace(/\p{Cc}+/gu, ' ')
    .trim()
  return line.length > saidCharactersMost ? `${line.slice(0, saidCharactersMost).toWellFormed()}…` : line
}

/** `3.name`, `.name`, `custom_url.url`: the field that a key of `errors` is about. */
function fieldIn(key: string, level: Level): string | null {
  const names = new Set([...writtenFields[level].values()].map(({ remoteName }) => remoteName))
  const steps = key.split(/[.[\]/]+/)
  const found = steps.find(step => names.has(step))
  if (found !== undefined) return found
  return steps.includes('url') && names.has('custom_url') ? 'custom_url' : null
}
