import type { ListingWrite, Outcome, WriteResult } from '../../../connector/writer.ts'
import type { LivePart } from '../../../domain/plan.ts'
import type { Answer } from '../client/answer.ts'
import type { StoreApi } from '../client/request.ts'
import {
  type CustomField,
  type CustomFieldStep,
  customFieldsOf,
  customFieldsValue,
  stepsBetween,
} from './custom-fields.ts'
import { idOf, isRawRow } from './read-fields.ts'
import { goneOutcome, type Verdict, verdictOf } from './write-refusal.ts'

interface Tools {
  readonly api: StoreApi
  readonly host: string
  readonly needs: { readonly writes: readonly LivePart[]; readonly timeoutMs: number; readonly signal?: AbortSignal }
  /** Whether the store has the product still; null where nobody can say. */
  readonly exists: (listingId: string) => Promise<boolean | null>
}

/** Brings the custom fields of one product from what the store shows to what is wanted, until something is not taken. */
export async function writeCustomFields(
  { remoteId, fields, before }: ListingWrite,
  tools: Tools,
): Promise<WriteResult> {
  const shown = customFieldsOf(before.customFields)
  const steps = stepsBetween(shown, customFieldsOf(fields.customFields))
  let outcome: Outcome = { status: 'applied' }
  for (const [at, step] of steps.entries()) {
    const taken = await takeStep(remoteId, step, shown, tools)
    if (taken.status === 'applied') continue
    outcome =
      at === 0 || taken.status !== 'rejected' ? taken : { ...taken, reason: `${taken.reason} ${partly(at, steps)}` }
    break
  }
  // Of a lost answer nobody knows what it left.
  const isKnown = outcome.status !== 'unknown'
  const value = customFieldsValue(shown)
  return {
    outcomes: { customFields: outcome },
    shows: isKnown ? (value === null ? {} : { customFields: value }) : null,
    alsoShows: null,
  }
}

function partly(done: number, { length }: readonly CustomFieldStep[]): string {
  return `The ${done === 1 ? 'change' : `${done} changes`} before it, of ${length}, ${done === 1 ? 'was' : 'were'} saved.`
}

/** One request; `shown` becomes what the store shows after it. */
async function takeStep(
  productId: string,
  step: CustomFieldStep,
  shown: CustomField[],
  tools: Tools,
): Promise<Outcome> {
  const answer = await send(productId, step, tools)
  if (step.do === 'remove' && answer.kind === 'empty') return removed(step, shown)
  const verdict = verdictOf(answer, 'product', tools.host)
  switch (verdict.kind) {
    case 'shown':
      return step.do === 'remove' ? removed(step, shown) : saved(step, shown, verdict.json)
    case 'missing':
      return missing(productId, step, shown, tools)
    case 'partly':
      return { status: 'unknown', reason: 'The store says that it saved a part of this. The hub will look.' }
    case 'refused':
      return refusal(step, verdict)
    case 'ended':
      return verdict.outcome
  }
}

function send(productId: string, step: CustomFieldStep, { api, needs }: Tools): Promise<Answer> {
  const path = `/v3/catalog/products/${productId}/custom-fields`
  if (step.do === 'remove') return api.delete(`${path}/${step.old.remoteId}`, needs)
  const { name, value } = step.to
  const body = JSON.stringify({ name, value })
  return step.do === 'add' ? api.post(path, body, needs) : api.put(`${path}/${step.old.remoteId}`, body, needs)
}

function removed({ old }: CustomFieldStep & { do: 'remove' }, shown: CustomField[]): Outcome {
  shown.splice(shown.indexOf(old), 1)
  return { status: 'applied' }
}

/** What the store shows of the field is what it has, whatever was sent. */
function saved(step: Exclude<CustomFieldStep, { do: 'remove' }>, shown: CustomField[], json: unknown): Outcome {
  const row = isRawRow(json) && isRawRow(json.data) ? json.data : null
  const remoteId = row === null ? null : idOf(row.id)
  if (row === null || remoteId === null || typeof row.name !== 'string' || typeof row.value !== 'string') {
    return { status: 'unknown', reason: 'The store’s answer does not show the custom field. The hub will look.' }
  }
  const kept: CustomField = { remoteId, name: row.name, value: row.value }
  if (step.do === 'change') shown.splice(shown.indexOf(step.old), 1, kept)
  else shown.push(kept)
  if (step.do === 'change' && kept.value === step.old.value) {
    return {
      status: 'rejected',
      reason: `The store answered that it was saved, and shows “${kept.name}” as it was.`,
      fix: 'Open the product in BigCommerce and change the custom field there. Then import again.',
    }
  }
  return { status: 'applied' }
}

/** Somebody deleted the field or the whole product: a field that was to go is gone. */
async function missing(
  productId: string,
  step: CustomFieldStep,
  shown: CustomField[],
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
    reason: `Somebody deleted the custom field “${step.old.name}” in the store meanwhile.`,
    fix: 'Look whether it is still wanted, then make a new plan.',
  }
}

function refusal(step: CustomFieldStep, { complaints }: Verdict & { kind: 'refused' }): Outcome {
  const { name } = step.do === 'remove' ? step.old : step.to
  const said = [...new Set(complaints.map(complaint => complaint.said.replace(/\.$/, '')))]
  const says = said.length === 0 ? '' : ` The store says: “${said.join('”, “')}”.`
  const isDuplicate = complaints.some(
    ({ status, said: words }) => status === 409 || /already|unique|duplicat/i.test(words),
  )
  return isDuplicate
    ? {
        status: 'rejected',
        reason: `The product has the custom field “${name}” with this value already.${says}`,
        fix: 'Import again, then give it another value or leave it out.',
      }
    : {
        status: 'rejected',
        reason: `The store refuses the custom field “${name}”.${says}`,
        fix: 'Change its name or value in the hub, then make a new plan.',
      }
}
