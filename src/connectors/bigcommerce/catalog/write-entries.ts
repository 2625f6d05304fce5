import type { ListingWrite, Outcome, WriteResult } from '../../../connector/writer.ts'
import type { LivePart } from '../../../domain/plan.ts'
import type { Answer } from '../client/answer.ts'
import type { StoreApi } from '../client/request.ts'
import { type EntryKind, type EntryStep, stepsBetween } from './entries.ts'
import { isRawRow } from './read-fields.ts'
import { goneOutcome, type Verdict, verdictOf } from './write-refusal.ts'

interface Entry {
  readonly remoteId: string | null
}

interface Tools {
  readonly api: StoreApi
  readonly host: string
  readonly needs: { readonly writes: readonly LivePart[]; readonly timeoutMs: number; readonly signal?: AbortSignal }
  /** Whether the store has the product still; null where nobody can say. */
  readonly exists: (listingId: string) => Promise<boolean | null>
}

/** Brings one list of a product from what the store shows to what is wanted, until something is not taken. */
export async function writeEntries<E extends Entry>(
  kind: EntryKind<E>,
  { remoteId, fields, before }: ListingWrite,
  tools: Tools,
): Promise<WriteResult> {
  const shown = kind.entriesOf(before[kind.field])
  const steps = stepsBetween(kind, shown, kind.entriesOf(fields[kind.field]))
  let outcome: Outcome = { status: 'applied' }
  for (const [at, step] of steps.entries()) {
    const taken = await takeStep(kind, remoteId, step, shown, tools)
    if (taken.status === 'applied') continue
    outcome =
      at === 0 || taken.status !== 'rejected' ? taken : { ...taken, reason: `${taken.reason} ${partly(at, steps)}` }
    break
  }
  // Of a lost answer nobody knows what it left.
  const isKnown = outcome.status !== 'unknown'
  const value = kind.valueOf(shown)
  return {
    outcomes: { [kind.field]: outcome },
    shows: isKnown ? (value === null ? {} : { [kind.field]: value }) : null,
    alsoShows: null,
  }
}

function partly(done: number, { length }: readonly unknown[]): string {
  return `The ${done === 1 ? 'change' : `${done} changes`} before it, of ${length}, ${done === 1 ? 'was' : 'were'} saved.`
}

/** One request; `shown` becomes what the store shows after it. */
async function takeStep<E extends Entry>(
  kind: EntryKind<E>,
  productId: string,
  step: EntryStep<E>,
  shown: E[],
  tools: Tools,
): Promise<Outcome> {
  const answer = await send(kind, productId, step, tools)
  if (step.do === 'remove' && answer.kind === 'empty') return removed(step, shown)
  const verdict = verdictOf(answer, 'product', tools.host)
  switch (verdict.kind) {
    case 'shown':
      return step.do === 'remove' ? removed(step, shown) : saved(kind, step, shown, verdict.json)
    case 'missing':
      return missing(kind, productId, step, shown, tools)
    case 'partly':
      return { status: 'unknown', reason: 'The store says that it saved a part of this. The hub will look.' }
    case 'refused':
      return refusal(kind, step, verdict)
    case 'ended':
      return verdict.outcome
  }
}

function send<E extends Entry>(
  { path: list, bodyOf }: EntryKind<E>,
  productId: string,
  step: EntryStep<E>,
  { api, needs }: Tools,
): Promise<Answer> {
  const path = `/v3/catalog/products/${productId}/${list}`
  if (step.do === 'remove') return api.delete(`${path}/${step.old.remoteId}`, needs)
  const body = bodyOf(step.to)
  return step.do === 'add' ? api.post(path, body, needs) : api.put(`${path}/${step.old.remoteId}`, body, needs)
}

function removed<E extends Entry>({ old }: EntryStep<E> & { do: 'remove' }, shown: E[]): Outcome {
  shown.splice(shown.indexOf(old), 1)
  return { status: 'applied' }
}

/** What the store shows of the entry is what it has, whatever was sent. */
function saved<E extends Entry>(
  kind: EntryKind<E>,
  step: Exclude<EntryStep<E>, { do: 'remove' }>,
  shown: E[],
  json: unknown,
): Outcome {
  const kept = isRawRow(json) && isRawRow(json.data) ? kind.readRow(json.data) : null
  if (kept === null) {
    return { status: 'unknown', reason: `The store’s answer does not show ${kind.words.untold}. The hub will look.` }
  }
  if (step.do === 'change') shown.splice(shown.indexOf(step.old), 1, kept)
  else shown.push(kept)
  const fix = 'Open the product in BigCommerce and change it there. Then import again.'
  if (step.do === 'change' && kind.keyOf(kept) === kind.keyOf(step.old)) {
    return {
      status: 'rejected',
      reason: `The store answered that it was saved, and shows ${kind.what(kept)} as it was.`,
      fix,
    }
  }
  if (kind.isExact === true && kind.keyOf(kept) !== kind.keyOf(step.to)) {
    return {
      status: 'rejected',
      reason: `The store answered that it was saved, and shows ${kind.what(kept)} otherwise than it was sent.`,
      fix,
    }
  }
  return { status: 'applied' }
}

/** Somebody deleted the entry or the whole product: an entry that was to go is gone. */
async function missing<E extends Entry>(
  kind: EntryKind<E>,
  productId: string,
  step: EntryStep<E>,
  shown: E[],
  { exists }: Tools,
): Promise<Outcome> {
  const isThere = await exists(productId)
  if (isThere === false) return goneOutcome
  if (isThere === null || step.do === 'add') {
    return { status: 'deferred', reason: 'The store did not find the product that it shows. Nothing was written.' }
  }
  if (step.do === 'remove') return removed(step, shown)
  shown.splice(shown.indexOf(step.old), 1)
  return {
    status: 'rejected',
    reason: `Somebody deleted ${kind.what(step.old)} in the store meanwhile.`,
    fix: 'Look whether it is still wanted, then make a new plan.',
  }
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
