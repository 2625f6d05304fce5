import type { Outcome } from '../../../connector/writer.ts'
import type { StoreApi, WriteNeeds } from '../client/request.ts'
import type { Entry, EntryKind, EntryStep } from './entries.ts'
import { isRawRow } from './read-fields.ts'
import { goneOutcome, type Verdict, verdictOf } from './write-refusal.ts'

/** What writing an entry needs of the connection to its store. */
export interface EntryTools {
  readonly api: StoreApi
  readonly host: string
  readonly needs: WriteNeeds
  /** The form in which the store was found to read bodies as they are meant. */
  readonly heard: { form: number }
  /** Whether the store has the product still; null where nobody can say. */
  readonly exists: (listingId: string) => Promise<boolean | null>
}

interface Place<E extends Entry> {
  readonly kind: EntryKind<E>
  readonly productId: string
  readonly shown: E[]
  readonly tools: EntryTools
}

type Put<E> = Exclude<EntryStep<E>, { do: 'remove' }>

/** Takes one step, with one request but where the store misreads it; `shown` becomes what the store shows after it. */
export function takeStep<E extends Entry>(
  kind: EntryKind<E>,
  productId: string,
  step: EntryStep<E>,
  shown: E[],
  tools: EntryTools,
): Promise<Outcome> {
  const place = { kind, productId, shown, tools }
  if (step.do === 'remove') return remove(place, step)
  const last = kind.bodiesOf(step.to).length - 1
  return put(place, step, Math.min(tools.heard.form, last))
}

async function remove<E extends Entry>(place: Place<E>, step: EntryStep<E> & { do: 'remove' }): Promise<Outcome> {
  const verdict = await sendRemoval(place, step.old)
  return verdict.kind === 'shown' ? removed(place, step.old) : unlessShown(place, step, verdict)
}

/** Sends an entry; where the store misreads that, or refuses an amount in that form, once more in the next form. */
async function put<E extends Entry>(place: Place<E>, step: Put<E>, form: number, tried = 1): Promise<Outcome> {
  const { kind, shown, tools } = place
  const bodies = kind.bodiesOf(step.to)
  const next = tried < bodies.length ? (form + 1) % bodies.length : null
  const verdict = await sendBody(place, step, bodies[form] ?? '')
  if (verdict.kind !== 'shown') {
    if (next !== null && isAboutAmount(verdict)) return put(place, step, next, tried + 1)
    return unlessShown(place, step, verdict)
  }
  const kept = isRawRow(verdict.json) && isRawRow(verdict.json.data) ? kind.readRow(verdict.json.data) : null
  if (kept === null) {
    return { status: 'unknown', reason: `The store’s answer does not show ${kind.words.untold}. The hub will look.` }
  }
  if (step.do === 'change') shown.splice(shown.indexOf(step.old), 1, kept)
  else shown.push(kept)
  if (kind.isMisread?.(kept, step.to) !== true) {
    if (bodies.length > 1) tools.heard.form = form
    return judged(kind, step, kept)
  }
  if (next === null) return takeAway(place, kept)
  const outcome = await put(place, { do: 'change', old: kept, to: step.to }, next, tried + 1)
  if (outcome.status === 'rejected' && shown.includes(kept)) return takeAway(place, kept)
  // What was misread stands there: it is for whoever looks next.
  return outcome.status === 'deferred' ? { status: 'unknown', reason: outcome.reason } : outcome
}

function addressOf<E extends Entry>({ kind, productId }: Place<E>): string {
  return `/v3/catalog/products/${productId}/${kind.path}`
}

async function sendBody<E extends Entry>(place: Place<E>, step: Put<E>, body: string): Promise<Verdict> {
  const { api, host, needs } = place.tools
  const list = addressOf(place)
  const sent = step.do === 'add' ? api.post(list, body, needs) : api.put(`${list}/${step.old.remoteId}`, body, needs)
  return verdictOf(await sent, 'product', host)
}

async function sendRemoval<E extends Entry>(place: Place<E>, { remoteId }: E): Promise<Verdict> {
  const { api, host, needs } = place.tools
  const answer = await api.delete(`${addressOf(place)}/${remoteId}`, needs)
  return answer.kind === 'empty' ? { kind: 'shown', json: null } : verdictOf(answer, 'product', host)
}

function removed<E extends Entry>({ shown }: Place<E>, old: E): Outcome {
  shown.splice(shown.indexOf(old), 1)
  return { status: 'applied' }
}

/** An entry that the store misreads in every form sells at a price that nobody wants. */
async function takeAway<E extends Entry>(place: Place<E>, kept: E): Promise<Outcome> {
  const verdict = await sendRemoval(place, kept)
  if (verdict.kind === 'ended') return { status: 'unknown', reason: reasonOf(verdict.outcome) }
  const reason = `The store answered that it was saved, and shows ${place.kind.what(kept)} otherwise than it was sent.`
  const fix = 'Open the product in BigCommerce and change it there. Then import again.'
  if (verdict.kind === 'refused' || verdict.kind === 'partly') return { status: 'rejected', reason, fix }
  removed(place, kept)
  return { status: 'rejected', reason: `${reason} The hub took it away again, so that nobody buys at that price.`, fix }
}

function reasonOf(outcome: Outcome): string {
  return outcome.status === 'applied' ? 'The hub will look.' : outcome.reason
}

/** What the store shows of the entry is what it has, whatever was sent. */
function judged<E extends Entry>(kind: EntryKind<E>, step: Put<E>, kept: E): Outcome {
  const answered = `The store answered that it was saved, and shows ${kind.what(kept)}`
  if (step.do === 'change' && kind.keyOf(kept) === kind.keyOf(step.old)) {
    const fix = 'Open the product in BigCommerce and change it there. Then import again.'
    return { status: 'rejected', reason: `${answered} as it was.`, fix }
  }
  if (kind.isExact === true && kind.keyOf(kept) !== kind.keyOf(step.to)) {
    const fix = 'Give it what the store shows, or something else, then make a new plan.'
    return { status: 'rejected', reason: `${answered} otherwise than it was sent.`, fix }
  }
  return { status: 'applied' }
}

function unlessShown<E extends Entry>(
  place: Place<E>,
  step: EntryStep<E>,
  verdict: Exclude<Verdict, { kind: 'shown' }>,
): Outcome | Promise<Outcome> {
  switch (verdict.kind) {
    case 'missing':
      return missing(place, step)
    case 'partly':
      return { status: 'unknown', reason: 'The store says that it saved a part of this. The hub will look.' }
    case 'refused':
      return refusal(place.kind, step, verdict)
    case 'ended':
      return verdict.outcome
  }
}

/** Somebody deleted the entry or the whole product: an entry that was to go is gone. */
async function missing<E extends Entry>(place: Place<E>, step: EntryStep<E>): Promise<Outcome> {
  const { kind, productId, tools } = place
  const isThere = await tools.exists(productId)
  if (isThere === false) return goneOutcome
  if (isThere === null || step.do === 'add') {
    return { status: 'deferred', reason: 'The store did not find the product that it shows. Nothing was written.' }
  }
  if (step.do === 'remove') return removed(place, step.old)
  removed(place, step.old)
  return {
    status: 'rejected',
    reason: `Somebody deleted ${kind.what(step.old)} in the store meanwhile.`,
    fix: 'Look whether it is still wanted, then make a new plan.',
  }
}

function isAboutAmount(verdict: Verdict): boolean {
  if (verdict.kind !== 'refused') return false
  return verdict.complaints.some(({ remoteName, said }) => /amount/i.test(`${remoteName ?? ''} ${said}`))
}

function refusal<E extends Entry>(
  { what, words }: EntryKind<E>,
  step: EntryStep<E>,
  { complaints }: Verdict & { kind: 'refused' },
): Outcome {
  const entry = step.do === 'remove' ? step.old : step.to
  const said = [...new Set(complaints.map(complaint => complaint.said.replace(/\.$/, '')))]
  const says = said.length === 0 ? '' : ` The store says: “${said.join('”, “')}”.`
  const isDuplicate = complaints.some(
    ({ status, said: told }) => status === 409 || /already|unique|duplicat/i.test(told),
  )
  return isDuplicate
    ? { status: 'rejected', reason: `${words.duplicate(entry)}${says}`, fix: words.duplicateFix }
    : { status: 'rejected', reason: `The store refuses ${what(entry)}.${says}`, fix: words.refusedFix }
}
